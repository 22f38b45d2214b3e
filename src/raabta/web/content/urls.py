from django.urls import URLPattern, URLResolver, include, path

from raabta.web.content import (
    block_copies,
    block_moves,
    blocks,
    brand,
    images,
    link_checks,
    media,
    plain_texts,
    previews,
    restorations,
    sources,
    steps,
    template_copies,
    templates,
    test_sends,
    variants,
)


def under(prefix: str, namespace: str, patterns: list[URLPattern]) -> URLResolver:
    return path(prefix, include((patterns, namespace)))


urlpatterns: list[URLPattern | URLResolver] = [
    under(
        "templates/",
        "templates",
        [
            path("", templates.index, name="index"),
            path("new", templates.new, name="new"),
            path("<int:template_id>/", templates.show, name="show"),
            path("<int:template_id>/edit", templates.edit, name="edit"),
            path("<int:template_id>/archive", templates.delete, name="delete"),
            path("<int:template_id>/restore", restorations.create, name="restore"),
            path("<int:template_id>/duplicate", template_copies.create, name="duplicate"),
            path("<int:template_id>/links", link_checks.create, name="check_links"),
            path("<int:template_id>/links/<int:job_id>", link_checks.show, name="link_check"),
            path("<int:template_id>/languages", variants.create, name="add_language"),
        ],
    ),
    under(
        "templates/variants/<int:variant_id>/",
        "variants",
        [
            path("", variants.edit, name="edit"),
            path("details", variants.update, name="update"),
            path("delete", variants.delete, name="delete"),
            path("steps", steps.create, name="step"),
            path("code", sources.edit, name="code"),
            path("plain-text", plain_texts.edit, name="plain_text"),
            path("preview", previews.index, name="preview"),
            path("preview/mail", previews.show, name="preview_mail"),
            path("test", test_sends.new, name="test"),
        ],
    ),
    under(
        "templates/variants/<int:variant_id>/blocks/",
        "blocks",
        [
            path("", blocks.create, name="create"),
            path("<str:path>/", blocks.update, name="update"),
            path("<str:path>/delete", blocks.delete, name="delete"),
            path("<str:path>/copy", block_copies.create, name="copy"),
            path("<str:path>/move", block_moves.create, name="move"),
        ],
    ),
    under("templates/brand/", "brand", [path("", brand.edit, name="edit")]),
    under(
        "templates/images/",
        "images",
        [
            path("", images.index, name="index"),
            path("new", images.create, name="create"),
            path("<int:image_id>/delete", images.delete, name="delete"),
        ],
    ),
    path("media/<str:token>", media.show, name="media"),
]

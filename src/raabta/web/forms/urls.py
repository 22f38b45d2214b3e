from django.urls import URLPattern, URLResolver, include, path

from raabta.web.forms import descriptions, embed, fields, files, forms, hosted, submissions


def under(prefix: str, namespace: str, patterns: list[URLPattern]) -> URLResolver:
    return path(prefix, include((patterns, namespace)))


urlpatterns: list[URLPattern | URLResolver] = [
    path("f/<str:public_id>/", hosted.show, name="form"),
    path("f/<str:public_id>/started", hosted.start, name="form_started"),
    path("f/<str:public_id>.json", descriptions.show, name="form_description"),
    path("forms/embed.js", embed.show, name="form_script"),
    under(
        "forms/submissions/",
        "submissions",
        [
            path("", submissions.index, name="index"),
            path("export.<str:kind>", submissions.export, name="export"),
            path("files/<int:file_id>", files.show, name="file"),
            path("<int:submission_id>", submissions.show, name="show"),
            path("<int:submission_id>/accept", submissions.accept, name="accept"),
            path("<int:submission_id>/discard", submissions.discard, name="discard"),
            path("<int:submission_id>/delete", submissions.delete, name="delete"),
        ],
    ),
    under(
        "forms/<int:form_id>/fields/",
        "form_fields",
        [
            path("new", fields.new, name="new"),
            path("order", fields.order, name="order"),
            path("<str:field_id>/edit", fields.edit, name="edit"),
            path("<str:field_id>/delete", fields.delete, name="delete"),
        ],
    ),
    under(
        "forms/",
        "forms",
        [
            path("", forms.index, name="index"),
            path("new", forms.new, name="new"),
            path("<int:form_id>", forms.show, name="show"),
            path("<int:form_id>/edit", forms.edit, name="edit"),
            path("<int:form_id>/protect", forms.protect, name="protect"),
            path("<int:form_id>/move", forms.move, name="move"),
            path("<int:form_id>/delete", forms.delete, name="delete"),
        ],
    ),
]

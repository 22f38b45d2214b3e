from django.urls import URLPattern, URLResolver, include, path

from raabta.web.tracking import calls, catalogue, snippet, sources


def under(prefix: str, namespace: str, patterns: list[URLPattern]) -> URLResolver:
    return path(prefix, include((patterns, namespace)))


urlpatterns: list[URLPattern | URLResolver] = [
    path("raabta.js", snippet.show, name="snippet"),
    under(
        "settings/sources/",
        "sources",
        [
            path("", sources.index, name="index"),
            path("new", sources.new, name="new"),
            path("<int:source_id>", sources.show, name="show"),
            path("<int:source_id>/edit", sources.edit, name="edit"),
            path("<int:source_id>/rotate", sources.rotate, name="rotate"),
            path("<int:source_id>/switch", sources.switch, name="switch"),
            path("<int:source_id>/delete", sources.delete, name="delete"),
            path("<int:source_id>/calls", calls.index, name="calls"),
        ],
    ),
    under(
        "settings/catalogue/",
        "catalogue",
        [
            path("", catalogue.index, name="index"),
            path("<int:catalogue_id>", catalogue.show, name="show"),
            path("<int:catalogue_id>/edit", catalogue.edit, name="edit"),
            path("<int:catalogue_id>/decide", catalogue.decide, name="decide"),
        ],
    ),
]

"""The API's own pages: what it offers and how a program calls it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.web.api_docs.schema import Resource, resources_of
from raabta.web.http import HttpRequest, own_page, render


@own_page()
def index(request: HttpRequest) -> HttpResponse:
    resources = resources_of(request)
    asked = request.GET.get("q", "").strip().lower()
    context = {
        "tabs": tabs(resources, ""),
        "found": [(one, matching(one, asked)) for one in resources if matching(one, asked)],
        "host": request.build_absolute_uri("/").rstrip("/"),
        "schema_url": reverse("api:openapi-json"),
        "may_make_keys": may_make_keys(request),
    }
    return render(request, "api_docs/resources/index.html", context, part="operations")


@own_page()
def show(request: HttpRequest, resource: str) -> HttpResponse:
    resources = resources_of(request)
    found = next((one for one in resources if one.key == resource), None)
    if found is None:
        raise Http404
    context = {"tabs": tabs(resources, resource), "resource": found}
    return render(request, "api_docs/resources/show.html", context)


def matching(resource: Resource, asked: str) -> list[Any]:
    """The operations whose address or summary has every word."""
    return [
        one
        for one in resource.operations
        if all(word in f"{one.method} {one.path} {one.summary}".lower() for word in asked.split())
    ]


def tabs(resources: tuple[Resource, ...], current: str) -> list[dict[str, Any]]:
    first = {
        "label": _("Start here"),
        "url": reverse("web:api_docs:index"),
        "is_current": not current,
        "icon": "book-open",
        "count": None,
    }
    rest = [
        {
            "label": one.title,
            "url": reverse("web:api_docs:show", args=[one.key]),
            "is_current": one.key == current,
            "icon": "",
            "count": None,
        }
        for one in resources
    ]
    return [first, *rest]


def may_make_keys(request: HttpRequest) -> bool:
    """Somebody without a workspace may still read these pages."""
    return bool(getattr(request, "workspace", None)) and request.may("workspace.keys")

"""All results of a search: a tab for each kind of record, page by page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from raabta.search.queries import find
from raabta.search.source import SearchSource, in_order
from raabta.web.http import HttpRequest, page, render
from raabta.web.paging import number
from raabta.web.palette.palette import SHORTEST, shown, typed_in

SIZE = 25
LAST_PAGE = 40  # farther, another word is quicker


@dataclass(frozen=True)
class Tab:
    label: str
    icon: str
    url: str
    is_current: bool
    count: int | None = None


@page("home.view")
def index(request: HttpRequest) -> HttpResponse:
    text, kinds = typed_in(request), visible(request)
    source = chosen(request, kinds, text)
    place = min(max(1, number(request, "page") or 1), LAST_PAGE)
    context: dict[str, Any] = {"query": text, "tabs": tabs(kinds, source, text), "place": place}
    if source and len(text) >= SHORTEST:
        ids = find(request.workspace, source, text, limit=SIZE + 1, offset=(place - 1) * SIZE)
        hits = source().hits(request.workspace, ids[:SIZE])
        context["rows"] = shown(hits, text, source.icon)
        context["previous"] = place - 1 if place > 1 else None
        context["next"] = place + 1 if len(ids) > SIZE and place < LAST_PAGE else None
    return render(request, "ui/search.html", context, part="rows")


def visible(request: HttpRequest) -> list[type[SearchSource]]:
    return [source for source in in_order() if request.may(source.permission)]


def chosen(
    request: HttpRequest, kinds: list[type[SearchSource]], text: str
) -> type[SearchSource] | None:
    """The kind that the address names, else the first that finds something."""
    asked = request.GET.get("kind", "")
    for source in kinds:
        if source.key == asked:
            return source
    if len(text) >= SHORTEST:
        for source in kinds:
            if find(request.workspace, source, text, limit=1):
                return source
    return kinds[0] if kinds else None


def tabs(
    kinds: list[type[SearchSource]], current: type[SearchSource] | None, text: str
) -> list[Tab]:
    here = reverse("web:search")
    return [
        Tab(
            str(source.label),
            source.icon,
            f"{here}?{urlencode({'q': text, 'kind': source.key})}",
            source is current,
        )
        for source in kinds
    ]

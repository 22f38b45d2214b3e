"""The command palette: one box that finds records, pages and actions."""

from dataclasses import dataclass

from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from raabta.customers.search import Hit, palette_sources
from raabta.web import navigation
from raabta.web.http import HttpRequest, page, render
from raabta.web.palette.actions import ACTIONS, PAGES

HITS = 5
SHORTEST = 2


@dataclass(frozen=True)
class Group:
    label: str
    hits: list[Hit]


@page("home.view")
def index(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    groups = [*records(request, text), *places(request, text)]
    context = {"groups": [group for group in groups if group.hits], "query": text}
    return render(request, "ui/palette_results.html", context)


def records(request: HttpRequest, text: str) -> list[Group]:
    """What each context finds, of what this person may see."""
    if len(text) < SHORTEST:
        return []
    sources = sorted(palette_sources.members(), key=lambda one: one.position)
    return [
        Group(
            str(source.label), with_icon(source().hits(request.workspace, text, HITS), source.icon)
        )
        for source in sources
        if request.may(source.permission)
    ]


def with_icon(hits: list[Hit], icon: str) -> list[Hit]:
    return [hit if hit.icon else Hit(hit.label, hit.url, hit.hint, icon) for hit in hits]


def places(request: HttpRequest, text: str) -> list[Group]:
    """Pages and actions whose name has every typed word; all pages when nothing is typed."""
    words = text.casefold().split()
    return [
        Group(_("Actions"), [hit for hit in actions(request) if has(hit, words)] if words else []),
        Group(_("Go to"), [hit for hit in pages(request) if has(hit, words)]),
    ]


def has(hit: Hit, words: list[str]) -> bool:
    name = hit.label.casefold()
    return all(word in name for word in words)


def pages(request: DjangoRequest) -> list[Hit]:
    links = [link for group in navigation.links_for(request) for link in group.links]
    rail = [Hit(str(link.label), link.url, "", link.icon) for link in links]
    return [*rail, *of(request, PAGES)]


def actions(request: DjangoRequest) -> list[Hit]:
    return of(request, ACTIONS)


def of(request: DjangoRequest, items: tuple[navigation.Item, ...]) -> list[Hit]:
    found = []
    for item in items:
        if not navigation.may_open(request, item):
            continue
        try:
            found.append(Hit(str(item.label), reverse(item.url_name), "", item.icon))
        except NoReverseMatch:
            continue
    return found

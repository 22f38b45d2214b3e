"""The command palette: one box that finds records, pages and actions."""

from dataclasses import dataclass, replace

from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from raabta.search.marking import Piece, marked
from raabta.search.queries import find, typed_words
from raabta.search.source import Hit, in_order
from raabta.web import navigation
from raabta.web.http import HttpRequest, page, render
from raabta.web.palette.actions import ACTIONS, PAGES

HITS = 5
SHORTEST = 2


@dataclass(frozen=True)
class Shown:
    hit: Hit
    label: list[Piece]
    hint: list[Piece]


@dataclass(frozen=True)
class Group:
    label: str
    hits: list[Shown]


@page("home.view")
def index(request: HttpRequest) -> HttpResponse:
    text = typed_in(request)
    found = [group for group in records(request, text) if group.hits]
    others = [group for group in places(request, text) if group.hits]
    context = {"groups": [*found, *others], "query": text, "has_records": bool(found)}
    return render(request, "ui/palette_results.html", context)


def typed_in(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:100]


def records(request: HttpRequest, text: str) -> list[Group]:
    """What each kind of record finds, of those this person may see."""
    if len(text) < SHORTEST:
        return []
    groups = []
    for source in in_order():
        if request.may(source.permission):
            ids = find(request.workspace, source, text, limit=HITS)
            hits = source().hits(request.workspace, ids) if ids else []
            groups.append(Group(str(source.label), shown(hits, text, source.icon)))
    return groups


def shown(hits: list[Hit], text: str, icon: str = "") -> list[Shown]:
    """Results with the part that matched marked."""
    words = typed_words(text)
    return [
        Shown(
            hit if hit.icon else replace(hit, icon=icon),
            marked(hit.label, words),
            marked(hit.hint, words),
        )
        for hit in hits
    ]


def places(request: HttpRequest, text: str) -> list[Group]:
    """Pages and actions whose name has every typed word; all pages when nothing is typed."""
    words = text.casefold().split()
    named = [hit for hit in actions(request) if has(hit, words)] if words else []
    return [
        Group(_("Actions"), shown(named, text)),
        Group(_("Go to"), shown([hit for hit in pages(request) if has(hit, words)], text)),
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

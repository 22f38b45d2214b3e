"""The left rail by job: what is in it, and what one person sees of it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Item:
    label: Promise
    icon: str
    url_name: str
    permission: str = ""


@dataclass(frozen=True)
class Group:
    label: Promise | str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Link:
    label: Promise
    icon: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class LinkGroup:
    label: Promise | str
    links: tuple[Link, ...]


GROUPS = (
    Group("", (Item(_("Home"), "house", "web:home"),)),
    Group(
        pgettext_lazy("navigation", "Customers"),
        (
            Item(_("Customers"), "users", "web:customers:index", "customers.view"),
            Item(_("Companies"), "building-2", "web:companies:index", "customers.view"),
            Item(_("Custom objects"), "box", "web:objects:kinds", "objects.view"),
            Item(_("Duplicates"), "copy-check", "web:duplicates:index", "customers.view"),
            Item(_("Imports"), "upload", "web:imports:index", "customers.import"),
        ),
    ),
    Group(
        pgettext_lazy("navigation", "Marketing"),
        (
            Item(_("Audiences"), "target", "web:audiences:index", "audiences.view"),
            Item(_("Campaigns"), "megaphone", "web:campaigns:index", "campaigns.view"),
            Item(_("Forms"), "clipboard-list", "web:forms:index", "forms.view"),
            Item(_("Templates"), "layout-template", "web:templates:index", "content.view"),
            Item(_("Outbox"), "send", "web:outbox:index", "messaging.view"),
        ),
    ),
    Group(
        pgettext_lazy("navigation", "Commerce"),
        (
            Item(_("Orders"), "shopping-cart", "web:orders:index", "commerce.view"),
            Item(_("Products"), "package", "web:products:index", "commerce.view"),
        ),
    ),
    Group(
        pgettext_lazy("navigation", "Insights"),
        (Item(_("Analyses"), "chart-column", "web:analyses:index", "insights.view"),),
    ),
    Group("", (Item(_("Settings"), "settings", "web:settings:index", "home.view"),)),
)


def links_for(request: HttpRequest) -> list[LinkGroup]:
    """Groups without the pages that do not exist yet or that this person may not open."""
    found = [(group, [(item, url_of(item)) for item in group.items]) for group in GROUPS]
    current = current_url(request.path, [url for _group, rows in found for _item, url in rows])
    groups = []
    for group, rows in found:
        links = tuple(
            Link(item.label, item.icon, url, url == current)
            for item, url in rows
            if url and may_open(request, item)
        )
        if links:
            groups.append(LinkGroup(group.label, links))
    return groups


def url_of(item: Item) -> str:
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return ""


def may_open(request: HttpRequest, item: Item) -> bool:
    may = getattr(request, "may", None)
    return may is None or not item.permission or bool(may(item.permission))


def current_url(path: str, urls: list[str]) -> str:
    """The longest address the page lies under; the home page only for itself."""
    home = url_of(GROUPS[0].items[0])
    under = [url for url in urls if url and (url == path or (url != home and path.startswith(url)))]
    return max(under, key=len, default="")

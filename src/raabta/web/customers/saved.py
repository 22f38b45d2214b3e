"""Saved views of a list, as tabs above it."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from raabta.customers.models import SavedView
from raabta.web.http import HttpRequest

SHOWN = ("page", "view")


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool
    view: SavedView | None = None
    icon: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Views:
    tabs: list[Tab]
    current: SavedView | None
    query: str  # what a new view would keep
    is_changed: bool


def views_for(request: HttpRequest, resource: str) -> Views:
    """All people, then shared views and the reader's own."""
    held = SavedView.objects.filter(workspace=request.workspace, resource=resource)
    mine = held.filter(Q(is_shared=True) | Q(owner_id=request.user.pk)).order_by("position", "name")
    current = next((view for view in mine if str(view.pk) == request.GET.get("view")), None)
    query = kept(request.GET)
    tabs = [Tab(_("All"), request.path, current is None and not query)]
    for view in mine:
        url = f"{request.path}?{with_view(view)}"
        icon = "users" if view.is_shared else "lock"
        tabs.append(Tab(view.name, url, view == current, view, icon))
    changed = bool(current and kept(QueryDict(current.query)) != query)
    return Views(tabs, current, query, changed)


def kept(query: QueryDict) -> str:
    """The parameters that a view keeps, in one order."""
    found = QueryDict(mutable=True)
    for key in sorted(query):
        if key not in SHOWN and any(query.getlist(key)):
            found.setlist(key, query.getlist(key))
    return found.urlencode()


def with_view(view: SavedView) -> str:
    found = QueryDict(view.query, mutable=True)
    found["view"] = str(view.pk)
    return found.urlencode()

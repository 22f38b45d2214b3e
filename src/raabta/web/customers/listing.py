"""What the list of customers shows: which people, which columns, which page."""

from dataclasses import dataclass

from django.http import HttpRequest as DjangoRequest
from django.utils.translation import gettext as _

from raabta.audiences import queries as audiences
from raabta.audiences.rules import Rule, to_json
from raabta.audiences.selections import Matching
from raabta.customers.columns import DEFAULT, Column, columns_of, table_of
from raabta.customers.selection import Selection
from raabta.customers.selections import Everyone, Listed
from raabta.warehouse.engine.protocol import QueryStopped, WarehouseBusy
from raabta.web.customers.filters import Filters, read_filters
from raabta.web.http import HttpRequest
from raabta.web.paging import SIZE, Paged, asked_page

MOST_COLUMNS = 20


@dataclass(frozen=True)
class Listing(Paged):
    filters: Filters
    columns: list[Column]
    problem: str = ""


def listing(request: HttpRequest) -> Listing:
    """The page of the list that the address asks for."""
    filters = read_filters(request.workspace, request.GET)
    columns = chosen_columns(request)
    page = asked_page(request)
    sort, descending = _sort(request, columns)
    problem = filters.problem
    try:
        found = audiences.people(
            request.workspace,
            filters.rule,
            search=filters.search,
            sort=sort,
            descending=descending,
            limit=SIZE,
            offset=(page - 1) * SIZE,
        )
        ids, total = found.ids, found.total
    except (QueryStopped, WarehouseBusy):
        ids, total = [], 0
        problem = _("The list takes too long right now. Nothing is lost; please try again.")
    rows = table_of(request.workspace, columns, ids)
    return Listing(rows, total, page, filters, columns, problem)


def chosen_columns(request: HttpRequest) -> list[Column]:
    """The columns that the address names and this reader may see; the name comes first."""
    every = visible_columns(request)
    asked = ",".join(request.GET.getlist("columns")).split(",")
    wanted = [key for key in asked if key in every]
    keys = ["name", *(wanted or [k for k in default_columns(every) if k in every])]
    return [every[key] for key in dict.fromkeys(keys)][:MOST_COLUMNS]


def default_columns(every: dict[str, Column]) -> list[str]:
    """The usual columns; those of other contexts stand before the day of creation."""
    others = [key for key, column in every.items() if column.kind == "member"]
    more = [key for key in others if key not in DEFAULT and every[key].is_number]
    return [*DEFAULT[:-1], *more[:2], DEFAULT[-1]]


def visible_columns(request: HttpRequest) -> dict[str, Column]:
    found = columns_of(request.workspace)
    return {key: column for key, column in found.items() if request.may(column.permission)}


def selection(request: HttpRequest, rule: Rule, search: str) -> Selection:
    """The people a bulk form is about: the ticked ones, or all that match."""
    if request.POST.get("everything"):
        everybody = not rule.items and not search
        return Everyone() if everybody else Matching(rule=to_json(rule), search=search)
    return Listed(ids=ticked(request))


def ticked(request: DjangoRequest) -> list[int]:
    texts = request.POST.getlist("selected")
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]


def _sort(request: HttpRequest, columns: list[Column]) -> tuple[str, bool]:
    asked = request.GET.get("sort", "")
    known = {column.key: column.sort for column in columns}
    sort = known.get(asked.removeprefix("-"), "")
    return (sort, asked.startswith("-")) if sort else ("created_at", True)

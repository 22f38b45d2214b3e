"""A page of the people whom a rule describes, searched and sorted by the warehouse."""

from dataclasses import dataclass
from typing import Any

from raabta.audiences.profile import compared_as, inside_json
from raabta.audiences.question import Question
from raabta.audiences.rules import Rule, expression
from raabta.audiences.searching import searched
from raabta.warehouse.queries import fetch
from raabta.workspaces.models import Workspace

SORTS = frozenset(
    {"name", "first_name", "last_name", "email", "phone", "language", "country", "city",
     "company_name", "source", "external_id", "created_at", "updated_at", "customer_id"}
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """Ids in the order asked for; `total` counts everybody found, not only this page."""

    ids: list[int]
    total: int


def people(
    workspace: Workspace,
    rule: Rule,
    *,
    search: str = "",
    sort: str = "",
    descending: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> Page:
    """People of the rule whose name, address, phone, number or company has all searched words,
    in this or another spelling.

    `sort` is one of SORTS or "attributes.<key>"; newest first without one.
    """
    asked = Question(workspace)
    found = asked.customer.filter(expression(rule, asked))
    found = searched(found, search, asked)
    total = int(fetch(found.count())[0][0])
    if not total or offset >= total:
        return Page([], total)
    by, falls = _order(found, sort, asked), descending if sort else True
    first = by.desc() if falls else by.asc()
    order = [first]
    if sort and sort != "customer_id":
        order.append(found.customer_id.desc() if falls else found.customer_id.asc())
    rows = fetch(found.order_by(order).select("customer_id").limit(limit, offset=offset))
    return Page([pk for (pk,) in rows], total)


def _order(found: Any, sort: str, asked: Question) -> Any:
    from raabta.warehouse.functions import from_json

    if sort.startswith("attributes."):
        key = sort.removeprefix("attributes.")
        value = from_json(found.attributes, key)
        compared = compared_as(sort, asked)
        if compared == "money":
            value = inside_json(sort, "minor", found)
        return value.try_cast("float64") if compared in {"number", "money"} else value
    return found[sort] if sort in SORTS else found.customer_id

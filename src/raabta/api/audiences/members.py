"""Who is in an audience, and why somebody is or is not."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from raabta.api.access import ApiRequest, allowed, demand
from raabta.api.audiences.rules import audience_of, kept_rule
from raabta.api.customers.shapes import CustomerOut, shaped
from raabta.api.problems import problems_from
from raabta.api.shapes import Id, Page, PageQuery
from raabta.audiences.queries import Line, explain
from raabta.audiences.queries.membership import members_rule
from raabta.audiences.question import Question
from raabta.audiences.rules import BadRule, Rule, expression
from raabta.customers.queries import people, people_by_id
from raabta.warehouse.queries import fetch
from raabta.workspaces.models import Workspace

router = Router()


class ExplanationOut(Schema):
    """A group or condition, whether it holds for the customer, and what it looked at."""

    path: str
    text: str
    holds: bool
    seen: dict[str, Any]
    match: str | None = Field(description="Of a group: all, any or none.")
    lines: list["ExplanationOut"]


@router.get(
    "/{int:audience_id}/members", response=Page[CustomerOut], summary="List who is in an audience"
)
@allowed("audiences.view")
def index(request: ApiRequest, audience_id: Id, query: Query[PageQuery]) -> Any:
    demand(request, "customers.view")
    workspace = request.auth.workspace
    with problems_from("Change the rule first.", conflicts=(BadRule,)):
        rule = members_rule(audience_of(workspace, audience_id))
    ids = _members(workspace, rule, query)
    shown = ids[: query.limit]
    return {
        "data": shaped(request.auth, people_by_id(workspace, shown)),
        "next_cursor": str(shown[-1]) if len(ids) > query.limit else None,
    }


@router.get(
    "/{int:audience_id}/explain/{int:customer_id}",
    response=ExplanationOut,
    summary="Why a customer is in an audience or not",
)
@allowed("audiences.view")
def show(request: ApiRequest, audience_id: Id, customer_id: Id) -> Any:
    demand(request, "customers.view")
    workspace = request.auth.workspace
    rule = kept_rule(audience_of(workspace, audience_id))
    get_object_or_404(people(workspace), pk=customer_id)
    found = explain(workspace, rule, customer_id)
    if found is None:
        raise Http404
    return explained(found)


def _members(workspace: Workspace, rule: Rule, query: PageQuery) -> list[int]:
    """Ids from the newest, one more than the page holds when there are more."""
    asked = Question(workspace)
    found = asked.customer.filter(expression(rule, asked))
    if query.cursor:
        found = found.filter(found.customer_id < int(query.cursor))
    ordered = found.order_by(found.customer_id.desc()).select("customer_id")
    return [pk for (pk,) in fetch(ordered.limit(query.limit + 1))]


def explained(line: Line) -> ExplanationOut:
    return ExplanationOut(
        path=line.path,
        text=line.text,
        holds=line.holds,
        seen=line.seen,
        match=line.match.value if line.match else None,
        lines=[explained(one) for one in line.lines],
    )

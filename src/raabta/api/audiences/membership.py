"""How the members of audiences stand: history, uses, frozen ones, one person in all of them."""

from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed, demand
from raabta.api.audiences.members import ExplanationOut, explained
from raabta.api.audiences.rules import AudienceOut, audience_of, shaped
from raabta.api.problems import problems_from
from raabta.api.shapes import Body, Id, Text
from raabta.audiences import queries, services
from raabta.audiences.queries import Reach
from raabta.audiences.queries.membership import fresh_as_of, kept
from raabta.audiences.rules import BadRule
from raabta.customers.queries import people

router = Router()


class DayOut(Schema):
    day: date
    count: int = Field(description="Members at the end of the day.")
    entered: int
    left: int


class MembershipOut(Schema):
    is_kept: bool = Field(description="Whether changes are followed; false until it is built.")
    size: int | None
    as_of: datetime = Field(description="Changes before this moment are in it.")
    entered_today: int
    left_today: int


class UseOut(Schema):
    kind: str
    label: str
    is_over: bool = Field(description="Such as a finished campaign: it blocks nothing.")
    reaches: list["UseOut"] = Field(description="What uses that one in turn.")


class FreezeIn(Body):
    name: Text = Field(min_length=1, max_length=120, pattern=r"\S", examples=["Lahore, 1 May"])


class StandingOut(Schema):
    audience_id: int
    name: str
    is_member: bool
    explanation: ExplanationOut


@router.get(
    "/explain/{int:customer_id}",
    response=list[StandingOut],
    summary="Every audience for one customer, and why",
)
@allowed("audiences.view")
def explain_customer(request: ApiRequest, customer_id: Id) -> Any:
    demand(request, "customers.view")
    workspace = request.auth.workspace
    get_object_or_404(people(workspace), pk=customer_id)
    found = queries.explain_all(workspace, customer_id)
    if found is None:
        raise Http404
    return [
        StandingOut(
            audience_id=one.audience.pk,
            name=one.audience.name,
            is_member=one.line.holds,
            explanation=explained(one.line),
        )
        for one in found
    ]


@router.get(
    "/{int:audience_id}/membership", response=MembershipOut, summary="How the members stand"
)
@allowed("audiences.view")
def show_membership(request: ApiRequest, audience_id: Id) -> Any:
    workspace = request.auth.workspace
    audience = audience_of(workspace, audience_id)
    standing, today = kept(audience), queries.today_of(workspace, audience)
    return MembershipOut(
        is_kept=standing is not None,
        size=standing.size if standing else None,
        as_of=fresh_as_of(workspace),
        entered_today=today.entered,
        left_today=today.left,
    )


@router.get("/{int:audience_id}/history", response=list[DayOut], summary="An audience by day")
@allowed("audiences.view")
def show_history(request: ApiRequest, audience_id: Id) -> Any:
    """The last 90 days on which it was counted, oldest first."""
    workspace = request.auth.workspace
    days = queries.history_of(workspace, audience_of(workspace, audience_id))
    return [DayOut(day=one.on, count=one.count, entered=one.entered, left=one.left) for one in days]


@router.get("/{int:audience_id}/uses", response=list[UseOut], summary="What uses an audience")
@allowed("audiences.view")
def list_uses(request: ApiRequest, audience_id: Id) -> Any:
    """Directly, and through other audiences: all that a change of the rule reaches."""
    workspace = request.auth.workspace
    audience = audience_of(workspace, audience_id)
    return [_use(one) for one in queries.reach_of(workspace, audience.pk)]


@router.post(
    "/{int:audience_id}/freeze", response={201: AudienceOut}, summary="Keep who is in it now"
)
@allowed("audiences.edit")
def freeze(request: ApiRequest, audience_id: Id, body: FreezeIn) -> Any:
    """A new audience of those who are in this one now; the rule no longer matters to it."""
    workspace = request.auth.workspace
    held = audience_of(workspace, audience_id)
    with problems_from("Nothing was created.", conflicts=(services.NameTaken,), invalid=(BadRule,)):
        made = services.freeze_audience(
            workspace=workspace, actor=request.auth.actor, audience=held, name=body.name.strip()
        )
    return Status(201, shaped(workspace, [made])[0])


def _use(found: Reach) -> UseOut:
    use = found.use
    return UseOut(
        kind=str(use.kind),
        label=use.label,
        is_over=use.is_over,
        reaches=[_use(one) for one in found.reaches],
    )

"""What happened with a company and its people: `/companies/{id}/timeline`."""

from datetime import datetime
from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.companies.records import living
from raabta.api.shapes import Id, Moment, Text
from raabta.customers.company_timeline import company_timeline_sources
from raabta.customers.timeline import Told, read_timeline, sources_for

router = Router()


class TimelineQuery(Schema):
    kind: Text = Field(
        "",
        max_length=200,
        description="Only these kinds, with commas between.",
        examples=["orders"],
    )
    before: Moment | None = Field(None, description="`next_before` of the page before.")
    limit: int = Field(40, ge=1, le=200)


class TimelineEntry(Schema):
    at: datetime
    kind: str = Field(description="notes, changes, orders, messages and so on.")
    id: str
    title: str
    text: str
    by: str
    person: str = Field(description="Whom it is about; empty for the company itself.")
    amount_minor: int | None
    currency: str | None


class TimelineOut(Schema):
    data: list[TimelineEntry]
    next_before: datetime | None = Field(description="Null on the last page.")


@router.get("/{int:company_id}/timeline", response=TimelineOut, summary="A company's timeline")
@allowed("customers.view")
def index(request: ApiRequest, company_id: Id, query: Query[TimelineQuery]) -> Any:
    """Newest first; kinds that the key lacks the scope for are left out."""
    workspace = request.auth.workspace
    living(workspace, company_id)
    sources = sources_for(request.auth.may, company_timeline_sources)
    kinds = set(filter(None, query.kind.split(",")))
    read = read_timeline(
        workspace,
        company_id,
        sources=[one for one in sources if not kinds or one.key in kinds],
        before=query.before,
        limit=query.limit,
    )
    return TimelineOut(data=[_out(told) for told in read.entries], next_before=read.next_before)


def _out(told: Told) -> TimelineEntry:
    entry, source = told.entry, told.source
    return TimelineEntry(
        at=entry.at,
        kind=source.key,
        id=entry.id,
        title=str(entry.title),
        text=entry.text,
        by=entry.by,
        person=entry.whose,
        amount_minor=entry.amount.minor if entry.amount else None,
        currency=entry.amount.currency if entry.amount else None,
    )

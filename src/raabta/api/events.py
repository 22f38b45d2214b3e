"""Events: `/events`."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.customers.known import Who, ids_of
from raabta.api.shapes import LARGEST_ID, Body, HappenedAt, Id, JsonObject, Page, Text, refuse
from raabta.audiences.question import moment
from raabta.customers.queries import people
from raabta.kernel.rows import from_json
from raabta.tracking.event import IncomingEvent
from raabta.tracking.services import BadEvents, accept_events
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.warehouse.warehouse_tables.event import TYPED

router = Router()
MOST = 1_000
COLUMNS = ("event_id", "customer_id", "name", "occurred_at", "received_at", "properties")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class EventIn(Who):
    """What a customer did; say who by customer_id, external_id or email, the first that is there."""

    name: Text = Field(min_length=1, max_length=200, pattern=r"\S", examples=["product_viewed"])
    occurred_at: HappenedAt | None = Field(None, description="Now, if absent.")
    message_id: Text = Field(
        "", max_length=200, description="Yours; an event that comes again with it counts once."
    )
    properties: JsonObject = Field({}, examples=[{"sku": "85123A", "value": 1250}])


class EventsIn(Body):
    events: list[EventIn] = Field(min_length=1, max_length=MOST)


class Accepted(Schema):
    accepted: int


class EventOut(Schema):
    id: int
    customer_id: int
    name: str
    occurred_at: datetime
    received_at: datetime
    properties: dict[str, Any]


class EventQuery(Schema):
    customer_id: Id
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(
        None,
        pattern=r"^-?[0-9]{1,16}_[0-9]{1,19}$",
        description="`next_cursor` of the page before.",
    )


@router.post("", response={202: Accepted}, summary="Send up to 1,000 events")
@allowed("customers.edit")
def create(request: ApiRequest, body: EventsIn) -> Any:
    """Answers when the events are safely stored; audiences see them moments later."""
    workspace = request.auth.workspace
    ids = ids_of(workspace, body.events)
    missing = "Say who by customer_id, external_id or email of a customer."
    refuse(
        [
            {"where": f"body.events.{at}", "message": missing}
            for at, customer_id in enumerate(ids)
            if customer_id is None
        ]
    )
    try:
        accepted = accept_events(
            workspace=workspace,
            events=[
                IncomingEvent(
                    customer_id=customer_id or 0,
                    name=event.name.strip(),
                    properties=event.properties,
                    occurred_at=event.occurred_at,
                    message_id=event.message_id,
                )
                for event, customer_id in zip(body.events, ids, strict=True)
            ],
        )
    except BadEvents as error:
        refuse([{"where": f"body.events.{p.index}", "message": p.message} for p in error.problems])
        raise
    return Status(202, Accepted(accepted=accepted))


@router.get("", response=Page[EventOut], summary="Events of one customer, newest first")
@allowed("customers.view")
def index(request: ApiRequest, query: Query[EventQuery]) -> Any:
    workspace = request.auth.workspace
    get_object_or_404(people(workspace), pk=query.customer_id)
    table = Tables(workspace.pk).event
    rows = table.filter(table.customer_id == query.customer_id)
    if query.cursor:
        rows = _after(rows, query.cursor)
    ordered = rows.order_by(rows.occurred_at.desc(), rows.event_id.desc())
    found = fetch(ordered.select(*COLUMNS, *TYPED).limit(query.limit + 1))
    shown = found[: query.limit]
    return {
        "data": [_shape(row) for row in shown],
        "next_cursor": _cursor(shown[-1]) if len(found) > query.limit else None,
    }


def _after(rows: Any, cursor: str) -> Any:
    micros, event_id = (int(part) for part in cursor.split("_"))
    at = moment(EPOCH + micros * MICROSECOND)
    same = (rows.occurred_at == at) & (rows.event_id < min(event_id, LARGEST_ID))
    return rows.filter((rows.occurred_at < at) | same)


def _cursor(row: tuple[Any, ...]) -> str:
    return f"{(_utc(row[3]) - EPOCH) // MICROSECOND}_{row[0]}"


def _shape(row: tuple[Any, ...]) -> EventOut:
    event_id, customer_id, name, occurred_at, received_at, properties, *typed = row
    held = {key: value for key, value in zip(TYPED, typed, strict=True) if value not in {None, ""}}
    return EventOut(
        id=event_id,
        customer_id=customer_id,
        name=name,
        occurred_at=_utc(occurred_at),
        received_at=_utc(received_at),
        properties={**held, **from_json(properties)},
    )


def _utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)

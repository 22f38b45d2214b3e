"""The people behind a number of a report, and their count: the same question, listed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from raabta.campaigns.models import Campaign
from raabta.customers.models import Customer
from raabta.insights.queries.campaign import conditions, messages_of, purchases
from raabta.messaging.models import Engagement
from raabta.warehouse.queries import fetch, stream

PAGE = 50
# numbers made of orders; the second word says from which moment the window counts
SALES = {
    "buyers": ("sent", "sent_at"),
    "mailed_buyers": ("mailed", "planned_at"),
    "held_out_buyers": ("held_out", "planned_at"),
}


@dataclass(frozen=True)
class Person:
    """One row of a list behind a number; orders and revenue only where the number is of sales."""

    customer_id: int
    name: str
    email: str
    language: str
    state: str
    reason: str
    sent_at: datetime | None
    opened_at: datetime | None
    clicked_at: datetime | None
    orders: int = 0
    revenue_minor: int = 0


@dataclass(frozen=True)
class Page:
    people: list[Person]
    total: int


def behind(campaign: Campaign, number: str, *, value: str = "", page: int = 1) -> Page:
    """The people behind a number, newest message first, biggest spender first for sales.

    `value` narrows it: a rule's key for "refused", a language for any, a link for "clicked".
    Raises KeyError when the report has no such number.
    """
    rows = question(campaign, number, value)
    ((total,),) = fetch(rows.aggregate(n=rows.count()))
    keys = order_of(rows, number)
    found = fetch(rows.order_by(keys).limit(PAGE, offset=PAGE * (page - 1)))
    return Page(people=list(_people(found)), total=int(total))


def everybody_behind(campaign: Campaign, number: str, *, value: str = "") -> Iterator[Person]:
    """All of them, in blocks, for an export. Raises KeyError."""
    rows = question(campaign, number, value)
    for block in stream(rows.order_by(order_of(rows, number)), size=5_000):
        yield from _people(block)


def question(campaign: Campaign, number: str, value: str) -> Any:
    rows = messages_of(campaign)
    if number in SALES:
        return _sales_question(campaign, rows, number, value)
    rows = _narrowed(campaign, rows, number, value).filter(lambda t: conditions(t)[number])
    return _columns(rows.mutate(orders=0, revenue_minor=0))


def order_of(rows: Any, number: str) -> list[Any]:
    newest = rows.message_id.desc()
    return [rows.revenue_minor.desc(), newest] if number in SALES else [newest]


def _sales_question(campaign: Campaign, rows: Any, number: str, value: str) -> Any:
    group, since = SALES[number]
    if group == "mailed":
        rows = rows.filter(conditions(rows)["mailed"])
    elif group == "held_out":
        rows = rows.filter(rows.state == "held_out")
    if value:
        rows = rows.filter(rows.language == value)
    bought = purchases(campaign, rows, since=since)
    each = bought.group_by("message_id").aggregate(
        orders=bought.order_id.nunique(), revenue_minor=bought.net_minor.sum()
    )
    joined = rows.join(each, rows.message_id == each.message_id)
    return _columns(joined)


def _narrowed(campaign: Campaign, rows: Any, number: str, value: str) -> Any:
    if not value:
        return rows
    if number == "refused":
        return rows.filter(rows.reason == value)
    if number == "clicked" and "://" in value:
        clicks = Engagement.objects.filter(
            kind=Engagement.Kind.CLICK,
            is_machine=False,
            link__origin=campaign.origin,
            link__url=value,
        )
        ids = sorted(set(clicks.values_list("message_id", flat=True)))
        return rows.filter(rows.message_id.isin(ids)) if ids else rows.filter(rows.message_id < 0)
    return rows.filter(rows.language == value)


def _columns(rows: Any) -> Any:
    return rows.select(
        "message_id",
        "customer_id",
        "language",
        "state",
        "reason",
        "sent_at",
        "opened_at",
        "clicked_at",
        "orders",
        "revenue_minor",
    )


def _people(found: list[tuple[Any, ...]]) -> Iterator[Person]:
    ids = [row[1] for row in found if row[1] is not None]
    known = Customer.objects.in_bulk(ids)
    for _message, pk, language, state, reason, sent, opened, clicked, orders, revenue in found:
        person = known.get(pk)
        yield Person(
            customer_id=pk or 0,
            name=person.name if person else "",
            email=person.email if person else "",
            language=language,
            state=state,
            reason=reason,
            sent_at=_aware(sent),
            opened_at=_aware(opened),
            clicked_at=_aware(clicked),
            orders=int(orders or 0),
            revenue_minor=int(revenue or 0),
        )


def _aware(at: datetime | None) -> datetime | None:
    """The engines answer in UTC, one of them without saying so."""
    return at if at is None or at.tzinfo is not None else at.replace(tzinfo=UTC)

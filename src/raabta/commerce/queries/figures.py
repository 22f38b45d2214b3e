"""What people bought, as stages and scores need it: of everybody from the warehouse, of a few from
the records. Both give the same figures.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from raabta.audiences.question import Question
from raabta.commerce.conditions import placed
from raabta.commerce.lifecycle import NOTHING, Figures
from raabta.commerce.models import Order
from raabta.commerce.rfm import PARTS, Edges
from raabta.warehouse.queries import fetch, stream
from raabta.workspaces.models import Workspace

SECONDS = 600.0
DAY = 86_400.0


def everybody(asked: Question, lookback: int) -> Iterator[list[tuple[int, Figures]]]:
    """Everybody with an order that counts, by ascending id, in blocks."""
    people = _people(asked, lookback)
    for block in stream(people.order_by("customer_id")):
        yield [
            (pk, _figures(asked.zone, orders, last, before, recent, net))
            for pk, orders, last, before, recent, net in block
        ]


def edges(asked: Question, lookback: int) -> tuple[Edges, int]:
    """The edges between the quintiles of the window's buyers, and how many buyers there are."""
    import ibis

    people = _people(asked, lookback)
    buyers = people.filter(people.recent > 0)
    cut = {
        name: ibis.ntile(PARTS).over(order_by=[buyers[name], buyers.customer_id])
        for name in ("last", "recent", "net")
    }
    parted = buyers.mutate(**{f"part_{name}": part for name, part in cut.items()})
    greatest = {
        f"{name}_{part}": parted[name].max(where=parted[f"part_{name}"] == part)
        for name in cut
        for part in range(PARTS - 1)
    }
    row = fetch(parted.aggregate(buyers=parted.count(), **greatest), seconds=SECONDS)[0]
    count, values = int(row[0]), row[1:]
    if not count:
        return Edges([], [], []), 0
    last, recent, net = (_filled(values[at : at + 4]) for at in (0, 4, 8))
    days = [day_at(at, asked.zone) for at in last]
    return Edges(days, [int(n) for n in recent], [int(minor) for minor in net]), count


def _filled(values: Any) -> list[Any]:
    """With fewer than five buyers the last parts are empty, and end where those before do."""
    found: list[Any] = []
    for value in values:
        found.append(found[-1] if value is None else value)
    return found


def median_gap(asked: Question) -> tuple[float | None, int]:
    """The median of the days between two orders of one person, and how many such gaps there are."""
    import ibis

    rows = placed(asked)
    window = ibis.window(group_by="customer_id", order_by=["placed_at", "order_id"])
    paired = rows.select("placed_at", before=rows.placed_at.lag().over(window))
    gaps = paired.filter(paired.before.notnull())
    days = (gaps.placed_at.epoch_seconds() - gaps.before.epoch_seconds()) / DAY
    median, count = fetch(gaps.aggregate(median=days.median(), n=gaps.count()), seconds=SECONDS)[0]
    return (round(float(median), 2) if count else None), int(count)


def _people(asked: Question, lookback: int) -> Any:
    import ibis

    rows = placed(asked)
    window = ibis.window(
        group_by="customer_id", order_by=[ibis.desc("placed_at"), ibis.desc("order_id")]
    )
    ranked = rows.mutate(
        place=ibis.row_number().over(window),
        is_recent=rows.placed_at >= asked.start_of(asked.days_ago(lookback)),
    )
    earned = ranked.is_recent & (ranked.currency == asked.workspace.currency)
    return ranked.group_by("customer_id").aggregate(
        orders=ranked.count(),
        last=ranked.placed_at.max(),
        before=ranked.placed_at.max(where=ranked.place == 1),
        recent=ranked.is_recent.cast("int64").sum(),
        net=ibis.ifelse(earned, ranked.net_minor, 0).sum(),
    )


def of_people(
    workspace: Workspace, customer_ids: Collection[int], today: date, lookback: int
) -> dict[int, Figures]:
    """From the records; who has no order that counts has NOTHING."""
    zone = ZoneInfo(workspace.time_zone or "UTC")
    since = datetime.combine(today - timedelta(days=lookback), time(), zone)
    held = Order.objects.filter(
        workspace=workspace, customer__in=customer_ids, state=Order.State.PLACED
    ).order_by("customer_id", "placed_at", "pk")
    found: dict[int, list[Any]] = {}
    for pk, at, currency, total, refunded in held.values_list(
        "customer_id", "placed_at", "currency", "total_minor", "refunded_minor"
    ):
        one = found.setdefault(pk or 0, [0, None, None, 0, 0])
        one[0], one[1], one[2] = one[0] + 1, at, one[1]
        if at >= since:
            one[3] += 1
            one[4] += total - refunded if currency == workspace.currency else 0
    figures = {pk: _figures(zone, *one) for pk, one in found.items()}
    return {pk: figures.get(pk, NOTHING) for pk in customer_ids}


def _figures(
    zone: ZoneInfo, orders: int, last: datetime, before: datetime | None, *window: int
) -> Figures:
    last_on = day_at(last, zone)
    gap = (last_on - day_at(before, zone)).days if before else None
    recent, net = window
    return Figures(int(orders), last_on, gap, int(recent), int(net))


def day_at(at: datetime, zone: ZoneInfo) -> date:
    """The day it was at the workspace; the engines' moments are UTC."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(zone).date()

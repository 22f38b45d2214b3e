"""The number on the audience page against the same question in hand-written DuckDB SQL.

    python benchmarks/audiences.py [--customers 1000000] [--events 20000000] [--data FOLDER]

Both run in turn in this process on the same engine. Ours includes building and compiling the
Ibis expression. Goal: median within 300 ms, and at most 2.5 times the hand-written query.
"""

import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))
import worlds

ROUNDS = 9
GOAL_MS, GOAL_RATIO = 300, 2.5
ALL = "SELECT count(*) FROM customer c WHERE c.workspace_id = {w} AND "


def c(key: str, **params: Any) -> dict[str, Any]:
    return {"key": key, "params": params}


def every(*items: dict[str, Any]) -> dict[str, Any]:
    return {"match": "all", "items": list(items)}


def either(*items: dict[str, Any]) -> dict[str, Any]:
    return {"match": "any", "items": list(items)}


def since(days: int) -> str:
    return "TIMESTAMP '{midnight}' - INTERVAL " + str(days) + " DAY"


MINE = "FROM event WHERE workspace_id = {w} AND name = "
PLACED = "FROM \"order\" WHERE workspace_id = {w} AND state = 'placed'"
QUESTIONS: list[tuple[str, dict[str, Any], str]] = [
    (
        "Everyone",
        every(),
        "SELECT count(*) FROM customer WHERE workspace_id = {w}",
    ),
    (
        "Country and language",
        every(
            c("attribute_choice", field="country", values=["PK", "BD"]),
            c("attribute_choice", field="language", values=["ur"]),
        ),
        ALL + "country IN ('PK', 'BD') AND language = 'ur'",
    ),
    (
        "City, in any case",
        every(c("attribute_text", field="city", operator="is", value="lahore")),
        ALL + "lower(city) = 'lahore'",
    ),
    (
        "Points at least 300 (custom number)",
        every(c("attribute_number", field="attributes.points", amount=300)),
        ALL + "TRY_CAST(attributes->>'$.points' AS DOUBLE) >= 300",
    ),
    (
        "Birthday in the next 14 days",
        every(c("attribute_date", field="attributes.birthday", operator="anniversary", days=14)),
        ALL
        + "substr(attributes->>'$.birthday', 6, 5) IN (SELECT strftime(DATE '{today}' + n::INT, "
        "'%m-%d') FROM range(15) r(n))",
    ),
    (
        "Purchased at least twice in 30 days",
        every(c("event", name="Purchased", amount=2, span="last", days=30)),
        ALL
        + "customer_id IN (SELECT customer_id "
        + MINE
        + "'Purchased' AND occurred_at >= "
        + since(30)
        + " GROUP BY 1 HAVING count(*) >= 2)",
    ),
    (
        "Viewed anything 10 times, ever",
        every(c("event", name="Viewed product", amount=10)),
        ALL
        + "customer_id IN (SELECT customer_id "
        + MINE
        + "'Viewed product' GROUP BY 1 HAVING count(*) >= 10)",
    ),
    (
        "Viewed shoes above 50 in 90 days, no purchase",
        every(
            c(
                "event",
                name="Viewed product",
                span="last",
                days=90,
                filters=[
                    {"name": "category", "operator": "is", "value": "shoes"},
                    {"name": "value", "operator": "more_than", "value": "50"},
                ],
            ),
            c("event", name="Purchased", did="did_not", span="last", days=90),
        ),
        ALL
        + "customer_id IN (SELECT customer_id "
        + MINE
        + "'Viewed product' AND lower(category) = "
        "'shoes' AND value > 50 AND occurred_at >= "
        + since(90)
        + ") AND customer_id NOT IN (SELECT customer_id "
        + MINE
        + "'Purchased' AND occurred_at >= "
        + since(90)
        + ")",
    ),
    (
        "Viewed something red in 180 days (JSON)",
        every(
            c(
                "event",
                name="Viewed product",
                span="last",
                days=180,
                filters=[{"name": "color", "operator": "is", "value": "red"}],
            )
        ),
        ALL
        + "customer_id IN (SELECT customer_id "
        + MINE
        + "'Viewed product' AND occurred_at >= "
        + since(180)
        + " AND lower(properties->>'$.color') = 'red')",
    ),
    (
        "Spent at least 1,000 in a year",
        every(c("order_money", fact="revenue", amount=1000, span="last", days=365)),
        ALL
        + "customer_id IN (SELECT customer_id "
        + PLACED
        + " AND currency = 'PKR' AND placed_at >= "
        + since(365)
        + " GROUP BY 1 HAVING sum(net_minor) >= 100000)",
    ),
    (
        "Last order more than 180 days ago",
        every(c("order_day", which="last", span="ago", days=180)),
        ALL
        + "customer_id IN (SELECT customer_id "
        + PLACED
        + " GROUP BY 1 HAVING max(placed_at) < "
        + since(180)
        + ")",
    ),
    (
        "Bought tea or books in a year",
        every(c("bought", by="category", values=["tea", "books"], span="last", days=365)),
        ALL
        + "customer_id IN (SELECT l.customer_id FROM order_line l WHERE l.workspace_id = {w} AND "
        "l.kind = 'item' AND l.quantity > 0 AND lower(l.category) IN ('tea', 'books') AND l.placed_at "
        ">= " + since(365) + ' AND l.order_id NOT IN (SELECT order_id FROM "order" WHERE '
        "workspace_id = {w} AND state <> 'placed'))",
    ),
    (
        "Opened in 30 days, consented",
        every(
            c("message_engagement", what="opened", span="last", days=30),
            c("consent"),
        ),
        ALL + "customer_id IN (SELECT customer_id FROM message WHERE workspace_id = {w} AND "
        "opened_at >= " + since(30) + ") AND customer_id IN (SELECT customer_id FROM consent WHERE "
        "workspace_id = {w} AND purpose = 'marketing' AND channel = 'email' AND state = 'granted')",
    ),
    (
        "A tenth by chance",
        every(c("random_share", percent=10, salt="spring")),
        ALL + "hash(dice) % 10 = 0",
    ),
    (
        "Nested: vips or buyers, not lapsed, in Pakistan",
        every(
            c("attribute_choice", field="country", values=["PK"]),
            either(
                c("tag", tags=["vip"]),
                c("order_count", amount=3, span="last", days=365),
                c("event", name="Added to cart", amount=5, span="last", days=60),
            ),
            {
                "match": "none",
                "items": [c("event", name="Returned", span="last", days=90)],
            },
        ),
        ALL
        + "country = 'PK' AND (list_contains(tags, 'vip') OR customer_id IN (SELECT customer_id "
        + PLACED
        + " AND placed_at >= "
        + since(365)
        + " GROUP BY 1 HAVING count(*) >= 3) OR "
        "customer_id IN (SELECT customer_id "
        + MINE
        + "'Added to cart' AND occurred_at >= "
        + since(60)
        + " GROUP BY 1 HAVING count(*) >= 5)) AND customer_id NOT IN (SELECT customer_id "
        + MINE
        + "'Returned' AND occurred_at >= "
        + since(90)
        + ")",
    ),
]


def timed(function: Any) -> tuple[float, Any]:
    began = perf_counter()
    found = function()
    return (perf_counter() - began) * 1000, found


class Measured(NamedTuple):
    """What both said, and the medians in milliseconds."""

    people: int
    by_hand: int
    ours: float
    theirs: float
    preview: float


def measured(workspace: Any, engine: Any, rule: Any, by_hand: str) -> Measured:
    from raabta.audiences.queries import count, preview

    ours, theirs, previews = [], [], []
    for _round in range(ROUNDS):
        took, people = timed(lambda: count(workspace, rule))
        ours.append(took)
        took, rows = timed(lambda: engine.fetch(by_hand))
        theirs.append(took)
        previews.append(timed(lambda: preview(workspace, rule))[0])
    return Measured(people, rows[0][0], median(ours), median(theirs), median(previews))


def main() -> int:
    given = worlds.arguments(__doc__ or "")
    worlds.ready()
    workspace = worlds.made(customers=given.customers, events=given.events)
    from raabta.audiences.question import Question
    from raabta.audiences.rules import parse
    from raabta.warehouse.preparing import prepared
    from raabta.workspaces.scoped import working_in

    engine, asked = prepared(), Question(workspace)
    midnight = asked.start_of(asked.today).op().arg.value
    words = {"w": workspace.pk, "midnight": midnight, "today": asked.today.isoformat()}
    medians, ratios, failed = [], [], False
    print(f"{given.customers:,} customers, {given.events:,} events; medians of {ROUNDS} in ms")
    print(f"{'question':<48}{'people':>10}{'count':>8}{'by hand':>9}{'ratio':>7}{'preview':>9}")
    with working_in(workspace):
        for name, data, sql in QUESTIONS:
            found = measured(workspace, engine, parse(data), sql.format(**words))
            same = name == "A tenth by chance" or found.people == found.by_hand
            ratio = found.ours / found.theirs
            medians.append(found.ours)
            ratios.append(ratio)
            failed |= not same
            print(
                f"{name:<48}{found.people:>10,}{found.ours:>8.0f}{found.theirs:>9.0f}{ratio:>7.2f}"
                f"{found.preview:>9.0f}{'' if same else f'  DIFFERS: {found.by_hand:,}'}"
            )
    print(f"{'median of all':<58}{median(medians):>8.0f}{'':>9}{median(ratios):>7.2f}")
    print(f"slowest {max(medians):.0f} ms (goal {GOAL_MS}), highest ratio {max(ratios):.2f} "
          f"(goal {GOAL_RATIO})")  # fmt: skip
    engine.close()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

"""Values computed for everybody: traits of each kind, and RFM with stages; yardstick: DuckDB SQL.

    python benchmarks/traits.py --customers 1000000 --events 20000000

Ours is the whole way to what would be stored: the query, its rows, and the value of each. The
yardstick is hand-written SQL whose rows are fetched and counted.
"""

import resource
import sys
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import worlds

MINE = "FROM event WHERE workspace_id = {w} AND name = 'Viewed product' AND customer_id > 0"
PLACED = "FROM \"order\" WHERE workspace_id = {w} AND state = 'placed' AND customer_id IS NOT NULL"
PEOPLE = f"""
SELECT customer_id, count(*) AS orders, max(placed_at) AS last,
  max(placed_at) FILTER (place = 2) AS before,
  count(*) FILTER (placed_at >= '{{year}}'::TIMESTAMP) AS recent,
  coalesce(sum(net_minor) FILTER (placed_at >= '{{year}}'::TIMESTAMP AND currency = 'PKR'), 0) AS net
FROM (SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY placed_at DESC, order_id DESC)
  AS place {PLACED}) GROUP BY 1"""
RFM = f"""
WITH people AS ({PEOPLE}), scored AS (SELECT customer_id, ntile(5) OVER (ORDER BY last, customer_id)
  AS r, ntile(5) OVER (ORDER BY recent, customer_id) AS f, ntile(5) OVER (ORDER BY net, customer_id)
  AS m FROM people WHERE recent > 0)
SELECT p.customer_id, r, f, m, CASE WHEN last < '{{lapsed}}'::TIMESTAMP THEN 'lapsed'
  WHEN last < '{{at_risk}}'::TIMESTAMP THEN 'at_risk' WHEN orders = 1 THEN 'first'
  WHEN last - before > INTERVAL 180 DAY THEN 'won_back' ELSE 'active' END
FROM people p LEFT JOIN scored s USING (customer_id) ORDER BY 1"""
VIEWED = {"name": "Viewed product"}
OF = {**VIEWED, "property": "value"}
CASES: list[tuple[str, dict[str, Any], str]] = [
    ("count", VIEWED, f"SELECT customer_id, count(*) {MINE} GROUP BY 1"),
    ("total", OF, f"SELECT customer_id, sum(value) {MINE} AND value IS NOT NULL GROUP BY 1"),
    ("days_since", VIEWED, f"SELECT customer_id, max(occurred_at) {MINE} GROUP BY 1"),
    (
        "last",
        {**VIEWED, "property": "category"},
        (
            "SELECT customer_id, arg_max(category, (occurred_at, event_id)) "
            f"{MINE} AND category <> '' GROUP BY 1"
        ),
    ),
    (
        "most_frequent",
        {**VIEWED, "property": "category"},
        (
            "SELECT customer_id, category FROM (SELECT customer_id, category, row_number() OVER "
            "(PARTITION BY customer_id ORDER BY count(*) DESC, category) AS place "
            f"{MINE} AND category <> '' GROUP BY 1, 2) WHERE place = 1"
        ),
    ),
    ("order_total", {}, f"SELECT customer_id, sum(net_minor) {PLACED} GROUP BY 1"),
    (
        "order_category",
        {},
        (
            "SELECT customer_id, category FROM (SELECT customer_id, category, row_number() OVER "
            "(PARTITION BY customer_id ORDER BY sum(quantity) DESC, category) AS place FROM order_line "
            "WHERE workspace_id = {w} AND kind = 'item' AND quantity > 0 AND category <> '' AND order_id "
            "NOT IN (SELECT order_id FROM \"order\" WHERE workspace_id = {w} AND state <> 'placed') "
            "GROUP BY 1, 2) WHERE place = 1"
        ),
    ),
]


def timed(function: Callable[[], int]) -> tuple[float, int]:
    began = perf_counter()
    found = function()
    return perf_counter() - began, found


def megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def buyers(asked: Any) -> Iterator[tuple[int, Any]]:
    from raabta.commerce.lifecycle import Limits, stage_of
    from raabta.commerce.queries.figures import edges, everybody
    from raabta.commerce.rfm import scores_of

    cuts, _count = edges(asked, 365)
    for block in everybody(asked, 365):
        for pk, figures in block:
            yield pk, (scores_of(figures, cuts), stage_of(figures, asked.today, Limits(90, 180)))


def main() -> int:
    given = worlds.arguments(__doc__ or "")
    worlds.ready()
    workspace = worlds.made(customers=given.customers, events=given.events)
    from raabta.audiences.queries.traits import every_value
    from raabta.audiences.question import Question
    from raabta.audiences.trait import traits
    from raabta.warehouse.preparing import prepared
    from raabta.workspaces.scoped import working_in

    engine, failed = prepared(), False
    asked = Question(workspace)
    days = {"year": 365, "at_risk": 90, "lapsed": 180}
    words = {name: asked.start_of(asked.days_ago(n)).op().arg.value for name, n in days.items()}
    print(f"{given.customers:,} customers, {given.events:,} events; seconds")
    print(f"{'value':<24}{'people':>10}{'ours':>8}{'by hand':>9}{'ratio':>7}{'peak MB':>9}")
    runs: list[tuple[str, Callable[[], Iterator[Any]], str]] = [
        (key, lambda key=key, params=params: every_value(traits.build(key, params), asked), sql)  # type: ignore[misc]
        for key, params, sql in CASES
    ]
    runs.append(("RFM and stage", lambda: buyers(asked), RFM))
    with working_in(workspace):
        for name, ours, sql in runs:
            by_hand = sql.format(w=workspace.pk, **words)
            theirs, known = timed(lambda by_hand=by_hand: len(engine.fetch(by_hand)))  # type: ignore[misc]
            took, people = timed(lambda ours=ours: sum(1 for _one in ours()))  # type: ignore[misc]
            same = people == known
            failed |= not same
            print(
                f"{name:<24}{people:>10,}{took:>8.2f}{theirs:>9.2f}{took / theirs:>7.2f}"
                f"{megabytes():>9,}{'' if same else f'  DIFFERS: {known:,}'}"
            )
    engine.close()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

"""Analyses over the made-up world against the same questions in hand-written DuckDB SQL.

    python benchmarks/questions.py [--customers 1000000] [--events 20000000] [--data FOLDER]

Both run in turn in this process on the same engine. Ours includes building and compiling the Ibis
expressions, and everything the page shows. Goal: within a second, and at most twice the SQL.
"""

import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import worlds

ROUNDS = 5
GOAL_MS, GOAL_RATIO = 1_000, 2.0
DAYS = 90
SINCE = "occurred_at >= TIMESTAMP '{since}' AND occurred_at < TIMESTAMP '{until}'"
MINE = "FROM event WHERE workspace_id = {w} AND customer_id IN (SELECT customer_id FROM customer WHERE workspace_id = {w})"
LATEST = "max(CASE WHEN step = {n} THEN {value} END) OVER (PARTITION BY customer_id ORDER BY at, step DESC ROWS UNBOUNDED PRECEDING)"
STEPS = ("Viewed product", "Added to cart", "Purchased", "Returned")


def funnel_sql() -> str:
    """Step by step: the latest run that has come to the step before."""
    case = "CASE name " + " ".join(f"WHEN '{one}' THEN {n}" for n, one in enumerate(STEPS, 1))
    sql = (
        f"SELECT customer_id, epoch_us(occurred_at) AS at, {case} END AS step, CASE name WHEN "
        f"'{STEPS[0]}' THEN epoch_us(occurred_at) END AS begun {MINE} AND name IN {STEPS} AND {SINCE}"
    )
    for step in range(2, len(STEPS) + 1):
        latest = LATEST.format(n=step - 1, value="begun")
        sql = (
            f"SELECT customer_id, at, step, CASE WHEN step <> {step} THEN begun WHEN at - latest <= "
            f"604800000000 THEN latest END AS begun FROM (SELECT *, {latest} AS latest FROM ({sql}))"
        )
    reached = ", ".join(
        f"count(DISTINCT CASE WHEN step = {n} AND begun IS NOT NULL THEN customer_id END)"
        for n in range(1, len(STEPS) + 1)
    )
    return f"SELECT {reached} FROM ({sql})"


RETENTION = (
    "WITH first AS (SELECT customer_id, min(occurred_at) AS began "
    + MINE
    + " AND name = 'Signed in'"
    " GROUP BY 1 HAVING min(occurred_at) >= TIMESTAMP '{monday}' AND min(occurred_at) < TIMESTAMP"
    " '{until}'), came AS (SELECT DISTINCT customer_id, date_diff('week', began + INTERVAL 5 HOUR,"
    " occurred_at + INTERVAL 5 HOUR) AS period, date_trunc('week', began + INTERVAL 5 HOUR) AS cohort"
    " FROM event JOIN first USING (customer_id) WHERE workspace_id = {w} AND name = 'Purchased' AND"
    " occurred_at > began) SELECT cohort, period, count(*) FROM came GROUP BY 1, 2"
)
TREND = (
    "SELECT date_trunc('day', occurred_at + INTERVAL 5 HOUR), count(DISTINCT customer_id) " + MINE
    + " AND name = 'Purchased' AND occurred_at >= TIMESTAMP '{before}' AND occurred_at < TIMESTAMP"
    " '{until}' GROUP BY 1"
)  # fmt: skip
PATHS = (
    "WITH anchor AS (SELECT customer_id, min(occurred_at) AS began " + MINE + " AND name = 'Searched'"
    " AND " + SINCE + " GROUP BY 1), rows AS (SELECT customer_id, name, occurred_at, event_id, lag(name)"
    " OVER w AS last FROM event JOIN anchor USING (customer_id) WHERE workspace_id = {w} AND occurred_at"
    " >= began AND occurred_at <= began + INTERVAL 7 DAY AND " + SINCE + " WINDOW w AS (PARTITION BY"
    " customer_id ORDER BY occurred_at, event_id)), steps AS (SELECT customer_id, name, last,"
    " row_number() OVER (PARTITION BY customer_id ORDER BY occurred_at, event_id) - 1 AS step FROM rows"
    " WHERE last IS NULL OR name <> last) SELECT step, last, name, count(*) FROM steps WHERE step <= 3"
    " GROUP BY 1, 2, 3"
)  # fmt: skip
ASKED: list[tuple[str, str, dict[str, Any], str]] = [
    ("Funnel of 4 steps, 7 days", "funnel",
     {"steps": [{"name": one} for one in STEPS], "days": DAYS}, funnel_sql()),
    ("Retention of 12 weeks", "retention",
     {"first": {"name": "Signed in"}, "back": {"name": "Purchased"}, "days": 84}, RETENTION),
    ("Paths of 3 steps, 7 days", "paths",
     {"event": {"name": "Searched"}, "window": 7, "days": DAYS}, PATHS),
    ("Trend of people by day", "trend",
     {"event": {"name": "Purchased"}, "measure": "people", "days": DAYS}, TREND),
]  # fmt: skip


def timed(function: Any) -> tuple[float, Any]:
    began = perf_counter()
    found = function()
    return (perf_counter() - began) * 1000, found


def told(kind: str, answer: Any, rows: list[tuple[Any, ...]]) -> tuple[Any, Any]:
    """What both said, brought to one number or list."""
    if kind == "funnel":
        return answer.reached, tuple(rows[0])
    if kind == "retention":
        ours = sum(sum(value or 0 for value in one.values) for one in answer.cohorts)
        return ours, sum(row[2] for row in rows if 0 <= row[1] <= 12)
    if kind == "paths":
        ours = sum(one.people for one in answer.nodes)
        return ours, sum(row[3] for row in rows)
    ours = sum(sum(one.now) + sum(one.before) for one in answer.lines)
    return ours, sum(row[1] for row in rows)


def moments(asked: Any) -> dict[str, Any]:
    from datetime import timedelta

    from raabta.insights.local_time import snapped, start_of

    def at(day: Any) -> str:
        return start_of(day, asked.zone).strftime("%Y-%m-%d %H:%M:%S")

    return {
        "w": asked.workspace.pk,
        "since": at(asked.days_ago(DAYS - 1)),
        "before": at(asked.days_ago(2 * DAYS - 1)),
        "until": at(asked.today + timedelta(days=1)),
        "monday": at(snapped(asked.days_ago(83), "week")),
    }


def main() -> int:
    given = worlds.arguments(__doc__ or "")
    worlds.ready()
    workspace = worlds.made(customers=given.customers, events=given.events)
    from raabta.audiences.question import Question
    from raabta.insights.analysis import parse
    from raabta.warehouse.preparing import prepared
    from raabta.workspaces.scoped import working_in

    engine, asked, failed = prepared(), Question(workspace), False
    slowest, highest = 0.0, 0.0
    print(f"{given.customers:,} customers, {given.events:,} events; medians of {ROUNDS} in ms")
    print(f"{'analysis':<40}{'answer':>9}{'by hand':>9}{'ratio':>7}")
    with working_in(workspace):
        for name, kind, settings, written in ASKED:
            analysis, sql = parse(kind, settings), written.format(**moments(asked))
            ours, theirs, answer, rows = [], [], None, []
            for _round in range(ROUNDS):
                took, answer = timed(lambda one=analysis: one.answer(asked))
                ours.append(took)
                took, rows = timed(lambda one=sql: engine.fetch(one, seconds=120))
                theirs.append(took)
            mine, by_hand = told(kind, answer, rows)
            failed |= mine != by_hand
            ratio = median(ours) / median(theirs)
            slowest, highest = max(slowest, median(ours)), max(highest, ratio)
            differs = "" if mine == by_hand else f"  DIFFERS: {mine} and {by_hand}"
            print(f"{name:<40}{median(ours):>9.0f}{median(theirs):>9.0f}{ratio:>7.2f}{differs}")
    print(
        f"slowest {slowest:.0f} ms (goal {GOAL_MS}), highest ratio {highest:.2f} (goal {GOAL_RATIO})"
    )
    engine.close()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

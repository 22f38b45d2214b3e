"""Each person's way through the steps of a funnel.

The events of all steps stand in one table, by person and moment, and each learns from those before
it: which is the latest run that has come to the step before. A later run leaves more of the window
and less room for what must not happen in between, so no other needs to be looked at.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from typing import Any

from raabta.audiences.question import Question
from raabta.insights.event_step import EventStep
from raabta.warehouse.functions import micros

Bounds = Callable[[Question], tuple[date, date]]


@dataclass(frozen=True)
class Run:
    """What is looked for; `window` in microseconds.

    Events of `without` are told with the step after which they must not happen; 0 is any.
    """

    steps: Sequence[EventStep]
    without: Sequence[tuple[EventStep, int]]
    window: int
    is_ordered: bool
    bounds: Bounds


def runs(run: Run, asked: Question) -> Any:
    """People with `took_1`, `took_2`…: microseconds of the quickest run to each step, or NULL."""
    rows = _events(run, asked)
    reached = _in_order(run, rows) if run.is_ordered else _in_any_order(run, rows)
    sizes = range(1, len(run.steps) + 1)
    return reached.group_by("customer_id").aggregate(
        **{f"took_{n}": reached[f"took_{n}"].min() for n in sizes}
    )


def entries(run: Run, asked: Question) -> Any:
    """The events of the first step within the span."""
    first, last = run.bounds(asked)
    return _between(run.steps[0].rows(asked), asked, first, last)


def _events(run: Run, asked: Question) -> Any:
    """`customer_id`, `at` and `step`: from 1 the steps, from -1 downwards what must not happen."""
    first, last = run.bounds(asked)
    later = last if not run.is_ordered else last + timedelta(days=1 + run.window // 86_400_000_000)
    tables = []
    for place, step in enumerate(run.steps, 1):
        until = last if place == 1 else later
        tables.append(_marked(_between(step.rows(asked), asked, first, until), place))
    for place, (unwanted, _after) in enumerate(run.without, 1):
        tables.append(_marked(_between(unwanted.rows(asked), asked, first, later), -place))
    return reduce(lambda one, other: one.union(other), tables)


def _between(rows: Any, asked: Question, first: date, last: date) -> Any:
    at = rows.occurred_at
    until = asked.start_of(last + timedelta(days=1))
    return rows.filter((at >= asked.start_of(first)) & (at < until))


def _marked(rows: Any, place: int) -> Any:
    import ibis

    step = ibis.literal(place, "int8")
    return rows.select("customer_id", at=micros(rows.occurred_at), step=step)


def _in_order(run: Run, rows: Any) -> Any:
    import ibis

    # of events of one moment the later steps stand first, so that none follows another
    rows = rows.mutate(begun=(rows.step == 1).ifelse(rows["at"], ibis.null("int64")))
    for place in range(2, len(run.steps) + 1):
        rows = _advanced(run, rows, place)
    return rows.mutate(
        **{
            f"took_{n}": (rows.step == n).ifelse(rows["at"] - rows.begun, ibis.null("int64"))
            for n in range(1, len(run.steps) + 1)
        }
    )


def _advanced(run: Run, rows: Any, place: int) -> Any:
    """`begun` for the events of one more step: when the latest run that they go on began."""
    import ibis

    so_far = ibis.window(
        group_by="customer_id", order_by=[rows["at"], rows.step.desc()], rows=(None, 0)
    )
    is_before = (rows.step == place - 1) & rows.begun.notnull()
    begun = is_before.ifelse(rows.begun, ibis.null("int64")).max().over(so_far)
    gaps = {"latest_begun": begun}
    unwanted = [at for at, (_one, after) in enumerate(run.without, 1) if after in {0, place - 1}]
    if unwanted:
        gaps["latest_at"] = is_before.ifelse(rows["at"], ibis.null("int64")).max().over(so_far)
        is_unwanted = rows.step.isin([-at for at in unwanted])
        gaps["unwanted_at"] = is_unwanted.ifelse(rows["at"], ibis.null("int64")).max().over(so_far)
    rows = rows.mutate(**gaps)
    goes_on = rows["at"] - rows.latest_begun <= run.window
    if unwanted:
        goes_on &= rows.unwanted_at.isnull() | (rows.unwanted_at <= rows.latest_at)
    after = goes_on.ifelse(rows.latest_begun, ibis.null("int64"))
    rows = rows.mutate(begun=(rows.step == place).ifelse(after, rows.begun))
    return rows.drop(*gaps)


def _in_any_order(run: Run, rows: Any) -> Any:
    """Each event ends a run that began with the latest events of the steps, whichever came first."""
    import ibis

    so_far = ibis.window(
        group_by="customer_id", order_by=[rows["at"], rows.step.desc()], rows=(None, 0)
    )
    sizes = range(1, len(run.steps) + 1)

    def latest(is_meant: Any) -> Any:
        return is_meant.ifelse(rows["at"], ibis.null("int64")).max().over(so_far)

    columns = {f"last_{n}": latest(rows.step == n) for n in sizes}
    if run.without:
        columns["unwanted_at"] = latest(rows.step < 0)
    rows = rows.mutate(**columns)
    took = {}
    for n in sizes:
        lasts = [rows[f"last_{one}"] for one in range(1, n + 1)]
        is_whole = reduce(lambda one, other: one & other, [one.notnull() for one in lasts])
        begun = ibis.least(*lasts)
        fits = is_whole & (rows["at"] - begun <= run.window)
        if run.without and n > 1:
            fits &= rows.unwanted_at.isnull() | (rows.unwanted_at <= begun)
        took[f"took_{n}"] = fits.ifelse(rows["at"] - begun, ibis.null("int64"))
    return rows.mutate(**took)

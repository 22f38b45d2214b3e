"""From rows about people (orders, events, messages) to a boolean over people."""

from typing import Any

from raabta.audiences.amounts import Compared
from raabta.audiences.question import Question


def any_of(asked: Question, rows: Any) -> Any:
    """Whether the person has one of these rows."""
    return asked.customer.customer_id.isin(rows.customer_id)


def totals(asked: Question, rows: Any, total: Any, *, wanted: Compared, scale: int = 1) -> Any:
    """Whether an aggregate over the person's rows fits; who has no rows has zero.

    `total` is an aggregate expression over `rows`.
    """
    import ibis

    people = rows.group_by("customer_id").aggregate(total=total)
    if not wanted.holds_for_zero():
        fitting = people.filter(wanted.holds(people.total, scale))
        return asked.customer.customer_id.isin(fitting.customer_id)
    unfit = people.filter(~wanted.holds(people.total, scale).fill_null(True))  # noqa: FBT003
    if wanted.comparison == "at_least" and wanted.amount <= 0 and scale == 1:
        return ibis.literal(value=True)
    return ~asked.customer.customer_id.isin(unfit.customer_id)


def by_company(asked: Question, counted: Any, *, wanted: Compared, scale: int = 1) -> Any:
    """Whether the total of the person's company fits; no company and no row have zero.

    `counted` has a `company_id` and its `total`.
    """
    mine = asked.customer.company_id
    if not wanted.holds_for_zero():
        fitting = counted.filter(wanted.holds(counted.total, scale))
        return mine.isin(fitting.company_id).fill_null(False)  # noqa: FBT003
    unfit = counted.filter(~wanted.holds(counted.total, scale).fill_null(True))  # noqa: FBT003
    return ~mine.isin(unfit.company_id).fill_null(False)  # noqa: FBT003


def times(asked: Question, rows: Any, wanted: Compared) -> Any:
    """Whether the number of the person's rows fits."""
    if wanted.comparison == "at_least" and wanted.amount == 1:
        return any_of(asked, rows)
    return totals(asked, rows, rows.count(), wanted=wanted)


def mine(rows: Any, customer_id: int) -> Any:
    """One person's rows, for explanations."""
    return rows.filter(rows.customer_id == customer_id)

"""Values computed from orders: both engines say what Python says, and they follow the orders."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raabta.audiences.queries.traits import in_words, values_of
from raabta.audiences.question import Question
from raabta.audiences.services.traits import define_trait
from raabta.audiences.tasks import keep_traits
from raabta.audiences.trait import Trait, traits
from raabta.commerce.order_trait import OrderTrait
from raabta.commerce.warehouse_tables.order import OrderTable
from raabta.commerce.warehouse_tables.order_line import OrderLineTable
from raabta.customers.models import Customer
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.unmerge import unmerge
from raabta.kernel import bus, jobs
from raabta.warehouse.preparing import prepared
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.commerce.shop import line, person, placed, refunded

NOW = datetime(2026, 6, 30, 20, 30, tzinfo=UTC)  # the first of July in Karachi
HOURS = timedelta(hours=5)
KEYS = [key for key in traits if issubclass(traits[key], OrderTrait)]
orders = st.lists(
    st.fixed_dictionaries(
        {
            "person": st.integers(1, 3),
            "hours": st.integers(0, 24 * 20),
            "state": st.sampled_from(["placed", "placed", "cancelled"]),
            "currency": st.sampled_from(["PKR", "PKR", "EUR"]),
            "total": st.integers(0, 9_000),
            "refunded": st.sampled_from([0, 0, 50]),
            "lines": st.lists(
                st.tuples(
                    st.sampled_from(["item", "item", "shipping"]),
                    st.sampled_from(["tea", "Tea", "چائے", ""]),
                    st.integers(-1, 3),
                ),
                max_size=3,
            ),
        }
    ),
    max_size=12,
)


def plain(key: str, params: dict[str, Any], rows: list[dict[str, Any]]) -> Any:
    """What the trait is, in Python."""
    today = (NOW + HOURS).date()
    mine = [
        {**one, "day": (NOW - timedelta(hours=one["hours"]) + HOURS).date()}
        for one in rows
        if one["state"] == "placed"
    ]
    if params:
        mine = [one for one in mine if one["day"] >= today - timedelta(days=7)]
    money = [one["total"] - one["refunded"] for one in mine if one["currency"] == "PKR"]
    pieces = Counter[str]()
    for one in mine:
        for kind, what, quantity in one["lines"]:
            if kind == "item" and quantity > 0 and what:
                pieces[what] += quantity
    best = min((w for w, n in pieces.items() if n == max(pieces.values())), default=None)
    days = [one["day"] for one in mine]
    answers: dict[str, Callable[[], Any]] = {
        "order_count": lambda: len(mine) or None,
        "order_total": lambda: _money(sum(money)) if money else None,
        "order_average": lambda: round(sum(money) / len(money), 6) if money else None,
        "order_largest": lambda: _money(max(money)) if money else None,
        "order_first_day": lambda: str(min(days)) if days else None,
        "order_last_day": lambda: str(max(days)) if days else None,
        "order_days_since": lambda: (today - max(days)).days if days else None,
        "order_products": lambda: len(pieces) or None,
        "order_product": lambda: best,
        "order_category": lambda: best,
    }
    return answers[key]()


def _money(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "PKR"}


def fill(workspace: Workspace, rows: list[dict[str, Any]]) -> None:
    space, heads, lines = workspace.pk, [], []
    for pk, one in enumerate(rows, 1):
        at, net = NOW - timedelta(hours=one["hours"]), one["total"] - one["refunded"]
        heads.append((space, pk, one["person"], str(pk), one["state"], at, one["currency"], "PK",
                      one["total"], one["refunded"], net, "{}"))  # fmt: skip
        lines += [
            (space, pk * 10 + n, pk, one["person"], at, kind, 1, what, what, what, quantity, 5, 5)
            for n, (kind, what, quantity) in enumerate(one["lines"])
        ]
    ids = [pk for pk, _one in enumerate(rows, 1)]
    prepared().replace(OrderTable.shape(), workspace_id=space, ids=ids, rows=heads)
    prepared().replace(OrderLineTable.shape(), workspace_id=space, ids=ids, rows=lines)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(rows=orders)
def test_both_engines_compute_what_python_computes(
    workspace: Workspace, project: Callable[[], None], rows: list[dict[str, Any]]
) -> None:
    prepared().clear()
    fill(workspace, rows)
    asked = Question(workspace, now=NOW)
    for key in KEYS:
        for params in ({}, {"span": "last", "days": 7}):
            found = values_of(traits.build(key, params), asked, [1, 2, 3])
            for who in (1, 2, 3):
                mine = [one for one in rows if one["person"] == who]
                wanted, got = plain(key, params, mine), found.get(who)
                if key == "order_average" and wanted is not None:
                    assert isinstance(got, dict)
                    assert abs(got["minor"] - wanted) <= 0.5  # halves may go either way
                else:
                    assert got == wanted, (key, params, who)


@pytest.mark.parametrize("key", KEYS)
def test_every_way_says_what_it_is(key: str) -> None:
    sentence = in_words(traits.build(key, {"span": "last", "days": 7}))
    assert sentence.endswith("in the last 7 days.") or "in the last 7 days" in sentence


def defined(workspace: Workspace, label: str, key: str, **params: Any) -> None:
    trait: Trait = traits.build(key, params)
    define_trait(workspace=workspace, actor=SYSTEM, label=label, trait=trait)


def settle(project: Callable[[], None]) -> None:
    for _round in range(3):
        while bus.deliver_pending():
            pass
        project()
        while keep_traits():
            pass
        while jobs.run_next([jobs.WAREHOUSE]):
            pass


def held(customer: Customer) -> dict[str, Any]:
    return dict(Customer.objects.get(pk=customer.pk).attributes)


def test_values_follow_orders_refunds_cancellations_and_other_buyers(
    workspace: Workspace, project: Callable[[], None]
) -> None:
    ada, bilal = person(workspace), person(workspace, "Bilal")
    defined(workspace, "Spent", "order_total")
    settle(project)
    first = placed(workspace, "1", line(unit=5_000), customer_id=ada.pk)
    settle(project)
    assert held(ada) == {"spent": _money(5_000)}
    refunded(workspace, first, 1_500)
    settle(project)
    assert held(ada) == {"spent": _money(3_500)}
    placed(workspace, "1", line(unit=5_000), customer_id=bilal.pk)  # it was another's order
    settle(project)
    assert (held(ada), held(bilal)) == ({}, {"spent": _money(3_500)})
    placed(workspace, "1", line(unit=5_000), customer_id=bilal.pk, state="cancelled")
    settle(project)
    assert held(bilal) == {}


def test_values_follow_a_merge_and_its_undoing(
    workspace: Workspace, project: Callable[[], None]
) -> None:
    ada, again = person(workspace), person(workspace)
    defined(workspace, "Orders", "order_count")
    placed(workspace, "1", customer_id=ada.pk)
    placed(workspace, "2", customer_id=again.pk)
    settle(project)
    done = merge_customers(workspace=workspace, actor=SYSTEM, survivor_id=ada.pk, other_id=again.pk)
    settle(project)
    assert held(ada) == {"orders": 2}
    unmerge(workspace=workspace, actor=SYSTEM, merge_id=done.pk)
    settle(project)
    assert (held(ada), held(again)) == ({"orders": 1}, {"orders": 1})

"""Computed attributes: the engines give what plain Python gives, and the values stay right."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raabta.audiences.models import TraitDue
from raabta.audiences.queries import count
from raabta.audiences.queries.traits import values_of
from raabta.audiences.question import Question
from raabta.audiences.rules import parse
from raabta.audiences.services.traits import compute, define_trait, edit_trait, stale
from raabta.audiences.tasks import compute_every_day, keep_traits
from raabta.audiences.trait import EventTrait, Trait, traits
from raabta.customers.attributes import InvalidValue, parse_value
from raabta.customers.models import AttributeDefinition, Customer, CustomerChange
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.unmerge import unmerge
from raabta.kernel import clock, jobs
from raabta.kernel.models import Change
from raabta.tracking import services as tracking
from raabta.tracking.event import IncomingEvent
from raabta.warehouse.preparing import prepared
from raabta.warehouse.warehouse_tables.event import EventTable
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.audiences.conftest import Shop

NOW = datetime(2026, 6, 30, 20, 30, tzinfo=UTC)  # the first of July in Karachi
HOURS = timedelta(hours=5)
TEXTS = st.sampled_from(["tea", "Tea", "چائے", "10", "-2.5", "1e3", "", "x'y"])

occurrences = st.lists(
    st.fixed_dictionaries(
        {
            "person": st.integers(1, 3),
            "name": st.sampled_from(["Viewed", "Other"]),
            "hours": st.integers(0, 24 * 40),
            "kind": TEXTS,
            "value": st.none() | st.integers(-50, 50) | st.sampled_from([0.5, 2.25]),
        }
    ),
    max_size=25,
)


def settings_of() -> list[tuple[str, dict[str, Any]]]:
    made = []
    for key in (key for key in traits if issubclass(traits[key], EventTrait)):
        places = ["kind", "value"] if "property" in traits[key].model_fields else [""]
        for place in places:
            about = {"property": place} if place else {}
            made.append((key, {"name": "Viewed", **about}))
            made.append((key, {"name": "Viewed", "span": "last", "days": 7, **about}))
            only = [{"name": "kind", "operator": "is", "value": "TEA"}]
            made.append((key, {"name": "Viewed", "filters": only, **about}))
    return made


def plain(key: str, params: dict[str, Any], rows: list[dict[str, Any]]) -> Any:
    """What the trait is, in Python; `rows` are one person's in the order they were taken."""
    mine = [(NOW - timedelta(hours=one["hours"]), at, one) for at, one in enumerate(rows)]
    today = (NOW + HOURS).date()
    mine = [
        (when, at, one)
        for when, at, one in sorted(mine, key=lambda each: each[:2])
        if one["name"] == "Viewed"
        and (params.get("span") != "last" or (when + HOURS).date() >= today - timedelta(days=7))
        and (not params.get("filters") or one["kind"].lower() == "tea")
    ]
    days = [(when + HOURS).date() for when, _at, _one in mine]
    held = [one.get(params.get("property", "kind")) for _when, _at, one in mine]
    texts = [_text(value) for value in held if value not in (None, "")]
    numbers = [n for value in held if (n := _number(value)) is not None]
    if not mine or ("property" in params and not texts):
        return None
    answers: dict[str, Callable[[], Any]] = {
        "count": lambda: len(mine),
        "did": lambda: True,
        "first_day": lambda: str(days[0]),
        "last_day": lambda: str(days[-1]),
        "days_since": lambda: (today - days[-1]).days,
        "first": lambda: texts[0],
        "last": lambda: texts[-1],
        "distinct": lambda: len(set(texts)),
        "most_frequent": lambda: _most_frequent([v for v in held if v not in (None, "")]),
        "total": lambda: sum(numbers) if numbers else None,
        "average": lambda: round(sum(numbers) / len(numbers), 6) if numbers else None,
        "smallest": lambda: min(numbers, default=None),
        "largest": lambda: max(numbers, default=None),
    }
    return answers[key]()


def _most_frequent(values: list[Any]) -> str:
    counted = Counter(values)
    most = max(counted.values())
    return _text(min(value for value, times in counted.items() if times == most))


def _text(value: Any) -> str:
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _number(value: Any) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return None


def row(workspace: Workspace, event_id: int, one: dict[str, Any]) -> tuple[Any, ...]:
    when = NOW - timedelta(hours=one["hours"])
    given = {"workspace_id": workspace.pk, "event_id": event_id, "customer_id": one["person"],
             "name": one["name"], "occurred_at": when, "received_at": when,
             "properties": f'{{"kind":"{one["kind"]}"}}'}  # fmt: skip
    given["value"] = None if one["value"] is None else float(one["value"])
    empty = {"float?": None, "int?": None, "text": ""}
    return tuple(given.get(name, empty.get(kind)) for name, kind in EventTable.columns.items())


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(happened=occurrences)
def test_both_engines_compute_what_python_computes(
    workspace: Workspace, project: Callable[[], None], happened: list[dict[str, Any]]
) -> None:
    prepared().clear()
    rows = [row(workspace, number, one) for number, one in enumerate(happened, 1)]
    prepared().append(EventTable.shape(), rows, batches=[])
    asked = Question(workspace, now=NOW)
    for key, params in settings_of():
        found = values_of(traits.build(key, params), asked, [1, 2, 3])
        for person in (1, 2, 3):
            mine = [one for one in happened if one["person"] == person]
            assert found.get(person) == plain(key, params, mine), (key, params, person)


def did(person: int, name: str = "Viewed", **more: Any) -> IncomingEvent:
    return IncomingEvent(person, name, more, clock.now())


def trait(key: str = "count", **params: Any) -> Trait:
    return traits.build(key, {"name": "Viewed", **params})


def defined(shop: Shop, label: str, key: str = "count", **params: Any) -> AttributeDefinition:
    return define_trait(
        workspace=shop.workspace, actor=SYSTEM, label=label, trait=trait(key, **params)
    )


def settle(shop: Shop) -> None:
    shop.move()
    while keep_traits():
        shop.move()
    while jobs.run_next([jobs.WAREHOUSE]):
        shop.move()


def held(person: int) -> dict[str, Any]:
    return dict(Customer.objects.get(pk=person).attributes)


def test_events_that_come_in_change_the_values_of_those_who_did_them(shop: Shop) -> None:
    ada, bilal = shop.people("Lahore", "Dhaka")
    tracking.accept_events(workspace=shop.workspace, events=[did(ada), did(ada)])
    defined(shop, "Views")
    settle(shop)
    assert (held(ada), held(bilal)) == ({"views": 2}, {})
    tracking.accept_events(workspace=shop.workspace, events=[did(ada), did(bilal), did(bilal, "x")])
    settle(shop)
    assert (held(ada), held(bilal)) == ({"views": 3}, {"views": 1})
    assert not CustomerChange.objects.exists()
    assert not TraitDue.objects.exists()
    tracking.accept_events(workspace=shop.workspace, events=[did(ada, "x")])
    shop.move()
    keep_traits()
    assert not Change.objects.exists()  # nothing changed, so nothing is written


def test_an_audience_asks_for_a_computed_value(shop: Shop) -> None:
    ada, _bilal = shop.people("Lahore", "Dhaka")
    defined(shop, "Views")
    tracking.accept_events(workspace=shop.workspace, events=[did(ada)])
    settle(shop)
    often = {"field": "attributes.views", "operator": "at_least", "amount": "1"}
    rule = {"match": "all", "items": [{"key": "attribute_number", "params": often}]}
    assert count(shop.workspace, parse(rule)) == 1


def test_a_changed_definition_is_computed_for_everybody(shop: Shop) -> None:
    ada, bilal = shop.people("Lahore", "Dhaka")
    made = defined(shop, "Views")
    tracking.accept_events(workspace=shop.workspace, events=[did(ada), did(bilal, "Bought")])
    settle(shop)
    edit_trait(
        workspace=shop.workspace,
        actor=SYSTEM,
        definition=made,
        label="Purchases",
        trait=trait(name="Bought"),
    )
    settle(shop)
    assert (held(ada), held(bilal)) == ({}, {"views": 1})


def test_a_window_moves_with_the_day(shop: Shop) -> None:
    (ada,) = shop.people("Lahore")
    made = defined(shop, "Views", span="last", days=7)
    tracking.accept_events(workspace=shop.workspace, events=[did(ada)])
    settle(shop)
    assert held(ada) == {"views": 1}
    assert not stale(shop.workspace)
    with clock.turned_to(clock.now() + timedelta(days=8)):
        assert stale(shop.workspace) == [made]
        compute_every_day()
        settle(shop)
        assert held(ada) == {}
        assert not stale(shop.workspace)


def test_values_follow_a_merge_and_its_undoing(shop: Shop) -> None:
    ada, again = shop.people("Lahore", "Lahore")
    defined(shop, "Views")
    tracking.accept_events(workspace=shop.workspace, events=[did(ada), did(again), did(again)])
    settle(shop)
    done = merge_customers(workspace=shop.workspace, actor=SYSTEM, survivor_id=ada, other_id=again)
    settle(shop)
    assert held(ada) == {"views": 3}
    unmerge(workspace=shop.workspace, actor=SYSTEM, merge_id=done.pk)
    settle(shop)
    assert (held(ada), held(again)) == ({"views": 1}, {"views": 2})


def test_nobody_writes_a_computed_value(shop: Shop) -> None:
    made = defined(shop, "Views")
    with pytest.raises(InvalidValue, match="is computed from events or orders"):
        parse_value(made, "7")


def test_another_workspace_keeps_its_people(shop: Shop, other_workspace: Workspace) -> None:
    made = defined(shop, "Views")
    assert compute(workspace=shop.workspace, definition=made) == 0
    assert not TraitDue.objects.exists()


def test_the_editor_shows_makes_and_changes_a_computed_attribute(shop: Shop, page: Client) -> None:
    (ada,) = shop.people("Lahore")
    tracking.accept_events(
        workspace=shop.workspace, events=[did(ada, value=5), did(ada, value=7, category="Tea")]
    )
    shop.move()
    typed = {"label": "Spent", "way": "total", "name": "Viewed", "span": "last", "days": "7"}
    address = reverse("web:traits:new")
    assert "Choose or enter a value." in page.post(address, typed).content.decode()
    typed["property_name"] = "value"
    shown = page.post(reverse("web:traits:preview"), typed).content.decode()
    assert "The sum of “value” of their “Viewed” in the last 7 days." in shown
    assert ">12<" in shown
    assert page.post(address, typed).status_code == 303
    settle(shop)
    assert held(ada) == {"spent": 12}
    made = AttributeDefinition.objects.get(key="spent")
    only = {"filter.0.name": "category", "filter.0.operator": "is", "filter.0.value": "tea"}
    edit = reverse("web:traits:edit", args=[made.pk])
    assert page.post(edit, {**typed, **only}).status_code == 303
    settle(shop)
    assert held(ada) == {"spent": 7}
    assert 'value="category"' in page.get(edit).content.decode()
    profile = page.get(reverse("web:customers:show", args=[ada])).content.decode()
    assert "whose category is “tea”" in profile
    cell = reverse("web:customers:edit_cell", args=[ada, "attributes.spent"])
    assert page.post(cell, {"value": "1"}).status_code == 404
    assert held(ada) == {"spent": 7}

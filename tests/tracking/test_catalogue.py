"""The catalogue learns what comes, and decides on what is not planned."""

from datetime import timedelta

import pytest

from raabta.customers.models import Customer
from raabta.customers.services.erasure import erase_customer
from raabta.kernel import bus, clock
from raabta.tracking.models import CatalogueEvent, HeldCall, SeenCall, SourceDay
from raabta.tracking.services.planning import decide_event
from raabta.tracking.services.upkeep import forget_old_calls, forget_person
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, Workspace
from tests.tracking.calls import Project, a_source, events, post, settle

CALL = {"userId": "u1", "event": "Viewed", "properties": {"price": 5, "tags": ["a"], "sku": None}}


def line(name: str = "Viewed") -> CatalogueEvent:
    return CatalogueEvent.objects.get(name=name)


def test_names_properties_types_samples_and_days_are_learnt(workspace: Workspace) -> None:
    source = a_source(workspace)
    for price in (5, "five"):
        post(source, "track", {**CALL, "properties": {**CALL["properties"], "price": price}})  # type: ignore[dict-item]
    post(source, "identify", {"userId": "u1", "traits": {"plan": "pro"}})
    settle()
    found = line()
    today = clock.now().date().isoformat()
    assert (found.count, found.by_day, found.state) == (2, {today: 2}, "seen")
    assert found.properties["price"]["types"] == ["number", "text"]
    assert found.properties["price"]["sample"] == "5"
    assert found.properties["tags"]["types"] == ["list"]
    assert found.properties["sku"]["types"] == ["null"]
    plan = CatalogueEvent.objects.get(kind="identify").properties["plan"]
    assert (plan["count"], plan["types"], plan["sample"]) == (1, ["text"], "")  # no data of people


@pytest.mark.parametrize("outcome", ["planned", "blocked"])
def test_unplanned_events_are_held_until_somebody_decides(
    workspace: Workspace, project: Project, outcome: str
) -> None:
    source = a_source(workspace, unplanned="queue")
    post(source, "track", CALL)
    settle(project)
    assert (events(workspace), HeldCall.objects.count()) == ([], 1)
    decide_event(workspace=workspace, actor=SYSTEM, event_id=line().pk, state=outcome)
    post(source, "track", CALL)
    settle(project)
    assert HeldCall.objects.count() == 0
    assert len(events(workspace)) == (2 if outcome == "planned" else 0)
    assert AuditEntry.objects.filter(verb=f"event.{outcome}").count() == 1


def test_a_source_may_refuse_what_is_not_planned(workspace: Workspace, project: Project) -> None:
    source = a_source(workspace, unplanned="block")
    post(source, "track", CALL)
    settle(project)
    assert events(workspace) == []
    assert dict(SourceDay.objects.values_list("outcome", "count")) == {"blocked": 1}
    assert SeenCall.objects.get().reason == "unplanned"


def test_calls_are_kept_for_a_day_and_go_with_their_person(workspace: Workspace) -> None:
    post(a_source(workspace), "track", CALL)
    settle()
    person = Customer.objects.get()
    assert SeenCall.objects.get().customer_id == person.pk
    erase_customer(workspace=workspace, actor=SYSTEM, customer_id=person.pk)
    while bus.deliver_pending():
        pass
    assert SeenCall.objects.count() == 0
    post(a_source(workspace), "track", {**CALL, "userId": "u2"})
    settle()
    with clock.turned_to(clock.now() + timedelta(days=2)):
        forget_old_calls()
    assert SeenCall.objects.count() == 0
    forget_person(customer_id=person.pk)


def test_held_calls_of_somebody_who_is_erased_are_never_taken(
    workspace: Workspace, project: Project
) -> None:
    source = a_source(workspace, unplanned="queue")
    post(source, "identify", {"userId": "u1"})
    settle()
    for user in ("u1", "u2"):
        post(source, "track", {**CALL, "userId": user})
    settle()
    person = Customer.objects.get()
    erase_customer(workspace=workspace, actor=SYSTEM, customer_id=person.pk)
    while bus.deliver_pending():
        pass
    assert HeldCall.objects.count() == 1
    decide_event(workspace=workspace, actor=SYSTEM, event_id=line().pk, state="planned")
    settle(project)
    assert list(Customer.objects.values_list("external_id", flat=True)) == ["", "u2"]

"""An accepted event reaches the warehouse once, whatever dies on the way."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from raabta.customers.domain_events import CustomerErased
from raabta.customers.models import Customer
from raabta.kernel import bus, clock, jobs
from raabta.tracking import services as tracking
from raabta.tracking.event import IncomingEvent
from raabta.tracking.models import InboxBatch
from raabta.warehouse.preparing import prepared
from raabta.warehouse.queries import fetch
from raabta.warehouse.services import drain_inbox, forget_people
from raabta.warehouse.services import draining as drain
from raabta.warehouse.tables import Tables
from raabta.warehouse.warehouse_tables.event import EventTable
from raabta.workspaces.models import Workspace

Project = Callable[[], None]
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def ada(workspace: Workspace) -> Customer:
    now = clock.now()
    return Customer.objects.create(
        workspace=workspace, first_name="Ada", created_at=now, updated_at=now
    )


def did(customer: Customer, message_id: str = "", **properties: Any) -> IncomingEvent:
    return IncomingEvent(customer.pk, "Viewed", properties, AT, message_id)


def kept(workspace: Workspace, *columns: str) -> list[tuple[Any, ...]]:
    return fetch(Tables(workspace.pk).event.select(*columns).order_by(*columns))


def test_an_event_arrives_with_its_properties(
    workspace: Workspace, ada: Customer, project: Project
) -> None:
    properties = {"value": 5, "category": "Tea", "order_id": 12, "color": "لال", "tags": ["a"]}
    tracking.accept_events(workspace=workspace, events=[did(ada, **properties)])
    project()
    found = kept(workspace, "customer_id", "name", "value", "category", "order_id", "properties")
    assert found == [(ada.pk, "Viewed", 5.0, "Tea", "12", '{"color":"لال","tags":["a"]}')]
    assert not InboxBatch.objects.exists()


def test_the_same_message_counts_once_now_and_later(
    workspace: Workspace, ada: Customer, project: Project
) -> None:
    twice = [did(ada, "m1"), did(ada, "m1"), did(ada, "m2")]
    tracking.accept_events(workspace=workspace, events=twice)
    project()
    tracking.accept_events(workspace=workspace, events=[did(ada, "m1")])
    with clock.turned_to(clock.now() + timedelta(days=40)):
        tracking.accept_events(workspace=workspace, events=[did(ada, "m2"), did(ada, "m3")])
    project()
    assert len(kept(workspace, "event_id")) == 3


@pytest.mark.parametrize("step", ["forget_batches", "forget"])
def test_dying_between_two_steps_loses_and_doubles_nothing(
    workspace: Workspace,
    ada: Customer,
    project: Project,
    step: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tracking.accept_events(workspace=workspace, events=[did(ada), did(ada)])

    def die(*_args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if step == "forget_batches":
            patch.setattr(drain, "forget_batches", die)
        else:
            patch.setattr(type(prepared()), "forget_drained", die)
        with pytest.raises(KeyboardInterrupt):
            drain_inbox()
    project()
    assert len(kept(workspace, "event_id")) == 2
    assert not InboxBatch.objects.exists()


def test_a_batch_remembered_for_nothing_is_forgotten_with_the_next(
    workspace: Workspace, ada: Customer, project: Project
) -> None:
    engine = prepared()
    engine.append(EventTable.shape(), [], batches=[4_000_000])  # its inbox row is gone
    tracking.accept_events(workspace=workspace, events=[did(ada)])
    project()
    assert engine.drained() == set()
    assert len(kept(workspace, "event_id")) == 1


def test_bad_events_are_named_and_none_is_taken(workspace: Workspace, ada: Customer) -> None:
    late = clock.now() + timedelta(days=3)
    events = [
        did(ada),
        IncomingEvent(ada.pk + 1, "Viewed"),
        IncomingEvent(ada.pk, " "),
        IncomingEvent(ada.pk, "Viewed", occurred_at=late),
        IncomingEvent(ada.pk, "Viewed", {"text": "x" * 40_000}),
        IncomingEvent(ada.pk, "Viewed", {"text": "a\x00b"}),
    ]
    with pytest.raises(tracking.BadEvents) as caught:
        tracking.accept_events(workspace=workspace, events=events)
    assert [problem.index for problem in caught.value.problems] == [1, 2, 3, 4, 5]
    assert not InboxBatch.objects.exists()


def test_erasing_a_person_removes_their_events_even_those_that_wait(
    workspace: Workspace, ada: Customer, project: Project
) -> None:
    tracking.accept_events(workspace=workspace, events=[did(ada)])
    project()
    tracking.accept_events(workspace=workspace, events=[did(ada)])
    Customer.objects.filter(pk=ada.pk).update(erased_at=clock.now())
    with transaction.atomic():
        bus.publish(CustomerErased(workspace.pk, ada.pk))
    bus.deliver_pending()
    assert jobs.run_next([jobs.WAREHOUSE])
    project()
    assert kept(workspace, "event_id") == []


def test_forgetting_takes_only_these_people_of_this_workspace(
    workspace: Workspace, ada: Customer, project: Project
) -> None:
    tracking.accept_events(workspace=workspace, events=[did(ada)])
    project()
    forget_people(workspace_id=workspace.pk + 1, customer_ids=[ada.pk])
    forget_people(workspace_id=workspace.pk, customer_ids=[ada.pk + 1])
    assert len(kept(workspace, "event_id")) == 1

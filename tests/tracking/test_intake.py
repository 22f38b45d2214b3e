"""What the intake accepts is committed whole or not at all; its limits are kept to the letter."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection

from raabta.customers.models import Customer
from raabta.kernel import clock
from raabta.tracking.event import IncomingEvent, event_id, unpack
from raabta.tracking.models import InboxBatch
from raabta.tracking.services import events as tracking
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def ada(workspace: Workspace) -> Customer:
    now = clock.now()
    return Customer.objects.create(
        workspace=workspace, first_name="Ada", created_at=now, updated_at=now
    )


def viewed(customer: Customer, **fields: Any) -> IncomingEvent:
    return IncomingEvent(customer.pk, **{"name": "Viewed", "occurred_at": AT, **fields})


def refused(workspace: Workspace, event: IncomingEvent) -> list[str]:
    """Why it is refused; and then nothing was kept."""
    before = InboxBatch.objects.count()
    try:
        tracking.accept_events(workspace=workspace, events=[event])
    except tracking.BadEvents as error:
        assert InboxBatch.objects.count() == before
        return [problem.message for problem in error.problems]
    return []


def test_accepted_events_stand_in_the_inbox_as_they_came(
    workspace: Workspace, ada: Customer
) -> None:
    properties = {"لال": [1, 2.5, None, True], "deep": {"a": {"b": "c"}}, "text": 'say "hi"'}
    with clock.turned_to(AT + timedelta(hours=1)):
        accepted = tracking.accept_events(
            workspace=workspace,
            events=[
                viewed(ada, properties=properties, message_id="m1"),
                viewed(ada, occurred_at=None),
            ],
        )
    batch = InboxBatch.objects.get()
    assert (accepted, batch.count, batch.workspace_id) == (2, 2, workspace.pk)
    assert batch.received_at == AT + timedelta(hours=1)
    first, second = unpack(batch.body)
    assert (first.customer_id, first.name, first.occurred_at) == (ada.pk, "Viewed", AT)
    assert first.properties == properties
    assert first.event_id == event_id(workspace.pk, "m1")
    assert second.occurred_at == AT + timedelta(hours=1)


def test_what_was_accepted_reaches_the_warehouse_however_odd(
    workspace: Workspace, ada: Customer, project: Callable[[], None]
) -> None:
    odd = {"a": 10**30, "b": float("inf"), "c": "C:\\u0000", "value": "12x", "category": 5, "": 1}
    tracking.accept_events(workspace=workspace, events=[viewed(ada, properties=odd), viewed(ada)])
    project()
    assert not InboxBatch.objects.exists()
    table = Tables(workspace.pk).event
    rows = fetch(table.select("customer_id", "name", "value"))
    assert rows == [(ada.pk, "Viewed", None)] * 2


def test_nothing_is_kept_of_no_events(workspace: Workspace) -> None:
    assert tracking.accept_events(workspace=workspace, events=[]) == 0
    assert not InboxBatch.objects.exists()


def test_large_numbers_of_events_are_kept_in_several_batches(
    workspace: Workspace, ada: Customer
) -> None:
    events = [viewed(ada, message_id=str(n)) for n in range(2 * tracking.BATCH + 1)]
    assert tracking.accept_events(workspace=workspace, events=events) == len(events)
    assert sorted(batch.count for batch in InboxBatch.objects.all()) == [
        1,
        tracking.BATCH,
        tracking.BATCH,
    ]


@pytest.mark.django_db(transaction=True)
def test_when_the_database_fails_midway_nothing_is_kept(
    workspace: Workspace, ada: Customer
) -> None:
    """The caller sends everything again; half of it would then count twice."""
    written = 0

    def fail_at_the_second(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal written
        written += "INSERT INTO" in sql and "inboxbatch" in sql
        if written == 2:
            raise DatabaseError("disk full")
        return execute(sql, *rest)

    events = [viewed(ada) for _ in range(tracking.BATCH + 1)]
    with connection.execute_wrapper(fail_at_the_second), pytest.raises(DatabaseError):
        tracking.accept_events(workspace=workspace, events=events)
    assert not InboxBatch.objects.exists()


def test_ids_tell_messages_and_workspaces_apart_and_stay_for_ever() -> None:
    assert event_id(1, "m1") == event_id(1, "m1") == 3_610_835_290_164_778_475
    found = {event_id(workspace, f"m{n}") for workspace in (1, 2) for n in range(1_000)}
    assert len(found) == 2_000
    assert all(0 <= one < 2**63 for one in found)


def test_events_without_a_message_id_are_all_different(workspace: Workspace, ada: Customer) -> None:
    tracking.accept_events(workspace=workspace, events=[viewed(ada)] * 3)
    assert len({event.event_id for event in unpack(InboxBatch.objects.get().body)}) == 3


@pytest.mark.parametrize(
    ("fields", "is_fine"),
    [
        ({"name": "x" * 200}, True),
        ({"name": "x" * 201}, False),
        ({"name": ""}, False),
        ({"name": " \t "}, False),
        ({"name": "a\x00b"}, False),
        ({"properties": {str(n): 1 for n in range(200)}}, True),
        ({"properties": {str(n): 1 for n in range(201)}}, False),
        ({"properties": {"a": "x" * 32_760}}, True),
        ({"properties": {"a": "x" * 32_761}}, False),
        ({"properties": {"a": "\x00"}}, False),
        ({"properties": {"\x00": 1}}, False),
        ({"properties": {"a": "C:\\u0000"}}, True),
        ({"properties": {"a": "\ud800"}}, False),
        ({"properties": {"a": object()}}, False),
        ({"properties": {"a": 2**63 - 1}}, True),
        ({"properties": {"a": 10**30}}, True),
        ({"properties": {"a": float("inf")}}, True),
        ({"occurred_at": datetime(2026, 1, 1)}, False),  # noqa: DTZ001
        ({"occurred_at": AT + timedelta(days=1)}, True),
        ({"occurred_at": AT + timedelta(days=1, seconds=1)}, False),
        ({"occurred_at": datetime(1970, 1, 1, tzinfo=UTC)}, True),
    ],
)
def test_limits_are_kept_to_the_letter(
    workspace: Workspace, ada: Customer, *, fields: dict[str, Any], is_fine: bool
) -> None:
    with clock.turned_to(AT):
        assert (refused(workspace, viewed(ada, **fields)) == []) is is_fine


def test_events_of_the_erased_and_of_other_workspaces_are_refused(
    workspace: Workspace, ada: Customer, other_workspace: Workspace
) -> None:
    now = clock.now()
    with working_in(other_workspace):
        stranger = Customer.objects.create(
            workspace=other_workspace, first_name="Eve", created_at=now, updated_at=now
        )
    assert refused(workspace, viewed(stranger)) == ["No customer has this id."]
    Customer.objects.filter(pk=ada.pk).update(erased_at=now)
    assert refused(workspace, viewed(ada)) == ["No customer has this id."]


def test_each_bad_event_is_told_once_for_each_reason(workspace: Workspace, ada: Customer) -> None:
    events = [viewed(ada), viewed(ada, name="", properties={"a": "x" * 40_000}), viewed(ada)]
    with pytest.raises(tracking.BadEvents) as caught:
        tracking.accept_events(workspace=workspace, events=events)
    assert [problem.index for problem in caught.value.problems] == [1, 1]
    assert not InboxBatch.objects.exists()


def test_only_the_batches_that_are_named_are_forgotten(workspace: Workspace, ada: Customer) -> None:
    for _ in range(3):
        tracking.accept_events(workspace=workspace, events=[viewed(ada)])
    first, second, third = InboxBatch.objects.order_by("pk").values_list("pk", flat=True)
    tracking.forget_batches([first, third, third + 99])
    assert list(InboxBatch.objects.values_list("pk", flat=True)) == [second]

"""Events follow their owner, and go back by the id they were handed in under."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from raabta.customers.models import Customer, EventOwner
from raabta.customers.services.attribution import attribute_events, release_events
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.unmerge import unmerge
from raabta.kernel import clock
from raabta.kernel.models import Change
from raabta.tracking import services as tracking
from raabta.tracking.event import IncomingEvent
from raabta.warehouse.preparing import prepared
from raabta.warehouse.queries import fetch
from raabta.warehouse.services import events_file, projection, rebuild
from raabta.warehouse.tables import Tables
from raabta.warehouse.warehouse_tables.event import EventTable
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace

Project = Callable[[], None]
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def person(workspace: Workspace) -> Customer:
    now = clock.now()
    return Customer.objects.create(workspace=workspace, created_at=now, updated_at=now)


def did(workspace: Workspace, customer: Customer, *message_ids: str) -> None:
    events = [IncomingEvent(customer.pk, "Viewed", {}, AT, one) for one in message_ids]
    tracking.accept_events(workspace=workspace, events=events)


def owners(workspace: Workspace) -> list[int]:
    """Whose the events are, one number for each."""
    found: list[tuple[Any, ...]] = fetch(Tables(workspace.pk).event.select("customer_id"))
    return sorted(pk for (pk,) in found)


def merge(workspace: Workspace, one: Customer, two: Customer) -> int:
    pair = {"survivor_id": one.pk, "other_id": two.pk}
    return merge_customers(workspace=workspace, actor=SYSTEM, **pair).pk


def test_events_follow_a_merge_and_go_back_the_later_ones_too(
    workspace: Workspace, project: Project
) -> None:
    one, two = person(workspace), person(workspace)
    did(workspace, one, "a")
    did(workspace, two, "b", "c")
    project()
    merged = merge(workspace, one, two)
    project()
    assert owners(workspace) == [one.pk] * 3
    did(workspace, two, "d", "b")  # a device that still knows the old id, and a repeat
    project()
    assert owners(workspace) == [one.pk] * 4
    unmerge(workspace=workspace, actor=SYSTEM, merge_id=merged)
    project()
    assert owners(workspace) == [one.pk] + [two.pk] * 3
    assert not EventOwner.objects.exists()


def test_a_chain_of_merges_is_followed_and_taken_back(
    workspace: Workspace, project: Project
) -> None:
    one, two, three = (person(workspace) for _ in range(3))
    for customer in (one, two, three):
        did(workspace, customer, f"of-{customer.pk}")
    inner = merge(workspace, two, three)
    outer = merge(workspace, one, two)
    project()
    assert owners(workspace) == [one.pk] * 3
    unmerge(workspace=workspace, actor=SYSTEM, merge_id=outer)
    project()
    assert owners(workspace) == [one.pk, two.pk, two.pk]
    unmerge(workspace=workspace, actor=SYSTEM, merge_id=inner)
    project()
    assert owners(workspace) == sorted([one.pk, two.pk, three.pk])


def test_events_of_a_visitor_are_those_of_the_person_they_turn_out_to_be(
    workspace: Workspace, project: Project
) -> None:
    one, two = person(workspace), person(workspace)
    visitor = -7
    row = [
        workspace.pk, 1, visitor, "Viewed", AT, AT, None, "", None, "", "", "", "", "", "", "{}",
        None,
    ]  # fmt: skip
    prepared().append(EventTable.shape(), [tuple(row)], batches=[])
    attribute_events(workspace=workspace, origin_ids=[visitor], customer_id=two.pk)
    project()
    assert owners(workspace) == [two.pk]
    merged = merge(workspace, one, two)
    project()
    assert owners(workspace) == [one.pk]
    unmerge(workspace=workspace, actor=SYSTEM, merge_id=merged)
    project()
    assert owners(workspace) == [two.pk]
    release_events(workspace=workspace, origin_ids=[visitor])
    project()
    assert owners(workspace) == [visitor]


def test_a_death_in_between_is_repeated_with_the_same_result(
    workspace: Workspace, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = person(workspace), person(workspace)
    did(workspace, two, "a", "b")
    project()
    merge(workspace, one, two)

    def die(**_arguments: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Change.objects, "filter", die)
        with pytest.raises(KeyboardInterrupt):
            projection.project_changes()
    assert Change.objects.exists()
    project()
    assert owners(workspace) == [one.pk] * 2


def test_a_rebuild_gives_the_same_answer(
    workspace: Workspace, project: Project, tmp_path: Any
) -> None:
    one, two = person(workspace), person(workspace)
    did(workspace, two, "a", "b")
    merge(workspace, one, two)
    project()
    rebuild(workspace=workspace)
    assert owners(workspace) == [one.pk] * 2
    events_file.save_events(tmp_path / "events.parquet")
    prepared().clear()
    EventOwner.objects.all().delete()  # as after an older copy of the records was put back
    events_file.load_events(tmp_path / "events.parquet")
    rebuild(workspace=workspace)
    assert owners(workspace) == [two.pk] * 2


def test_another_workspace_keeps_its_events(
    workspace: Workspace, other_workspace: Workspace, project: Project
) -> None:
    mine = person(workspace)
    rows = [
        (space, n, -7, "Viewed", AT, AT, None, "", None, "", "", "", "", "", "", "{}", None)
        for n, space in enumerate((workspace.pk, other_workspace.pk))
    ]
    for row in rows:
        prepared().append(EventTable.shape(), [row], batches=[])
    attribute_events(workspace=workspace, origin_ids=[-7], customer_id=mine.pk)
    project()
    assert owners(workspace) == [mine.pk]
    assert owners(other_workspace) == [-7]

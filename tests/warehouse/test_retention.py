"""What is too old goes, is counted before, and never belongs to somebody on legal hold."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from raabta.customers.models import Customer, Import
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.holds import place_hold
from raabta.customers.services.people import create_customer
from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.messaging.models import Message
from raabta.tracking import services as tracking
from raabta.tracking.event import IncomingEvent
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, RetentionRule, User, Workspace
from raabta.workspaces.retention import retention_objects
from raabta.workspaces.services.audit import record_audit
from raabta.workspaces.services.retention import (
    TooShort,
    request_all_rules,
    request_count,
    set_rule,
)
from tests.commerce.shop import placed
from tests.house.rows import make

Project = Callable[[], None]
LONG_AGO = timedelta(days=1_000)
DAYS = 365


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.FILES = tmp_path, tmp_path / "files"


def edge() -> datetime:
    return clock.now() - timedelta(days=DAYS)


def old_person(workspace: Workspace, name: str) -> Customer:
    with clock.turned_to(clock.now() - LONG_AGO):
        return create_customer(workspace=workspace, actor=SYSTEM, values={"first_name": name})


def did(workspace: Workspace, person: Customer, at: datetime) -> None:
    event = IncomingEvent(person.pk, "viewed", {}, at)
    with clock.turned_to(at + timedelta(seconds=1)):
        tracking.accept_events(workspace=workspace, events=[event])


def run_jobs() -> None:
    while jobs.run_next([jobs.WAREHOUSE]):
        pass
    assert not Job.objects.exclude(state=Job.State.DONE).exists()


def apply(workspace: Workspace, key: str) -> int:
    """The rule's dry run, then the rule; both must say the same."""
    set_rule(workspace=workspace, actor=SYSTEM, key=key, keep_days=DAYS, is_on=True)
    request_count(workspace=workspace, actor=SYSTEM)
    run_jobs()
    counted = RetentionRule.objects.get(key=key).count
    request_all_rules()
    run_jobs()
    removed = RetentionRule.objects.get(key=key).removed
    assert counted == removed
    return removed


def names() -> list[str]:
    alive = Customer.objects.filter(erased_at=None).order_by("first_name")
    return list(alive.values_list("first_name", flat=True))


def test_only_people_without_activity_are_erased(workspace: Workspace, project: Project) -> None:
    idle, held, ordered, viewed, clicked, machine, answered = (
        old_person(workspace, name)
        for name in ("idle", "held", "ordered", "viewed", "clicked", "machine", "answered")
    )
    create_customer(workspace=workspace, actor=SYSTEM, values={"first_name": "new"})
    now = clock.now()
    place_hold(workspace=workspace, actor=SYSTEM, customer_id=held.pk, reason="A case")
    placed(workspace, "1", customer_id=ordered.pk, at=now)
    placed(workspace, "2", customer_id=idle.pk, at=now - LONG_AGO)
    did(workspace, viewed, now - timedelta(days=2))
    did(workspace, idle, now - LONG_AGO)
    for person, is_machine in ((clicked, False), (machine, True)):
        message = make("messaging.Message", workspace, customer=person)
        given = {"message": message, "kind": "click", "at": now, "is_machine": is_machine}
        make("messaging.Engagement", workspace, **given)
    answer = Answer(answered.pk, "marketing", "email", "granted", "form")
    record_consent(workspace=workspace, actor=SYSTEM, answer=answer)
    project()
    assert apply(workspace, "people") == 2
    assert names() == ["answered", "clicked", "held", "new", "ordered", "viewed"]
    erased = AuditEntry.objects.filter(verb="customer.erased").values_list("actor_label", flat=True)
    assert list(erased) == ["Retention rule"] * 2
    detail = AuditEntry.objects.get(verb="retention.applied").detail
    assert detail == {"count": 2, "keep_days": DAYS}


def test_old_events_leave_the_warehouse_but_not_those_of_people_on_hold(
    workspace: Workspace, project: Project
) -> None:
    zainab, held = (old_person(workspace, name) for name in ("zainab", "held"))
    place_hold(workspace=workspace, actor=SYSTEM, customer_id=held.pk, reason="A case")
    now = clock.now()
    for person in (zainab, held):
        did(workspace, person, now - LONG_AGO)
        did(workspace, person, now - timedelta(days=2))
    project()
    assert apply(workspace, "events") == 1
    table = Tables(workspace.pk).event
    left = sorted(pk for (pk,) in fetch(table.select("customer_id")))
    assert left == sorted([zainab.pk, held.pk, held.pk])


def test_old_messages_lose_their_addresses_and_stay_as_numbers(
    workspace: Workspace, project: Project
) -> None:
    zainab, held = (old_person(workspace, name) for name in ("zainab", "held"))
    place_hold(workspace=workspace, actor=SYSTEM, customer_id=held.pk, reason="A case")
    then = clock.now() - LONG_AGO
    for person, at in ((zainab, then), (held, then), (zainab, clock.now())):
        given = {"planned_at": at, "sent_at": at, "state": "sent", "address": "a@mail.example"}
        make("messaging.Message", workspace, customer=person, **given)
    assert apply(workspace, "messages") == 1
    empty = Message.objects.filter(address="")
    assert [(row.customer_id, row.state, row.sent_at) for row in empty] == [
        (zainab.pk, "sent", then)
    ]


def test_old_import_files_and_audit_entries_go(workspace: Workspace, project: Project) -> None:
    then = clock.now() - LONG_AGO
    for at in (then, clock.now()):
        make("customers.Import", workspace, path="imports/x.csv", state="done", finished_at=at)
    assert apply(workspace, "import_files") == 1
    assert Import.objects.filter(path="").count() == 1
    with clock.turned_to(then):
        record_audit(workspace=workspace, actor=SYSTEM, verb="customer.erased", target="#1")
    before = AuditEntry.objects.count()
    assert apply(workspace, "audit") == 1
    assert not AuditEntry.objects.filter(at__lt=edge()).exists()
    assert AuditEntry.objects.count() == before - 1 + 2  # its own rule, and that it was applied


def test_a_rule_that_is_off_removes_nothing(workspace: Workspace, project: Project) -> None:
    old_person(workspace, "idle")
    for key in retention_objects:
        set_rule(workspace=workspace, actor=SYSTEM, key=key, keep_days=DAYS, is_on=False)
    request_all_rules()
    assert not Job.objects.exists()
    set_rule(workspace=workspace, actor=SYSTEM, key="people", keep_days=DAYS, is_on=True)
    request_all_rules()
    set_rule(workspace=workspace, actor=SYSTEM, key="people", keep_days=DAYS, is_on=False)
    run_jobs()
    assert names() == ["idle"]


def test_nothing_is_kept_for_less_than_its_least(workspace: Workspace) -> None:
    with pytest.raises(TooShort):
        set_rule(workspace=workspace, actor=SYSTEM, key="people", keep_days=1, is_on=True)
    assert not RetentionRule.objects.exists()


def test_the_page_saves_counts_and_shows_what_is_too_old(
    workspace: Workspace, owner: User, project: Project
) -> None:
    old_person(workspace, "idle")
    page = Client()
    page.force_login(owner)
    typed = {f"{key}-keep_days": "400" for key in retention_objects}
    wrong = page.post("/settings/retention/", {**typed, "people-keep_days": "3"})
    assert wrong.status_code == 422
    assert not RetentionRule.objects.exists()
    assert page.post("/settings/retention/", {**typed, "people-is_on": "on"}).status_code == 303
    run_jobs()
    shown = page.get("/settings/retention/").content.decode()
    assert "is too old now" in shown
    assert names() == ["idle"], "counting removes nothing"
    on = RetentionRule.objects.filter(is_on=True)
    assert list(on.values_list("key", "keep_days", "count")) == [("people", 400, 1)]

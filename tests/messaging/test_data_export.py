"""A person who asks gets everything that is held of them, and nothing of anybody else."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from raabta.customers.models import Customer
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.erasure import erase_customer
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.unmerge import unmerge
from raabta.customers.services.notes import write_note
from raabta.customers.services.people import create_customer, edit_customer
from raabta.customers.services.person_export import export_person, person_export_path
from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.messaging.models import Mailing, OutboxMail
from raabta.messaging.services import plan_messages
from raabta.messaging.services.sending import send_due
from raabta.messaging.signing import export_url
from raabta.tracking import services as tracking
from raabta.tracking.event import IncomingEvent
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, User, Workspace
from tests.commerce.shop import line, placed, refunded

Project = Callable[[], None]


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path


@pytest.fixture
def zainab(workspace: Workspace, mailing: Mailing, project: Project) -> Customer:
    made = create_customer(
        workspace=workspace, actor=SYSTEM, tags=["VIP"],
        values={"first_name": "زینب", "email": "z@mail.example", "language": "ur"},
    )  # fmt: skip
    known(workspace, made)
    project()
    return made


def known(workspace: Workspace, person: Customer) -> None:
    """One of everything about this person."""
    edit_customer(
        workspace=workspace, actor=SYSTEM, customer_id=person.pk, values={"city": "Lahore"}
    )
    write_note(workspace=workspace, actor=SYSTEM, about=person, body="=LAMPS()")
    answer = Answer(person.pk, "marketing", "email", "granted", "form", evidence="Signed")
    record_consent(workspace=workspace, actor=SYSTEM, answer=answer)
    order = placed(
        workspace, f"order-of-{person.pk}", line("LAMP", 2, 1_250), customer_id=person.pk
    )
    refunded(workspace, order, 1_250, number=f"R{person.pk}")
    viewed = IncomingEvent(person.pk, "product_viewed", {"sku": "LAMP"}, clock.now())
    tracking.accept_events(workspace=workspace, events=[viewed])
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=[person.pk], not_before=clock.now()
    )
    assert send_due() == 1


def run_export(workspace: Workspace, person: Customer) -> Job:
    job = export_person(workspace=workspace, actor=SYSTEM, customer_id=person.pk)
    assert jobs.run_next([jobs.WAREHOUSE])
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    return job


def contents(job: Job) -> dict[str, bytes]:
    with ZipFile(person_export_path(job)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_file_holds_everything_in_the_persons_language(
    workspace: Workspace, zainab: Customer
) -> None:
    files = contents(run_export(workspace, zainab))
    read = {name: json.loads(text) for name, text in files.items() if name.endswith(".json")}
    person = read["person.json"]
    assert [held["value"] for held in person["addresses"]] == ["z@mail.example"]
    assert person["tags"] == ["VIP"]
    assert {"field": "city", "label": "شہر", "value": "Lahore"} in person["fields"]
    assert [row["body"] for row in read["notes.json"]] == ["=LAMPS()"]
    assert [row["field"] for row in read["changes.json"]] == ["city"]
    assert [row["evidence"] for row in read["consent_ledger.json"]] == ["Signed"]
    assert read["consents.json"]["ledger_is_whole"] is True
    assert [row["total"] for row in read["orders.json"]] == ["25.00"]
    assert [(row["sku"], row["quantity"]) for row in read["order_lines.json"]] == [("LAMP", 2)]
    assert [row["amount"] for row in read["refunds.json"]] == ["12.50"]
    assert [(row["name"], row["properties"]) for row in read["events.json"]] == [
        ("product_viewed", {"sku": "LAMP"})
    ]
    (message,) = read["messages.json"]
    assert (message["name"], message["state"]) == ("Spring", "sent")
    assert b"Subject:" in files[message["file"]]
    assert {row["title"] for row in read["timeline.json"]} >= {"Spring"}
    readme = files["README.txt"].decode("utf-8-sig")
    assert "orders.json, orders.csv" in readme
    assert "Shop" in readme


def test_tables_open_in_a_spreadsheet_and_run_nothing(
    workspace: Workspace, zainab: Customer
) -> None:
    files = contents(run_export(workspace, zainab))
    rows = list(csv.reader(io.StringIO(files["order_lines.csv"].decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][2:5] == ["LAMP", "Lamp", "2"]
    assert "'=LAMPS()" in files["notes.csv"].decode("utf-8-sig")


def test_a_message_that_was_not_kept_is_made_again(workspace: Workspace, zainab: Customer) -> None:
    OutboxMail.objects.all().delete()
    files = contents(run_export(workspace, zainab))
    (message,) = json.loads(files["messages.json"])
    assert message["file"].endswith(".html")
    assert "زینب" in files[message["file"]].decode()


def test_nothing_of_anybody_else_is_inside(workspace: Workspace, zainab: Customer) -> None:
    other = create_customer(
        workspace=workspace, actor=SYSTEM,
        values={"first_name": "Rafiq", "email": "rafiq@mail.example"},
    )  # fmt: skip
    known(workspace, other)
    files = contents(run_export(workspace, zainab))
    for name, content in files.items():
        assert b"rafiq" not in content.lower(), name
        assert f"order-of-{other.pk}".encode() not in content, name


def test_a_merged_record_is_inside_and_after_the_merge_is_taken_back_it_is_anothers(
    workspace: Workspace, zainab: Customer
) -> None:
    other = create_customer(
        workspace=workspace, actor=SYSTEM,
        values={"first_name": "Rafiq", "email": "rafiq@mail.example"},
    )  # fmt: skip
    known(workspace, other)
    merge = merge_customers(
        workspace=workspace, actor=SYSTEM, survivor_id=zainab.pk, other_id=other.pk
    )
    (held,) = json.loads(contents(run_export(workspace, zainab))["merges.json"])
    assert held["merged"]["email"] == "rafiq@mail.example"
    unmerge(workspace=workspace, actor=SYSTEM, merge_id=merge.pk)
    for name, content in contents(run_export(workspace, zainab)).items():
        assert b"rafiq" not in content.lower(), name


def test_who_was_erased_has_no_file_any_more(workspace: Workspace, zainab: Customer,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    job = run_export(workspace, zainab)
    waiting = export_person(workspace=workspace, actor=SYSTEM, customer_id=zainab.pk)
    with django_capture_on_commit_callbacks(execute=True):
        erase_customer(workspace=workspace, actor=SYSTEM, customer_id=zainab.pk)
    assert not person_export_path(job).exists()
    assert jobs.run_next([jobs.WAREHOUSE])
    waiting.refresh_from_db()
    assert waiting.state == Job.State.FAILED
    assert "erased" in waiting.error


def test_a_colleague_exports_and_downloads_and_the_audit_trail_knows(
    workspace: Workspace, owner: User, zainab: Customer
) -> None:
    client = Client()
    client.force_login(owner)
    answer = client.post(f"/customers/{zainab.pk}/export")
    assert answer.status_code == 303
    assert jobs.run_next([jobs.WAREHOUSE])
    job = Job.objects.get(kind="customers.export_person")
    link = f"/customers/data-exports/{job.pk}"
    assert link in client.get(answer.headers["Location"]).content.decode()
    file = client.get(link)
    assert file.headers["Content-Type"] == "application/zip"
    assert ZipFile(io.BytesIO(b"".join(file.streaming_content))).testzip() is None
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", "target_id"))
    wanted = ["customer.data_exported", "customer.data_downloaded"]
    assert verbs[-2:] == [(verb, str(zainab.pk)) for verb in wanted]


def test_the_signed_link_needs_no_login_and_ends_with_the_file(
    workspace: Workspace, zainab: Customer
) -> None:
    job = export_person(workspace=workspace, actor=SYSTEM, customer_id=zainab.pk)
    path = "/" + export_url(job.pk).split("/", 3)[3]
    waiting = Client().get(path)
    assert (waiting.status_code, 'dir="rtl"' in waiting.content.decode()) == (200, True)
    assert jobs.run_next([jobs.WAREHOUSE])
    file = Client().get(path)
    assert file.headers["Content-Type"] == "application/zip"
    file.close()
    assert AuditEntry.objects.filter(verb="customer.data_downloaded").count() == 1
    assert Client().get(path[:-1] + "x").status_code == 404
    assert Client().get(path.replace(f"/{job.pk}/", f"/{job.pk + 1}/")).status_code == 404
    person_export_path(job).unlink()
    assert Client().get(path).status_code == 410

"""An archive that is uploaded becomes a workspace, and a job that died goes on."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from raabta.customers.models import Company, Customer, CustomerChange
from raabta.customers.services.companies import create_company
from raabta.customers.services.people import create_customer, edit_customer
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.messaging.models import Message
from raabta.warehouse.preparing import prepared
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.warehouse.warehouse_tables.event import EventTable
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.leaving import archive
from raabta.workspaces.models import User, Workspace
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services import arrivals, arriving, leaving
from tests.engines.world import full as full_row
from tests.house.rows import make

AT = "/workspaces/import"


@pytest.fixture
def site(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


@pytest.fixture
def packed(workspace: Workspace, project: Callable[[], None], tmp_path: Path) -> bytes:
    create_customer(workspace=workspace, actor=SYSTEM, values={"email": "ada@shop.example"})
    return left(workspace, tmp_path)


def left(workspace: Workspace, folder: Path) -> bytes:
    path = folder / "all.zip"
    leaving.export_workspace(workspace=workspace, path=path)
    return path.read_bytes()


def upload(site: Client, content: bytes, **more: str) -> Any:
    return site.post(AT, {"file": SimpleUploadedFile("all.zip", content), **more})


def kept() -> list[Path]:
    return list((Path(settings.FILES) / arrivals.FOLDER).glob("*.zip"))


def brought(owner: User, content: bytes) -> Job:
    return arrivals.receive_archive(user=owner, actor=SYSTEM, name="New", pieces=[content])


def test_an_upload_becomes_a_workspace(site: Client, packed: bytes) -> None:
    answer = upload(site, packed, name="New home")
    assert answer.status_code == 303
    at = answer.headers["Location"]
    assert "hx-get" in site.get(at).content.decode()
    assert upload(site, packed).status_code == 422  # one after the other
    assert jobs.run_next([jobs.WAREHOUSE])
    new = Workspace.objects.get(name="New home")
    with working_in(new):
        assert Customer.objects.get().email == "ada@shop.example"
    page = site.get(at).content.decode()
    assert "Everything arrived" in page
    assert kept() == []


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_what_is_no_archive_is_refused(site: Client, workspace: Workspace, content: bytes) -> None:
    assert upload(site, content).status_code == 422
    assert Workspace.objects.count() == 1
    assert kept() == []


def test_a_size_is_too_much(site: Client, packed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "LARGEST", 100)
    assert upload(site, packed).status_code == 422
    monkeypatch.setattr(arrivals, "LARGEST", 10**9)
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 100)
    assert upload(site, packed).status_code == 422
    assert kept() == []


def test_an_altered_archive_leaves_nothing(
    site: Client, owner: User, packed: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "altered.zip"
    with zipfile.ZipFile(tmp_path / "all.zip") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content + b"\n" if name == "records/tags.jsonl" else content)
    job = brought(owner, path.read_bytes())
    assert jobs.run_next([jobs.WAREHOUSE])
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "tags.jsonl" in job.error
    assert not Workspace.objects.filter(name="New").exists()
    assert kept() == []
    assert "tags.jsonl" in site.get(f"{AT}/{job.pk}").content.decode()


def test_a_cancelled_arrival_leaves_nothing(owner: User, packed: bytes) -> None:
    job = brought(owner, packed)
    Job.objects.filter(pk=job.pk).update(is_cancel_requested=True)
    run = jobs.Run(Job.objects.get(pk=job.pk))
    new = Workspace.objects.get(name="New")
    with pytest.raises(jobs.Cancelled):
        arrivals.run_import(run, new)
    assert not Workspace.objects.filter(name="New").exists()
    assert kept() == []


def test_a_job_that_died_after_the_commit_goes_on(
    owner: User, workspace: Workspace, project: Callable[[], None], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    person = create_customer(
        workspace=workspace, actor=SYSTEM, values={"email": "ada@shop.example"}
    )
    told = {"workspace_id": workspace.pk, "name": "Viewed", "event_id": 1}
    row = full_row(EventTable.shape(), {**told, "customer_id": person.pk})
    prepared().append(EventTable.shape(), [row], batches=[])
    job = brought(owner, left(workspace, tmp_path))
    new = Workspace.objects.get(name="New")

    def die(**_asked: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(arriving, "finish_arrival", die)
        with pytest.raises(KeyboardInterrupt):
            arrivals.run_import(jobs.Run(job), new)
    assert kept()
    for _again in range(2):  # it may die a second time
        job.refresh_from_db()
        again = jobs.Run(job)
        with monkeypatch.context() as held:
            held.setattr(arrivals, "_remove_upload", lambda *_asked: None)
            before = dict(job.result)
            arrivals.run_import(again, new)
            Job.objects.filter(pk=job.pk).update(result=before)
    with working_in(new):
        mine = Customer.objects.get()
    events = Tables(new.pk).event
    assert fetch(events.select("customer_id")) == [(mine.pk,)]


def test_events_of_messages_and_histories_follow_the_new_ids(
    owner: User, workspace: Workspace, project: Callable[[], None], tmp_path: Path
) -> None:
    person = create_customer(workspace=workspace, actor=SYSTEM, values={"email": "a@shop.example"})
    acme = create_company(workspace=workspace, actor=SYSTEM, values={"name": "Acme"})
    edit_customer(
        workspace=workspace, actor=SYSTEM, customer_id=person.pk, values={"company_id": acme.pk}
    )
    campaign = make("campaigns.Campaign", workspace)
    origin = f"campaign:{campaign.pk}"
    mailing = make("messaging.Mailing", workspace, origin=origin, state="finished")
    message = make("messaging.Message", workspace, origin=origin, mailing=mailing, state="sent")
    names = ("email_clicked", "email_clicked", "Viewed")
    properties = [f'{{"origin": "{origin}"}}', '{"plan": "gold"}', f'{{"origin": "{origin}"}}']
    ids = {"message_id": str(message.pk), "campaign_id": str(campaign.pk)}
    rows = [
        full_row(
            EventTable.shape(),
            {
                **ids,
                "workspace_id": workspace.pk,
                "event_id": at,
                "customer_id": person.pk,
                "name": name,
                "properties": told,
            },
        )
        for at, (name, told) in enumerate(zip(names, properties, strict=True))
    ]
    prepared().append(EventTable.shape(), rows, batches=[])
    brought(owner, left(workspace, tmp_path))
    assert jobs.run_next([jobs.WAREHOUSE])
    new = Workspace.objects.get(name="New")
    with working_in(new):
        here, sent = type(campaign).objects.get(), Message.objects.get()
        assert here.pk != campaign.pk
        change = CustomerChange.objects.get(field="company_id")
        assert (change.old, change.new) == (None, Company.objects.get().pk)
    events = Tables(new.pk).event
    told = fetch(events.select("name", "campaign_id", "message_id", "properties"))
    moved = [row for row in told if f'"campaign:{here.pk}"' in row[3].replace(" ", "")]
    assert [row[:3] for row in moved] == [("email_clicked", str(here.pk), str(sent.pk))]
    stayed = {row[0]: row[1:3] for row in told if row not in moved}
    assert stayed == {name: tuple(reversed(ids.values())) for name in ("email_clicked", "Viewed")}


def test_only_who_asked_sees_the_arrival(
    client: Client, owner: User, packed: bytes, other_workspace: Workspace
) -> None:
    job = brought(owner, packed)
    client.force_login(User.objects.get(email="stranger@rival.example"))
    assert client.get(f"{AT}/{job.pk}").status_code == 404

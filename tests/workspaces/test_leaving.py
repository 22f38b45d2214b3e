"""A workspace leaves in one archive and arrives elsewhere as it was."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from raabta.audiences.models import Audience
from raabta.audiences.packing import pack
from raabta.content import image_files
from raabta.customers.models import ConsentRecord, Customer, SavedView
from raabta.customers.services.consent_proof import verify_ledger
from raabta.messaging.models import Message
from raabta.warehouse.preparing import prepared
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.warehouse.warehouse_tables.event import EventTable
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.leaving.archive import UnreadableArchive
from raabta.workspaces.models import AuditEntry, User, Workspace
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services import arriving, create_workspace, leaving
from raabta.workspaces.workspace_export import all_tables
from tests.engines.world import full as full_row
from tests.house.rows import make

CHANGED = {"token", "public_id", "seal", "actor_label"}  # unique on a server, or sealed anew


@pytest.fixture
def full(workspace: Workspace, project: Callable[[], None]) -> Workspace:
    """A row of every model that leaves."""
    person = make("customers.Customer", workspace)
    mailing = make("messaging.Mailing", workspace, state="finished")
    message = make("messaging.Message", workspace, mailing=mailing, state="sent")
    given: dict[str, dict[str, Any]] = {
        "customers.ConsentRecord": {"position": 1},
        "messaging.Mailing": {"state": "finished"},
        "messaging.Message": {"mailing": mailing, "state": "sent", "occurrence": "2"},
        "messaging.Engagement": {"message": message},
        "customers.EventOwner": {"origin_id": person.pk},
        "audiences.SnapshotPage": {"ids": pack([person.pk])},
        "objects.ObjectLink": {"customer": person},
    }
    for table in all_tables():
        make(table.model_name, workspace, **given.get(table.model_name, {}))
    return workspace


def exported(workspace: Workspace, path: Path) -> dict[str, list[dict[str, Any]]]:
    with working_in(workspace):
        leaving.export_workspace(workspace=workspace, path=path)
    with zipfile.ZipFile(path) as archive:
        return {
            table.name: [
                json.loads(line) for line in archive.open(leaving.path_of(table)).readlines()
            ]
            for table in all_tables()
            if not table.may_be_there
        }


def arrived(path: Path, owner: User, **more: Any) -> Workspace:
    new = create_workspace(name="New home", owner=owner)
    arriving.import_workspace(workspace=new, actor=SYSTEM, path=path, owner_id=owner.pk, **more)
    return new


def numbered(tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The rows with their places instead of ids."""
    places = {
        table.model_name: {row["id"]: at for at, row in enumerate(tables.get(table.name, ()))}
        for table in all_tables()
    }
    people = places["customers.Customer"]
    for page in tables["snapshot_pages"]:
        page["ids"] = [people[pk] for pk in page["ids"]]
    found = {}
    for table in all_tables():
        keys = {"id": table.model_name, **arriving.references(table)}
        found[table.name] = [
            {
                name: places[keys[name]].get(value, value) if name in keys and value else value
                for name, value in row.items()
                if name not in CHANGED
            }
            for row in tables.get(table.name, ())
        ]
    return found


def test_what_left_arrives_and_leaves_again_the_same(
    full: Workspace, owner: User, tmp_path: Path
) -> None:
    first = exported(full, tmp_path / "first.zip")
    new = arrived(tmp_path / "first.zip", owner)
    second = exported(new, tmp_path / "second.zip")
    assert numbered(second) == numbered(first)
    assert all(rows for name, rows in first.items()), "make a row of every model"
    assert not {row["id"] for row in first["customers"]} & {
        row["id"] for row in second["customers"]
    }
    with working_in(new):
        assert AuditEntry.objects.filter(verb="workspace.imported").count() == 1


def test_the_ledger_holds_where_it_arrives_and_nobody_is_mailed_again(
    workspace: Workspace, project: Callable[[], None], owner: User, tmp_path: Path
) -> None:
    campaign = make("campaigns.Campaign", workspace, state="sending")
    origin = f"campaign:{campaign.pk}"
    mailing = make("messaging.Mailing", workspace, origin=origin, state="active")
    for at, state in enumerate(("queued", "handed", "sent")):
        make(
            "messaging.Message",
            workspace,
            origin=origin,
            mailing=mailing,
            state=state,
            occurrence=str(at),
        )
    person = make("customers.Customer", workspace)
    for position in (1, 2):
        make("customers.ConsentRecord", workspace, customer=person, position=position)
    exported(workspace, tmp_path / "all.zip")
    new = arrived(tmp_path / "all.zip", owner)
    with working_in(new):
        here = Message.objects.order_by("pk")
        assert [one.state for one in here] == ["cancelled", "unknown", "sent"]
        assert {one.origin for one in here} == {
            f"campaign:{one.pk}" for one in type(campaign).objects.all()
        }
        assert ConsentRecord.objects.count() == 2
        assert verify_ledger(new).holds


def test_events_arrive_with_their_people_and_visitors_stay_apart(
    workspace: Workspace, project: Callable[[], None], owner: User, tmp_path: Path
) -> None:
    person = make("customers.Customer", workspace, external_id="ada")
    event = {"workspace_id": workspace.pk, "name": "Viewed", "value": 5.0}
    rows = [
        full_row(EventTable.shape(), {**event, "event_id": at, "customer_id": pk})
        for at, pk in enumerate((person.pk, -7, -8))
    ]
    prepared().append(EventTable.shape(), rows, batches=[])
    exported(workspace, tmp_path / "all.zip")
    new = arrived(tmp_path / "all.zip", owner)
    with working_in(new):
        ada = Customer.objects.get(external_id="ada").pk
        table = Tables(new.pk).event
        found = sorted(fetch(table.select("customer_id", "name", "value")))
    assert ada != person.pk
    assert found == [(-8, "Viewed", 5.0), (-7, "Viewed", 5.0), (ada, "Viewed", 5.0)]


def test_a_rule_names_the_audience_and_the_campaign_that_arrived_with_it(
    workspace: Workspace, project: Callable[[], None], owner: User, tmp_path: Path
) -> None:
    inner = make("audiences.Audience", workspace, name="Inner")
    campaign = make("campaigns.Campaign", workspace)
    rule = {
        "match": "all",
        "items": [
            {"key": "in_audience", "params": {"audience": inner.pk}},
            {"match": "any", "items": [
                {"key": "message_engagement", "params": {"origin": f"campaign:{campaign.pk}"}},
                {"key": "tag", "params": {"tags": ["vip"]}},
            ]},
        ],
    }  # fmt: skip
    make("audiences.Audience", workspace, name="Outer", rule=rule)
    make("customers.SavedView", workspace, query=f"audience={inner.pk}&city=Lahore")
    exported(workspace, tmp_path / "all.zip")
    new = arrived(tmp_path / "all.zip", owner)
    with working_in(new):
        there = Audience.objects.get(name="Inner").pk
        outer = Audience.objects.get(name="Outer").rule
        assert SavedView.objects.get().query == f"audience={there}&city=Lahore"
        mail = f"campaign:{type(campaign).objects.get().pk}"
    assert there != inner.pk
    assert outer["items"][0]["params"] == {"audience": there}
    assert outer["items"][1]["items"][0]["params"] == {"origin": mail}
    assert outer["items"][1]["items"][1] == rule["items"][1]["items"][1]


def test_pictures_arrive_under_a_name_of_their_own(
    workspace: Workspace, project: Callable[[], None], owner: User, tmp_path: Path
) -> None:
    image_files.write("old-token", b"picture")
    make("content.Image", workspace, token="old-token")
    tree = [{"tagName": "mj-image", "attributes": {"src": "http://x/media/old-token"}}]
    make("content.Variant", workspace, tree=tree)
    exported(workspace, tmp_path / "all.zip")
    new = arrived(tmp_path / "all.zip", owner)
    with working_in(new):
        from raabta.content.models import Image, Variant  # noqa: PLC0415

        token = Image.objects.get().token
        assert token != "old-token"
        assert image_files.path_of(token).read_bytes() == b"picture"
        assert token in json.dumps(Variant.objects.get().tree)


def altered(path: Path, change: Callable[[str, bytes], bytes], target: Path) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def test_an_altered_archive_is_refused_and_nothing_is_written(
    full: Workspace, owner: User, tmp_path: Path
) -> None:
    exported(full, tmp_path / "first.zip")

    def change(name: str, content: bytes) -> bytes:
        return content + b"{}\n" if name == "records/tags.jsonl" else content

    path = altered(tmp_path / "first.zip", change, tmp_path / "wrong.zip")
    people = Customer._base_manager.count()
    with pytest.raises(UnreadableArchive, match=r"tags\.jsonl"):
        arrived(path, owner)
    assert Customer._base_manager.count() == people


def test_a_row_cannot_point_to_another_workspace(
    workspace: Workspace, project: Callable[[], None], owner: User, tmp_path: Path
) -> None:
    stranger = make("customers.Customer", workspace)
    make("customers.Note", workspace, customer=stranger)
    other = make("customers.Customer", workspace)
    path = tmp_path / "all.zip"
    exported(workspace, path)

    def change(name: str, content: bytes) -> bytes:
        """Without sums, as somebody would write it, with a person who is not inside."""
        if name == "records/notes.jsonl":
            return content.replace(
                f'"customer_id": {stranger.pk}'.encode(),
                f'"customer_id": {other.pk + 900}'.encode(),
            )
        return content

    import hashlib  # noqa: PLC0415

    def summed(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return change(name, content)
        manifest = json.loads(content)
        with zipfile.ZipFile(path) as old:
            for one in manifest["files"]:
                found = change(one, old.read(one))
                manifest["files"][one]["sha256"] = hashlib.sha256(found).hexdigest()
        return json.dumps(manifest).encode()

    new = arrived(altered(path, summed, tmp_path / "forged.zip"), owner)
    with working_in(new):
        from raabta.customers.models import Note  # noqa: PLC0415

        assert Note.objects.get().customer_id is None


def test_nothing_arrives_where_something_is(full: Workspace, owner: User, tmp_path: Path) -> None:
    exported(full, tmp_path / "first.zip")
    with pytest.raises(arriving.NotEmpty):
        arriving.import_workspace(
            workspace=full, actor=SYSTEM, path=tmp_path / "first.zip", owner_id=owner.pk
        )


def test_a_file_that_is_no_export_is_refused(owner: User, tmp_path: Path) -> None:
    path = tmp_path / "holiday.zip"
    path.write_bytes(b"PK nothing")
    with pytest.raises(UnreadableArchive):
        arrived(path, owner)

from raabta.customers.models import Import
from raabta.customers.queries.imports import some_rejected
from raabta.customers.services import imports
from raabta.kernel import jobs
from raabta.objects.models import ObjectChange, ObjectLink, ObjectRecord
from raabta.workspaces.models import Workspace
from tests.customers.importing import ACTOR, counted, imported
from tests.objects.garage import person, role, vehicle, vehicles

FILE = "Unique key,Model,Doors,Insured_Until,Owner,Driver\n"


def brought(workspace: Workspace, lines: str, **options: object) -> Import:
    return imported(workspace, FILE + lines, name="cars.csv", target="objects:vehicle", **options)


def taken_back(workspace: Workspace, row: Import) -> None:
    imports.revert_import(workspace=workspace, row=row, actor=ACTOR)
    assert jobs.run_next([jobs.DEFAULT])


def test_rows_become_records_with_fields_and_relations(workspace: Workspace) -> None:
    kind = vehicles(workspace)
    ada, bob = person(workspace, "Ada"), person(workspace, "Bob")

    row = brought(
        workspace, "LHR-1,Civic,5,03/04/2027,ada@shop.example,ada@shop.example;BOB@shop.example\n"
    )

    assert counted(row) == {"created": 1}
    record = ObjectRecord.objects.get(kind=kind)
    assert record.attributes == {"model": "Civic", "doors": 5, "insured_until": "2027-04-03"}
    held = {(one.role.key, one.customer_id) for one in ObjectLink.objects.filter(record=record)}
    assert held == {("owner", ada.pk), ("driver", ada.pk), ("driver", bob.pk)}


def test_a_known_record_is_changed_and_its_owner_with_it(workspace: Workspace) -> None:
    kind = vehicles(workspace)
    ada, bob = person(workspace, "Ada"), person(workspace, "Bob")
    brought(workspace, "LHR-1,Civic,5,,ada@shop.example,\n")

    row = brought(workspace, "LHR-1,,3,,bob@shop.example,\nLHR-2,Alto,,,,\nLHR-2,Alto,,,,\n")

    assert counted(row) == {"created": 1, "updated": 1, "unchanged": 1}
    record = ObjectRecord.objects.get(kind=kind, external_id="LHR-1")
    assert record.attributes == {"model": "Civic", "doors": 3}
    assert ObjectLink.objects.get(record=record).customer_id == bob.pk != ada.pk
    assert ObjectChange.objects.get(record=record).differences == {"doors": [5, 3]}


def test_a_field_can_tell_records_apart(workspace: Workspace) -> None:
    kind = vehicles(workspace)
    vehicle(workspace, kind, "A", model="Civic", doors=5)
    vehicle(workspace, kind, "B", model="Alto")
    vehicle(workspace, kind, "C", model="Alto")

    row = brought(workspace, ",Civic,3,,,\n,Alto,4,,,\n,Swift,2,,,\n,,2,,,\n", match_by="model")

    assert counted(row) == {"updated": 1, "created": 1, "rejected": 2}
    assert [one.reason for one in some_rejected(row, 9)] == ["two_records", "unmatched"]
    assert ObjectRecord.objects.get(external_id="A").attributes["doors"] == 3


def test_wrong_rows_are_refused_with_reasons(workspace: Workspace) -> None:
    vehicles(workspace)
    lines = "A,Civic,five,,,\nB,Alto,,,nobody@x.example,\nC,Swift,4,,,\n"

    row = brought(workspace, lines)

    assert counted(row) == {"created": 1, "rejected": 2}
    reasons = [one.reason for one in some_rejected(row, 9)]
    assert reasons == ["number", "unknown_target"]


def test_wrong_values_can_be_left_out(workspace: Workspace) -> None:
    kind = vehicles(workspace)
    row = brought(workspace, "A,Civic,five,,nobody@x.example,\n", invalid="leave_out")

    assert counted(row) == {"created": 1}
    assert row.notes == {"left_out_number": 1, "left_out_unknown_target": 1}
    assert ObjectRecord.objects.get(kind=kind).attributes == {"model": "Civic"}


def test_an_import_is_taken_back(workspace: Workspace) -> None:
    kind = vehicles(workspace)
    ada = person(workspace, "Ada")
    person(workspace, "Bob")
    brought(workspace, "LHR-1,Civic,5,,ada@shop.example,\n")
    row = brought(workspace, "LHR-1,,3,,bob@shop.example,\nLHR-2,Alto,,,bob@shop.example,\n")

    taken_back(workspace, row)

    row.refresh_from_db()
    assert row.state == Import.State.REVERTED
    record = ObjectRecord.objects.get(kind=kind, deleted_at=None)
    assert (record.external_id, record.attributes) == ("LHR-1", {"model": "Civic", "doors": 5})
    assert ObjectLink.objects.get(record=record).customer_id == ada.pk
    assert not ObjectLink.objects.filter(role=role(kind, "owner"), record__external_id="LHR-2")


def test_an_import_taken_back_leaves_what_was_changed_since(workspace: Workspace) -> None:
    kind = vehicles(workspace)
    row = brought(workspace, "LHR-1,Civic,5,,,\n")
    brought(workspace, "LHR-1,,3,,,\n")

    taken_back(workspace, row)

    assert ObjectRecord.objects.get(kind=kind, deleted_at=None).attributes["doors"] == 3


def test_what_was_exported_is_read_back(workspace: Workspace) -> None:
    row = _received(workspace, "vehicle")
    assert row.target == "objects"
    assert row.mapping == {
        "0": "external_id",
        "1": "field:model",
        "2": "field:doors",
        "3": "field:insured_until",
        "4": "role:owner",
        "5": "role:driver",
    }


def _received(workspace: Workspace, key: str) -> Import:
    vehicles(workspace)
    return imports.receive_file(
        workspace=workspace,
        actor=ACTOR,
        target=f"objects:{key}",
        filename="cars.csv",
        pieces=[FILE.encode() + b"A,Civic,5,2027-04-03,,\n"],
    )

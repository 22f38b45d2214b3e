from collections.abc import Callable

from raabta.objects.models import ObjectKind, ObjectLink, ObjectRecord
from raabta.workspaces.models import Workspace
from tests.api.conftest import Program
from tests.objects.garage import person, vehicle, vehicles

AT = "/objects/of/vehicle"


def test_a_program_makes_a_kind_with_fields_and_relations(api: Program) -> None:
    made = api.post("/objects/kinds", {"key": "vehicle", "names": {"en": ["Vehicle", "Vehicles"]}})
    assert made.status_code == 201
    at = "/objects/kinds/vehicle"
    api.post(f"{at}/fields", {"label": "Doors", "kind": "number"})
    api.post(f"{at}/roles", {"label": "Part of", "target": "record", "target_kind": "vehicle"})
    (one,) = api.get("/objects/kinds").data
    assert [field["key"] for field in one["fields"]] == ["doors"]
    assert [(r["key"], r["target_kind"]) for r in one["roles"]] == [("part_of", "vehicle")]
    again = api.post("/objects/kinds", {"key": "vehicle", "names": {"en": ["Car", "Cars"]}})
    assert again.status_code == 409
    bad = api.post("/objects/kinds", {"names": {"en": ["Car"]}})
    assert bad.status_code == 422
    assert api.patch(at, {"icon": "no-such-icon"}).status_code == 422
    assert api.delete(at).status_code == 204
    assert api.get("/objects/kinds").data == []
    assert ObjectKind.objects.count() == 1


def test_records_are_saved_by_their_external_id(api: Program, workspace: Workspace) -> None:
    vehicles(workspace)
    ada = person(workspace, "Ada")
    body = {"external_id": "LHR-1", "attributes": {"doors": 5}, "links": {"owner": [ada.email]}}
    assert [api.post(AT, body).status_code for _ in range(2)] == [201, 200]
    record = ObjectRecord.objects.get()
    assert ObjectLink.objects.get().customer_id == ada.pk
    rows = [
        {"external_id": "LHR-1", "attributes": {"doors": None, "model": "Mehran"}},
        {"external_id": "LHR-2", "links": {"owner": ["nobody@shop.example"]}},
        {"external_id": "LHR-3"},
    ]
    many = api.post(f"{AT}/bulk", {"records": rows}).data
    assert many["counts"] == {"updated": 1, "rejected": 1, "created": 1}
    assert not ObjectRecord.objects.filter(external_id="LHR-2").exists()
    record.refresh_from_db()
    assert record.attributes == {"model": "Mehran"}
    found = api.get(f"{AT}?customer_id={ada.pk}").data["data"]
    assert [one["external_id"] for one in found] == ["LHR-1"]
    wrong = api.post(AT, {"attributes": {"doors": "many"}})
    assert wrong.status_code == 422
    assert wrong.data["errors"][0]["where"] == "body.attributes.doors"


def test_links_are_made_and_taken_away(api: Program, workspace: Workspace) -> None:
    car = vehicle(workspace, vehicles(workspace), "LHR-1")
    ada = person(workspace, "Ada")
    at = f"/objects/records/{car.pk}/links"
    made = api.post(at, {"role": "driver", "id": ada.pk})
    assert made.status_code == 201
    assert (made.data["role"], made.data["customer_id"]) == ("driver", ada.pk)
    assert api.post(at, {"role": "driver", "id": 10**9}).status_code == 422
    assert api.post(at, {"role": "pilot", "id": ada.pk}).status_code == 422
    assert [one["id"] for one in api.get(at).data] == [made.data["id"]]
    assert api.delete(f"/objects/links/{made.data['id']}").status_code == 204
    assert not ObjectLink.objects.exists()


def test_who_may_only_look_changes_nothing(
    program_with: Callable[..., Program], stranger: Program, workspace: Workspace
) -> None:
    car = vehicle(workspace, vehicles(workspace), "LHR-1")
    looker = program_with("objects.view")
    at = f"/objects/records/{car.pk}"
    assert looker.get(at).status_code == 200
    assert looker.post(AT, {"external_id": "X"}).status_code == 403
    assert looker.patch(at, {"external_id": "X"}).status_code == 403
    assert looker.delete(at).status_code == 403
    assert looker.post("/objects/kinds", {"names": {"en": ["A", "B"]}}).status_code == 403
    assert stranger.get(at).status_code == 404
    assert stranger.post(AT, {"external_id": "X"}).status_code == 404
    assert list(ObjectRecord.objects.values_list("external_id", flat=True)) == ["LHR-1"]


def test_records_are_found_changed_and_deleted_by_tests(api: Program, workspace: Workspace) -> None:
    kind = vehicles(workspace)
    for plate, doors in (("A", 5), ("B", 3), ("C", 2)):
        vehicle(workspace, kind, plate, doors=doors)
    few = "attributes.doors:at_most:3"
    found = api.get(f"{AT}?filter={few}&filter=external_id:is:b").data["data"]
    assert [one["external_id"] for one in found] == ["B"]
    assert api.get(f"{AT}?filter=attributes.doors:at_most:few").status_code == 422
    assert api.post(f"{AT}/edits", {"field": "doors", "value": 4}).status_code == 422
    assert api.post(f"{AT}/edits", {"filter": [few], "field": "wings"}).status_code == 422
    done = api.post(f"{AT}/edits", {"filter": [few], "field": "doors", "value": 4})
    assert (done.status_code, done.data["changed"], done.data["job"]) == (200, 2, None)
    gone = api.post(f"{AT}/deletions", {"filter": ["attributes.doors:is:4"]})
    assert gone.data["changed"] == 2
    assert ObjectRecord.objects.get(deleted_at=None).external_id == "A"


def test_who_may_not_delete_deletes_none_at_once(
    program_with: Callable[..., Program], workspace: Workspace
) -> None:
    car = vehicle(workspace, vehicles(workspace), "A", doors=5)
    looker = program_with("objects.view")
    body = {"ids": [car.pk]}
    assert looker.post(f"{AT}/deletions", body).status_code == 403
    assert looker.post(f"{AT}/edits", {**body, "field": "doors", "value": 1}).status_code == 403
    assert ObjectRecord.objects.get(deleted_at=None).attributes == {"doors": 5}

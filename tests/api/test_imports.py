from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from raabta.customers.models import Import
from raabta.kernel import jobs
from raabta.objects.models import ObjectRecord
from raabta.workspaces.models import Workspace
from tests.api.conftest import Program
from tests.objects.garage import vehicle, vehicles

AT = "/api/v1/imports"
CSV = b"Unique key,Model,Doors\nLHR-1,Civic,5\nLHR-2,Alto,many\n"


def upload(program: Program, target: str, content: bytes = CSV) -> HttpResponse:
    response = program.client.post(
        AT,
        {"target": target, "file": SimpleUploadedFile("cars.csv", content)},
        headers={"authorization": f"Bearer {program.plain}"},
    )
    response.data = response.json()
    return response


def test_a_file_of_records_is_uploaded_started_and_taken_back(
    api: Program, workspace: Workspace
) -> None:
    kind = vehicles(workspace)
    (offered,) = [x for x in api.get("/imports/targets").data if x["target"] == "objects:vehicle"]
    assert "field:doors" in offered["fields"]

    made = upload(api, "objects:vehicle")
    assert made.status_code == 201, made.data
    at = f"/imports/{made.data['id']}"
    assert made.data["mapping"] == {"0": "external_id", "1": "field:model", "2": "field:doors"}
    changed = api.patch(at, {"mapping": {"0": ""}})
    assert changed.data["missing"]
    assert api.post(f"{at}/start", None).status_code == 422
    assert api.patch(at, {"mapping": {"0": "external_id"}}).data["missing"] == []
    assert api.patch(at, {"options": {"known": "perhaps"}}).status_code == 422
    assert api.post(f"{at}/start", None).status_code == 202
    assert jobs.run_next([jobs.DEFAULT])

    done = api.get(at).data
    assert (done["state"], done["counts"]) == ("done", {"created": 1, "rejected": 1})
    (bad,) = api.get(f"{at}/rejected").data["data"]
    assert (bad["line"], bad["reason"]) == (3, "number")
    assert ObjectRecord.objects.get(kind=kind).external_id == "LHR-1"

    assert api.post(f"{at}/revert", None).status_code == 202
    assert jobs.run_next([jobs.DEFAULT])
    assert not ObjectRecord.objects.filter(deleted_at=None).exists()
    assert api.post(f"{at}/revert", None).status_code == 409
    assert [one["id"] for one in api.get("/imports").data["data"]] == [done["id"]]


def test_an_upload_that_is_nothing_is_refused(api: Program, workspace: Workspace) -> None:
    vehicles(workspace)
    assert upload(api, "objects:boat").status_code == 422
    assert upload(api, "customers", b"\x00\x01").status_code == 422
    assert api.post("/imports", {"target": "customers"}).status_code == 422
    assert not Import.objects.exists()


def test_an_upload_is_thrown_away(api: Program, workspace: Workspace) -> None:
    made = upload(api, "customers", b"email\nada@shop.example\n")
    assert api.delete(f"/imports/{made.data['id']}").status_code == 204
    assert not Import.objects.exists()


def test_who_may_not_write_records_imports_none(
    program_with: Callable[..., Program], stranger: Program, api: Program, workspace: Workspace
) -> None:
    vehicle(workspace, vehicles(workspace), "LHR-9")
    importer = program_with("customers.import")
    assert upload(importer, "objects:vehicle").status_code == 422
    assert upload(program_with("objects.edit"), "objects:vehicle").status_code == 403
    made = upload(api, "objects:vehicle")
    at = f"/imports/{made.data['id']}"
    assert importer.post(f"{at}/start", None).status_code == 403
    assert stranger.get(at).status_code == 404
    assert stranger.post(f"{at}/start", None).status_code == 404
    assert ObjectRecord.objects.count() == 1

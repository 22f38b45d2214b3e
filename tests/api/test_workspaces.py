from collections.abc import Callable
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from raabta.kernel import jobs
from raabta.workspaces.models import Workspace
from raabta.workspaces.services import leaving
from tests.api.conftest import Program

AT = "/workspaces/imports"


def upload(program: Program, content: bytes) -> HttpResponse:
    response = program.client.post(
        f"/api/v1{AT}",
        {"name": "New home", "file": SimpleUploadedFile("all.zip", content)},
        headers={"authorization": f"Bearer {program.plain}"},
    )
    response.data = response.json()
    return response


def test_a_program_takes_an_archive_in(
    api: Program, workspace: Workspace, project: Callable[[], None], tmp_path: Path
) -> None:
    path = tmp_path / "all.zip"
    leaving.export_workspace(workspace=workspace, path=path)
    made = upload(api, path.read_bytes())
    assert made.status_code == 202, made.data
    assert made.data["name"] == "New home"
    assert upload(api, path.read_bytes()).status_code == 409
    assert jobs.run_next([jobs.WAREHOUSE])
    done = api.get(f"{AT}/{made.data['id']}").data
    assert done["state"] == "done"
    assert [one["id"] for one in api.get(AT).data] == [done["id"]]
    assert Workspace.objects.filter(name="New home").exists()


def test_who_may_not_or_sends_nonsense_makes_nothing(
    api: Program, program_with: Callable[..., Program], stranger: Program, workspace: Workspace
) -> None:
    before = Workspace.objects.count()
    assert upload(program_with("customers.export"), b"x").status_code == 403
    assert upload(api, b"no archive").status_code == 422
    assert stranger.get(f"{AT}/1").status_code == 404
    assert Workspace.objects.count() == before

"""Forms and submissions as programs make, read and decide about them."""

from base64 import b64decode
from collections.abc import Callable
from typing import Any

from raabta.forms.form_field import field_from
from raabta.forms.models import Form, FormFile, FormSubmission
from raabta.forms.services import building
from raabta.forms.uploads import path_of
from raabta.kernel import clock
from raabta.kernel.stored_files import write_file
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.api.conftest import Program

FIELDS: list[Any] = [
    {"kind": "email", "id": "email", "is_required": True, "words": {"en": {"label": "E-mail"}}},
    {
        "kind": "choice",
        "id": "size",
        "skip_known": True,
        "writes": "city",
        "settings": {"choices": ["S", "M"], "labels": {"ur": {"S": "چھوٹا"}}},
    },
]


def test_a_program_makes_changes_and_publishes_a_form(api: Program) -> None:
    made = api.post("/forms", {"name": "Letters", "fields": FIELDS, "puzzle": "always"})
    assert made.status_code == 201
    told = made.data
    assert (told["state"], told["puzzle"], told["counts"]["seen"]) == ("draft", "always", 0)
    assert told["fields"][1]["settings"]["choices"] == ["S", "M"]
    at = f"/forms/{told['id']}"
    change = {"words": {"ur": {"title": "خط"}}, "notify": ["owner@shop.example"]}
    changed = api.patch(at, change).data
    assert (changed["words"]["ur"]["title"], changed["notify"]) == ("خط", ["owner@shop.example"])
    assert api.put(f"{at}/publication", {}).data["state"] == "published"
    assert api.delete(f"{at}/publication").data["state"] == "draft"
    assert api.patch(at, {"fields": FIELDS[1:]}).data["fields"][0]["id"] == "size"
    assert api.put(f"{at}/publication", {}).status_code == 409
    assert [one["id"] for one in api.get("/forms?state=draft").data["data"]] == [told["id"]]
    assert api.delete(at).status_code == 204
    assert api.get(at).status_code == 404


def test_what_cannot_be_is_told_by_field_and_changes_nothing(api: Program) -> None:
    bad = [
        {"kind": "robot", "id": "a"},
        {"kind": "text", "id": "b", "writes": "email"},
        {"kind": "text", "id": "b"},
        {"kind": "file", "id": "c", "settings": {"most_mb": 900}},
    ]
    answer = api.post("/forms", {"name": "Letters", "fields": bad})
    assert answer.status_code == 422
    assert [one["where"] for one in answer.data["errors"]] == [
        "body.fields.0.kind",
        "body.fields.1.writes",
        "body.fields.2.id",
        "body.fields.3.settings",
    ]
    stranger = {"name": "Letters", "notify": ["stranger@rival.example"]}
    assert api.post("/forms", stranger).status_code == 422
    script = {"name": "Letters", "redirect_url": "javascript:alert(1)"}
    assert api.post("/forms", script).status_code == 422
    assert not Form.objects.exists()


def submission(workspace: Workspace, **values: Any) -> FormSubmission:
    email = field_from(FIELDS[0])
    assert email
    form = building.create_form(workspace=workspace, actor=SYSTEM, name="Letters", fields=[email])
    told = {"state": "held", "reasons": ["fast"], "answers": {"email": "ada@shop.example"}}
    return FormSubmission.objects.create(
        workspace=workspace,
        form=form,
        key="k",
        language="en",
        received_at=clock.now(),
        **{**told, **values},
    )


def test_held_submissions_are_read_and_decided(api: Program, workspace: Workspace) -> None:
    row = submission(workspace)
    (listed,) = api.get(f"/forms/submissions?state=held&form_id={row.form_id}").data["data"]
    assert (listed["answers"], listed["reasons"]) == ({"email": "ada@shop.example"}, ["fast"])
    at = f"/forms/submissions/{row.pk}"
    assert api.put(f"{at}/refusal", {}).data["state"] == "discarded"
    assert api.put(f"{at}/refusal", {}).status_code == 409
    assert api.put(f"{at}/acceptance", {}).data["state"] == "received"
    assert api.put(f"{at}/acceptance", {}).status_code == 409
    assert api.delete(at).status_code == 204
    assert api.get(at).status_code == 404


def test_a_file_comes_in_base_64(api: Program, workspace: Workspace) -> None:
    row = submission(workspace)
    kept = FormFile.objects.create(
        workspace=workspace,
        submission=row,
        field="cv",
        token="a-token",
        filename="cv.pdf",
        content_type="application/pdf",
        size=5,
        uploaded_at=clock.now(),
    )
    assert api.get(f"/forms/files/{kept.pk}").status_code == 404
    write_file(path_of("a-token"), b"%PDF-")
    told = api.get(f"/forms/files/{kept.pk}").data
    assert (b64decode(told["content"]), told["filename"]) == (b"%PDF-", "cv.pdf")
    assert api.get(f"/forms/submissions/{row.pk}").data["files"][0]["id"] == kept.pk


def test_other_scopes_neither_read_nor_change(
    program_with: Callable[..., Program], workspace: Workspace
) -> None:
    row = submission(workspace)
    reader, guest = program_with("forms.view"), program_with("customers.view")
    assert guest.get("/forms").status_code == 403
    assert reader.get("/forms").status_code == 200
    assert reader.post("/forms", {"name": "Letters"}).status_code == 403
    assert reader.put(f"/forms/{row.form_id}/publication", {}).status_code == 403
    for path in ("/forms/submissions", f"/forms/submissions/{row.pk}", "/forms/files/1"):
        assert reader.get(path).status_code == 403
    assert reader.put(f"/forms/submissions/{row.pk}/acceptance", {}).status_code == 403
    row.refresh_from_db()
    assert row.state == "held"

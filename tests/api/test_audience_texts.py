from collections.abc import Callable

from raabta.audiences.models import Audience
from tests.api.conftest import Program
from tests.audiences.conftest import city, group

LAHORE = "name: Lahore\nrule:\n  all:\n    - attribute_text: {field: city, value: Lahore}\n"


def test_files_are_planned_applied_and_read_back(api: Program, project: Callable[[], None]) -> None:
    api.post("/customers", {"email": "a@mail.example", "city": "Lahore"})
    project()
    body = {"files": {"a.yaml": LAHORE}}
    (planned,) = api.post("/audiences/files/plan", body).data["changes"]
    assert (planned["kind"], planned["name"], planned["before"]) == ("create", "Lahore", "")
    assert planned["people"] == {"before": 0, "after": 1, "enter": 1, "leave": 0}
    assert not Audience.objects.exists()
    assert api.post("/audiences/files", body).data == [{"kind": "create", "name": "Lahore"}]
    files = api.get("/audiences/files").data["files"]
    assert LAHORE in files["lahore.yaml"]
    made = Audience.objects.get()
    assert api.get(f"/audiences/{made.pk}/text").data["text"] == files["lahore.yaml"]
    other = {"rule": group("all", city("Dhaka"))}
    assert api.post(f"/audiences/{made.pk}/compare", other).data == {
        "before": 1, "after": 0, "enter": 0, "leave": 1,
    }  # fmt: skip


def test_a_bad_file_is_told_by_line_and_changes_nothing(api: Program) -> None:
    answer = api.post("/audiences/files", {"files": {"a": LAHORE, "b": "name: X\nrule: [1]"}})
    assert answer.status_code == 422
    assert "b: Line 2: A group is one of" in answer.data["detail"]
    assert not Audience.objects.exists()


def test_a_key_that_may_not_edit_changes_nothing(
    program_with: Callable[..., Program],
) -> None:
    reader = program_with("audiences.view")
    for path in ("/audiences/files", "/audiences/files/plan"):
        assert reader.post(path, {"files": {"a": LAHORE}}).status_code == 403
    assert not Audience.objects.exists()

"""Analyses over the API: asked, kept, changed; bad settings told by place; scopes kept."""

from collections.abc import Callable

from raabta.audiences.models import Audience
from raabta.insights.models import SavedAnalysis
from tests.api.conftest import Program

FUNNEL = {"steps": [{"name": "Viewed"}, {"name": "Bought"}]}
ASKED = {"kind": "funnel", "settings": FUNNEL}


def test_an_analysis_is_kept_listed_changed_and_deleted(
    api: Program, project: Callable[[], None]
) -> None:
    made = api.post("/analyses", {**ASKED, "name": "Checkout"})
    assert made.status_code == 201
    path = f"/analyses/{made.data['id']}"
    assert made.data["sentence"].startswith("Of those who did “Viewed”")
    assert [one["name"] for one in api.get("/analyses?kind=funnel").data["data"]] == ["Checkout"]
    assert api.get("/analyses?kind=trend").data["data"] == []
    assert api.get(f"{path}/answer").data["answer"]["reached"] == [0, 0]
    changed = api.patch(path, {"settings": {**FUNNEL, "window": 3}})
    assert (changed.data["name"], changed.data["settings"]["window"]) == ("Checkout", 3)
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404


def test_every_kind_is_described_and_answers(api: Program, project: Callable[[], None]) -> None:
    event = {"name": "Viewed"}
    settings = {
        "funnel": FUNNEL,
        "retention": {"first": event, "back": event},
        "trend": {"event": event},
        "paths": {"event": event},
    }
    assert {one["key"] for one in api.get("/analyses/kinds").data} == set(settings)
    for kind, asked in settings.items():
        answer = api.post("/analyses/answer", {"kind": kind, "settings": asked})
        assert answer.status_code == 200, answer.data


def test_people_become_an_audience(api: Program, project: Callable[[], None]) -> None:
    body = {**ASKED, "part": {"step": 1, "outcome": "stopped"}, "name": "Left"}
    made = api.post("/analyses/audiences", body)
    assert made.status_code == 201
    assert Audience.objects.get(pk=made.data["id"]).rule["items"][0]["key"] == "in_analysis"


def test_what_is_wrong_is_told_by_place(api: Program) -> None:
    for body, where in (
        ({"kind": "nothing", "settings": {}}, "body.kind"),
        ({"kind": "funnel", "settings": {"steps": [{"name": "A"}]}}, "body.settings.steps"),
        ({"kind": "trend", "settings": {}}, "body.settings.event"),
    ):
        told = api.post("/analyses/answer", body)
        assert told.status_code == 422
        assert told.data["errors"][0]["where"] == where
    part = api.post("/analyses/audiences", {**ASKED, "part": {"step": 0}, "name": "X"})
    assert part.data["errors"][0]["where"] == "body.part.step"
    assert not Audience.objects.exists()


def test_a_key_needs_the_scope_and_sees_no_private_one(
    api: Program, program_with: Callable[..., Program]
) -> None:
    made = api.post("/analyses", {**ASKED, "name": "Checkout"}).data
    reader = program_with("insights.view")
    assert reader.get(f"/analyses/{made['id']}").status_code == 200
    for refused in (
        reader.post("/analyses", {**ASKED, "name": "Mine"}),
        reader.patch(f"/analyses/{made['id']}", {"name": "Mine"}),
        reader.delete(f"/analyses/{made['id']}"),
        reader.post("/analyses/audiences", {**ASKED, "part": {"step": 1}, "name": "Left"}),
    ):
        assert refused.status_code == 403
    assert SavedAnalysis.objects.get().name == "Checkout"
    assert not Audience.objects.exists()
    SavedAnalysis.objects.update(is_shared=False, owner_id=1)
    assert api.get(f"/analyses/{made['id']}").status_code == 404

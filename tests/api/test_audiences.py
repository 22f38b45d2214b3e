from collections.abc import Callable
from typing import Any

from raabta.audiences.models import Audience
from raabta.kernel import jobs
from raabta.kernel.models import Job
from tests.api.conftest import Program
from tests.audiences.following import forget_what_was_looked_at, settle

TAGGED: dict[str, Any] = {
    "match": "all",
    "items": [
        {
            "key": "attribute_text",
            "params": {"field": "city", "operator": "is", "values": ["Lahore"]},
        }
    ],
}


def test_the_conditions_are_listed_with_their_params(api: Program) -> None:
    found = {one["key"]: one for one in api.get("/audiences/conditions").data}
    assert found["tag"]["label"]
    assert "field" in found["attribute_text"]["params"]


def test_an_audience_is_created_counted_listed_and_explained(
    api: Program, project: Callable[[], None]
) -> None:
    tagged = [
        api.post("/customers", {"email": f"{n}@mail.example", "tags": ["VIP"]}).data["id"]
        for n in range(3)
    ]
    other = api.post("/customers", {"email": "o@mail.example"}).data["id"]
    project()
    rule = rule_for_tag(api)
    made = api.post("/audiences", {"name": "VIPs", "rule": rule})
    assert made.status_code == 201, made.data
    path = f"/audiences/{made.data['id']}"
    assert "VIP" in made.data["sentence"]
    assert api.get(f"{path}/count").data == {"count": 3}
    assert api.post("/audiences/count", {"rule": rule}).data == {"count": 3}
    first = api.get(f"{path}/members?limit=2").data
    assert [one["id"] for one in first["data"]] == [tagged[2], tagged[1]]
    rest = api.get(f"{path}/members?cursor={first['next_cursor']}").data
    assert ([one["id"] for one in rest["data"]], rest["next_cursor"]) == ([tagged[0]], None)
    assert api.get(f"{path}/explain/{tagged[0]}").data["holds"] is True
    assert api.get(f"{path}/explain/{other}").data["holds"] is False
    assert api.get(f"{path}/explain/999").status_code == 404
    assert [one["name"] for one in api.get("/audiences?search=vip").data["data"]] == ["VIPs"]


def test_a_bad_rule_is_told_by_its_place_and_nothing_is_kept(api: Program) -> None:
    rule = {
        "match": "all",
        "items": [{"match": "any", "items": [{"key": "no_such"}]}, {"key": 3}, "x"],
    }
    answer = api.post("/audiences", {"name": "Bad", "rule": rule})
    assert answer.status_code == 422
    assert [one["where"] for one in answer.data["errors"]] == [
        "body.rule.0.0",
        "body.rule.1",
        "body.rule.2",
    ]
    assert not Audience.objects.exists()


def test_a_name_is_used_once_and_an_audience_is_changed_and_deleted(api: Program) -> None:
    everybody = {"match": "all", "items": []}
    made = api.post("/audiences", {"name": "All", "rule": everybody}).data
    assert api.post("/audiences", {"name": "All", "rule": everybody}).status_code == 409
    changed = api.patch(f"/audiences/{made['id']}", {"name": "Everybody", "description": "x"})
    assert (changed.data["name"], changed.data["description"]) == ("Everybody", "x")
    assert api.delete(f"/audiences/{made['id']}").status_code == 204
    assert Audience.objects.get().archived_at is not None
    assert api.get(f"/audiences/{made['id']}").status_code == 404


def rule_for_tag(api: Program) -> dict[str, Any]:
    return {
        "match": "all",
        "items": [{"key": "tag", "params": {"operator": "any", "tags": ["VIP"]}}],
    }


def test_members_are_kept_compared_frozen_and_exported(
    api: Program, project: Callable[[], None]
) -> None:
    forget_what_was_looked_at()
    tagged = api.post("/customers", {"email": "a@mail.example", "tags": ["VIP"]}).data["id"]
    api.post("/customers", {"email": "b@mail.example"})
    vip = api.post("/audiences", {"name": "VIPs", "rule": rule_for_tag(api)}).data["id"]
    every = {"match": "all", "items": [{"key": "in_audience", "params": {"audience": vip}}]}
    other = api.post("/audiences", {"name": "Inside", "rule": every}).data["id"]
    path = f"/audiences/{vip}"
    assert api.get(f"{path}/membership").data["is_kept"] is False
    project()
    settle()
    told = api.get(f"{path}/membership").data
    assert (told["is_kept"], told["size"], told["entered_today"]) == (True, 1, 1)
    (day,) = api.get(f"{path}/history").data
    assert (day["count"], day["entered"], day["left"]) == (1, 1, 0)
    assert [one["id"] for one in api.get(f"{path}/members").data["data"]] == [tagged]
    assert [one["label"] for one in api.get(f"{path}/uses").data] == ["Inside"]
    assert api.delete(path).status_code == 409
    found = api.get(f"/audiences/overlap?audience_id={vip}&audience_id={other}").data
    assert [(one["audience_ids"], one["people"]) for one in found["regions"]] == [([vip, other], 1)]
    both = api.get(f"/audiences/explain/{tagged}").data
    assert [(one["name"], one["is_member"]) for one in both] == [("Inside", True), ("VIPs", True)]
    frozen = api.post(f"{path}/freeze", {"name": "VIPs in May"})
    assert frozen.status_code == 201, frozen.data
    assert api.post(f"{path}/freeze", {"name": "VIPs in May"}).status_code == 409


def test_members_are_exported_with_columns_that_the_key_may_see(
    api: Program, project: Callable[[], None]
) -> None:
    api.post("/customers", {"email": "a@mail.example", "tags": ["VIP"]})
    vip = api.post("/audiences", {"name": "VIPs", "rule": rule_for_tag(api)}).data["id"]
    project()
    path = f"/audiences/{vip}/exports"
    refused = api.post(path, {"format": "doc", "columns": ["id", "secret"]})
    assert refused.status_code == 422
    assert not Job.objects.filter(kind="customers.select_in_warehouse").exists()
    made = api.post(path, {"format": "csv", "columns": ["email"]})
    assert made.status_code == 202, made.data
    export = f"/audiences/exports/{made.data['id']}"
    assert api.get(f"{export}/file").status_code == 404
    while jobs.run_next([jobs.DEFAULT, jobs.WAREHOUSE]):
        pass
    assert api.get(export).data["state"] == "done"

from collections.abc import Callable
from typing import Any

from raabta.audiences.models import Audience
from tests.api.conftest import Program

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
    assert not Audience.objects.exists()


def rule_for_tag(api: Program) -> dict[str, Any]:
    return {
        "match": "all",
        "items": [{"key": "tag", "params": {"operator": "any", "tags": ["VIP"]}}],
    }

from collections.abc import Callable

from raabta.customers.models import Customer
from raabta.kernel import bus, jobs
from raabta.workspaces.models import Workspace
from tests.api.conftest import Program
from tests.commerce.shop import line, person, placed


def settle(project: Callable[[], None]) -> None:
    while bus.deliver_pending():
        pass
    project()
    while jobs.run_next([jobs.WAREHOUSE]):
        project()


def test_an_attribute_is_computed_changed_tried_and_archived(
    api: Program, workspace: Workspace, project: Callable[[], None]
) -> None:
    ada = person(workspace)
    placed(workspace, "1", line(unit=5_000), customer_id=ada.pk)
    settle(project)
    ways = {one["key"]: one for one in api.get("/traits/ways").data}
    assert ways["order_total"]["kind"] == "money"
    assert "property" in ways["total"]["params"]
    body = {"way": "order_total", "params": {"span": "last", "days": 36_500}}
    tried = api.post("/traits/preview", {**body, "customer_id": ada.pk}).data
    assert tried["value"] == {"minor": 5_000, "currency": "PKR"}
    assert tried["sentence"].startswith("What they spent on orders in the last")
    made = api.post("/traits", {"label": "Spent", **body})
    assert made.status_code == 201, made.data
    settle(project)
    path = f"/traits/{made.data['id']}"
    assert api.get(path).data["people"] == 1
    assert Customer.objects.get(pk=ada.pk).attributes["spent"]["minor"] == 5_000
    assert api.patch(path, {"label": "Money"}).data["params"] == body["params"]
    assert api.patch(path, {"way": "order_count"}).status_code == 409
    assert api.post(f"{path}/compute", {}).status_code == 202
    assert api.patch(path, {"is_archived": True}).data["archived_at"]
    assert [one["label"] for one in api.get("/traits").data["data"]] == ["Money"]


def test_what_is_wrong_is_told_by_its_place_and_nothing_is_kept(api: Program) -> None:
    bad = api.post("/traits", {"label": "X", "way": "count", "params": {}})
    assert (bad.status_code, bad.data["errors"][0]["where"]) == (422, "body.params.name")
    assert api.post("/traits", {"label": "X", "way": "nix", "params": {}}).status_code == 422
    assert api.get("/traits").data["data"] == []


def test_who_may_not_define_attributes_cannot_compute_any(
    program_with: Callable[..., Program],
) -> None:
    seller = program_with("customers.view")
    body = {"label": "Orders", "way": "order_count", "params": {}}
    assert seller.post("/traits", body).status_code == 403
    assert seller.get("/traits").data["data"] == []

"""Merges by API: one, many, back; pointers to the survivor; keys and workspaces that may not."""

from collections.abc import Callable

import pytest

from raabta.customers.models import Customer, Merge
from raabta.customers.services.people import create_customer
from raabta.kernel import jobs
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.api.conftest import Program


def person(workspace: Workspace, **values: str) -> Customer:
    return create_customer(workspace=workspace, actor=SYSTEM, values=values)


@pytest.fixture
def pair(workspace: Workspace) -> dict[str, int]:
    one = person(workspace, first_name="Ali", email="ali@mail.example")
    two = person(workspace, first_name="Ally", city="Multan", external_id="C-2")
    return {"survivor_id": one.pk, "other_id": two.pk}


def test_a_merge_and_its_undo(api: Program, pair: dict[str, int]) -> None:
    asked = {**pair, "choices": {"first_name": "other"}, "reason": "Same loyalty card"}
    made = api.post("/customers/merges", asked)
    assert (made.status_code, made.data["values"]["city"]) == (201, ["", "Multan"])
    gone = api.get(f"/customers/{pair['other_id']}")
    assert (gone.status_code, gone.data["merged_into"]) == (410, pair["survivor_id"])
    found = api.get("/customers?external_id=C-2").data["data"]
    assert [one["id"] for one in found] == [pair["survivor_id"]]
    listed = api.get(f"/customers/merges?customer_id={pair['other_id']}").data["data"]
    assert [one["id"] for one in listed] == [made.data["id"]]
    undone = api.post(f"/customers/merges/{made.data['id']}/undo", {})
    assert undone.data["undone_at"]
    assert api.get(f"/customers/{pair['other_id']}").data["first_name"] == "Ally"
    assert api.post(f"/customers/merges/{made.data['id']}/undo", {}).status_code == 409


def test_two_logins_are_refused_to_a_program(
    api: Program, workspace: Workspace, pair: dict[str, int]
) -> None:
    Customer.objects.filter(pk=pair["survivor_id"]).update(external_id="C-1")
    refused = api.post("/customers/merges", pair)
    assert refused.status_code == 409
    assert "verified logins" in refused.data["detail"]
    assert not Merge.objects.exists()


def test_what_makes_no_sense_is_refused(api: Program, pair: dict[str, int]) -> None:
    same = {**pair, "other_id": pair["survivor_id"]}
    assert api.post("/customers/merges", same).status_code == 409
    assert api.post("/customers/merges", {**pair, "choices": {"shoe": "other"}}).status_code == 422
    assert api.post("/customers/merges", {**pair, "other_id": 10**12}).status_code == 404
    assert not Merge.objects.exists()


def test_many_are_merged_in_the_background_and_refusals_are_told(
    api: Program, workspace: Workspace, pair: dict[str, int]
) -> None:
    third = person(workspace, first_name="Third").pk
    pairs = [pair, {"survivor_id": pair["other_id"], "other_id": third}]
    asked = api.post("/customers/merges/bulk", {"pairs": pairs})
    assert asked.status_code == 202
    while jobs.run_next([jobs.DEFAULT]):
        pass
    told = api.get(f"/customers/merges/bulk/{asked.data['job_id']}").data
    assert (told["state"], told["merged"], told["done"]) == ("done", 1, 2)
    assert told["refused"][0]["pair"] == 1
    assert "merged already" in told["refused"][0]["message"]


def test_a_row_with_the_number_of_who_was_merged_means_the_survivor(
    api: Program, pair: dict[str, int]
) -> None:
    api.post("/customers/merges", pair)
    Customer.objects.filter(pk=pair["survivor_id"]).update(external_id="C-1")
    rows = [{"external_id": "C-2", "city": "Quetta"}]
    saved = api.post("/customers/bulk", {"rows": rows}).data["rows"]
    assert [(one["outcome"], one["id"]) for one in saved] == [("updated", pair["survivor_id"])]
    survivor = Customer.objects.get(pk=pair["survivor_id"])
    assert (survivor.city, survivor.external_id) == ("Quetta", "C-1")


def test_other_keys_and_workspaces_may_not(
    program_with: Callable[..., Program], stranger: Program, pair: dict[str, int]
) -> None:
    reader = program_with("customers.view", "customers.edit")
    assert reader.post("/customers/merges", pair).status_code == 403
    assert reader.post("/customers/merges/bulk", {"pairs": [pair]}).status_code == 403
    assert stranger.post("/customers/merges", pair).status_code == 404
    assert not Merge.objects.exists()

from raabta.customers.models import CandidatePair, Customer
from raabta.customers.services.identities import verify_identity
from raabta.kernel import jobs
from raabta.workspaces.models import Workspace
from tests.api.conftest import Program
from tests.customers.test_duplicates import AYESHA, found, two


def test_pairs_are_listed_with_their_reasons_and_merged(api: Program, workspace: Workspace) -> None:
    one, other = two(workspace)
    found(workspace)
    listed = api.get("/duplicates?least_probability=0.5").data["data"]
    assert [pair["customer_ids"] for pair in listed] == [[one.pk, other.pk]]
    assert {"field": "last_name", "level": "exact"} in [
        {"field": reason["field"], "level": reason["level"]} for reason in listed[0]["reasons"]
    ]
    path = f"/duplicates/{listed[0]['id']}/accept"
    stranger = api.post(path, {"survivor_id": 10**9})
    assert (stranger.status_code, stranger.data["errors"][0]["where"]) == (422, "body.survivor_id")
    merged = api.post(path, {"survivor_id": one.pk})
    assert (merged.status_code, merged.data["state"]) == (200, "accepted")
    other.refresh_from_db()
    assert other.merged_into_id == one.pk
    assert api.post(path, {}).status_code == 409


def test_a_program_cannot_merge_two_logins(api: Program, workspace: Workspace) -> None:
    for customer in two(workspace):
        pk = customer.identities.get().pk
        verify_identity(workspace=workspace, actor=AYESHA, customer_id=customer.pk, pk=pk)
    found(workspace)
    pair = CandidatePair.objects.get()
    answer = api.post(f"/duplicates/{pair.pk}/accept", {})
    assert answer.status_code == 409
    assert "different verified logins" in answer.data["detail"]
    pair.refresh_from_db()
    assert pair.state == "open"
    assert Customer.objects.filter(merged_into=None).count() == 2


def test_a_rejected_pair_is_decided(api: Program, workspace: Workspace) -> None:
    two(workspace)
    found(workspace)
    pair = CandidatePair.objects.get()
    assert api.post(f"/duplicates/{pair.pk}/reject", None).data["state"] == "rejected"
    assert api.post(f"/duplicates/{pair.pk}/reject", None).status_code == 409
    assert api.get("/duplicates").data["data"] == []
    assert len(api.get("/duplicates?state=rejected").data["data"]) == 1


def test_every_sure_pair_is_merged_and_taken_back_as_one(
    api: Program, workspace: Workspace
) -> None:
    two(workspace)
    found(workspace)
    CandidatePair.objects.update(probability=1.0, is_clear=True)
    asked = api.post("/duplicates/accept-all", {})
    assert asked.status_code == 202
    path = f"/duplicates/accept-all/{asked.data['job_id']}"
    assert api.post(f"{path}/undo", {}).status_code == 409
    assert jobs.run_next([jobs.DEFAULT])
    assert (api.get(path).data["done"], api.get(path).data["undo_state"]) == (1, "applied")
    assert api.post(f"{path}/undo", {}).status_code == 202
    assert jobs.run_next([jobs.DEFAULT])
    told = api.get(path).data
    assert (told["undone"], told["undo_state"]) == (1, "reverted")
    assert Customer.objects.filter(merged_into=None).count() == 2
    assert api.post(f"{path}/undo", {}).status_code == 409

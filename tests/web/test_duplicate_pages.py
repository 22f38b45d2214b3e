"""The page of duplicates: the queue, its answers, and who may give them."""

import pytest
from django.test import Client

from raabta.customers.models import CandidatePair, Customer, MatchingRun, MatchingSettings
from raabta.kernel import jobs
from raabta.workspaces.models import Membership, Workspace
from raabta.workspaces.policy import Role
from tests.customers.test_duplicates import found, two

pytestmark = pytest.mark.django_db


def text_of(page: Client, address: str = "/duplicates/") -> str:
    return page.get(address).content.decode()


def test_an_empty_queue_says_what_to_do(page: Client) -> None:
    text = text_of(page)
    assert "Find customers who are here twice" in text
    assert "Search now" in text


def test_a_pair_is_shown_side_by_side_with_reasons(page: Client, workspace: Workspace) -> None:
    two(workspace)
    found(workspace)
    text = text_of(page)
    for words in ("Ayesha", "Aisha", "Sounds alike", "Same name of the mailbox", "sure"):
        assert words in text


def test_a_search_is_started_followed_and_ends_in_the_queue(
    page: Client, workspace: Workspace
) -> None:
    two(workspace)
    answer = page.post("/duplicates/searches")
    run = MatchingRun.objects.get()
    assert answer["Location"] == f"/duplicates/searches/{run.pk}"
    assert "Waiting" in text_of(page, answer["Location"])
    page.post("/duplicates/searches")
    assert "running already" in text_of(page)
    while jobs.run_next([jobs.DEFAULT]):
        pass
    asked = page.get(answer["Location"], headers={"HX-Request": "true"})
    assert asked["HX-Redirect"] == "/duplicates/"
    assert "Aisha" in text_of(page)


def test_accepting_merges_the_two(page: Client, workspace: Workspace) -> None:
    one, other = two(workspace)
    found(workspace)
    pair = CandidatePair.objects.get()
    page.post(f"/duplicates/{pair.pk}/accept", {"survivor": other.pk})
    one.refresh_from_db()
    pair.refresh_from_db()
    assert (pair.state, one.merged_into_id) == ("accepted", other.pk)
    assert other.identities.count() == 2
    assert "Aisha" not in text_of(page)


def test_rejecting_keeps_two_people(page: Client, workspace: Workspace) -> None:
    two(workspace)
    found(workspace)
    pair = CandidatePair.objects.get()
    page.post(f"/duplicates/{pair.pk}/reject")
    pair.refresh_from_db()
    assert pair.state == "rejected"
    assert Customer.objects.filter(deleted_at=None).count() == 2
    page.post(f"/duplicates/{pair.pk}/accept")
    assert "decided about these two already" in text_of(page)
    assert Customer.objects.filter(merged_into=None).count() == 2


def test_bulk_shows_a_preview_and_then_merges(page: Client, workspace: Workspace) -> None:
    two(workspace)
    found(workspace)
    CandidatePair.objects.update(probability=0.995, is_clear=True)
    assert "1 pair is at least 99 per cent sure" in text_of(page, "/duplicates/bulk/new").replace(
        "\u2068", ""
    ).replace("\u2069", "").replace("<bdi>", "").replace("</bdi>", "")
    answer = page.post("/duplicates/bulk")
    while jobs.run_next([jobs.DEFAULT]):
        pass
    assert CandidatePair.objects.get().state == "accepted"
    assert Customer.objects.filter(merged_into=None).count() == 1
    assert "Done" in text_of(page, answer["Location"])


def test_settings_are_kept_and_wrong_ones_refused(page: Client) -> None:
    assert "Search every night" in text_of(page, "/duplicates/settings")
    values = {"review_at": 70, "bulk_at": 95, "is_nightly": "on", "used": ["email", "phone"]}
    page.post("/duplicates/settings", values)
    held = MatchingSettings.objects.get()
    assert (held.review_at, held.bulk_at, held.is_nightly) == (70, 95, True)
    assert "first_name" in held.unused
    refused = page.post("/duplicates/settings", {**values, "review_at": 99, "bulk_at": 50})
    assert refused.status_code == 422
    held.refresh_from_db()
    assert held.bulk_at == 95


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AGENT, Role.SELLER])
def test_who_may_not_merge_gets_no_buttons_and_no_answers(
    page: Client, workspace: Workspace, role: Role
) -> None:
    two(workspace)
    found(workspace)
    pair = CandidatePair.objects.get()
    Membership.objects.filter(workspace=workspace).update(role=role)
    text = text_of(page)
    assert "Aisha" in text
    assert "One person: merge" not in text
    for path in (f"{pair.pk}/accept", f"{pair.pk}/reject", f"{pair.pk}/later", "searches", "bulk"):
        assert page.post(f"/duplicates/{path}").status_code == 403
    pair.refresh_from_db()
    assert (pair.state, pair.later_at) == ("open", None)
    assert Customer.objects.filter(merged_into=None).count() == 2

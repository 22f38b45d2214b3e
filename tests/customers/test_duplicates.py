"""The queue of people who may be held twice."""

from datetime import timedelta

import pytest

from raabta.customers.models import CandidatePair, Customer, MatchingRun, Merge
from raabta.customers.queries.matching import bulk_pairs, matching_settings, open_pairs
from raabta.customers.services.attributes import define_attribute
from raabta.customers.services.deletion import delete_customers
from raabta.customers.services.identities import verify_identity
from raabta.customers.services.matching.accepting import accept_all
from raabta.customers.services.matching.deciding import Decided, postpone_pair, reject_pair
from raabta.customers.services.matching.keeping import is_clear
from raabta.customers.services.matching.settings import InvalidSettings, change_matching
from raabta.customers.services.matching.starting import (
    SearchRuns,
    cancel_search,
    search_nightly,
    start_search,
)
from raabta.customers.services.merging.unmerge import unmerge
from raabta.customers.services.people import create_customer, edit_customer
from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import AuditEntry, ChangeSet, Workspace
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services.change_sets import revert_change_set

AYESHA = Actor(label="Ayesha", via="ui", user_id=1)


def person(workspace: Workspace, first: str, last: str, **values: str) -> Customer:
    given = {"first_name": first, "last_name": last, **values}
    return create_customer(workspace=workspace, actor=AYESHA, values=given)


def two(workspace: Workspace) -> tuple[Customer, Customer]:
    """The same woman twice: another spelling, another mail provider."""
    one = person(workspace, "Ayesha", "Chowdhury", city="Sylhet", email="ayesha.chy91@mail.example")
    other = person(
        workspace, "Aisha", "Chowdhury", city="Sylhet", email="ayesha.chy91@post.example"
    )
    return one, other


def found(workspace: Workspace) -> MatchingRun:
    """After a search, run to its end."""
    run = start_search(workspace=workspace, actor=AYESHA)
    while jobs.run_next([jobs.DEFAULT]):
        pass
    run.refresh_from_db()
    return run


def test_two_spellings_of_one_person_are_found_with_their_reasons(workspace: Workspace) -> None:
    one, other = two(workspace)
    for name in ("Bilal", "Chandni", "Daniyal", "Emma"):
        person(workspace, name, "Khan", city="Lahore", email=f"{name}@mail.example".lower())
    run = found(workspace)
    assert (run.state, run.people, run.found) == ("done", 6, 1)
    pair = CandidatePair.objects.get()
    assert (pair.first, pair.second, pair.state) == (one, other, "open")
    assert pair.probability > 0.9
    levels = {field: level for field, level, _bits in pair.reasons}
    assert levels["last_name"] == "exact"
    assert levels["first_name"] in {"near", "sound"}
    assert levels["email"] == "mailbox"
    assert "ayesha" not in str(pair.reasons).lower()


def test_a_rejected_pair_never_comes_back(workspace: Workspace) -> None:
    two(workspace)
    found(workspace)
    reject_pair(workspace=workspace, actor=AYESHA, pair_id=CandidatePair.objects.get().pk)
    found(workspace)
    pair = CandidatePair.objects.get()
    assert (pair.state, pair.decided_by) == ("rejected", "Ayesha")
    assert AuditEntry.objects.filter(verb="duplicates.rejected").count() == 1
    with pytest.raises(Decided):
        reject_pair(workspace=workspace, actor=AYESHA, pair_id=pair.pk)


def test_a_pair_that_is_not_found_again_is_obsolete_and_may_return(workspace: Workspace) -> None:
    _one, other = two(workspace)
    found(workspace)
    names = {"first_name": "Zulfiqar", "last_name": "Bhatti", "city": "Quetta"}
    edit_customer(workspace=workspace, actor=AYESHA, customer_id=other.pk, values=names)
    edit_customer(
        workspace=workspace, actor=AYESHA, customer_id=other.pk, values={"email": "z@zu.example"}
    )
    found(workspace)
    assert CandidatePair.objects.get().state == "obsolete"
    back = {"first_name": "Ayesha", "last_name": "Chowdhury", "city": "Sylhet"}
    back["email"] = "ayesha.chy91@web.example"
    edit_customer(workspace=workspace, actor=AYESHA, customer_id=other.pk, values=back)
    found(workspace)
    assert CandidatePair.objects.get().state == "open"


def test_what_is_put_off_stands_behind_the_others(workspace: Workspace) -> None:
    two(workspace)
    person(workspace, "Zubaida", "Qureshi", city="Multan", email="zubaida.qureshi7@mail.example")
    person(workspace, "Zubaida", "Qureshi", city="Multan", email="zubaida.qureshi7@post.example")
    found(workspace)
    first, second = open_pairs(workspace)
    postpone_pair(workspace=workspace, pair_id=first.pk)
    assert [pair.pk for pair in open_pairs(workspace)] == [second.pk, first.pk]


def test_people_who_were_deleted_leave_the_queue(workspace: Workspace) -> None:
    one, _other = two(workspace)
    found(workspace)
    delete_customers(workspace=workspace, actor=AYESHA, customer_ids=[one.pk])
    assert not open_pairs(workspace).exists()


def test_a_birthday_among_the_attributes_is_compared(workspace: Workspace) -> None:
    values = {"label": "Birthday", "kind": "date", "subject": "customer"}
    define_attribute(workspace=workspace, actor=AYESHA, values=values)
    for day in ("1990-03-04", "1990-04-03"):
        given = {"first_name": "Nadia", "last_name": "Siddiqui", "attributes.birthday": day}
        create_customer(workspace=workspace, actor=AYESHA, values=given)
    found(workspace)
    levels = {field: level for field, level, _bits in CandidatePair.objects.get().reasons}
    assert levels["birth_date"] == "turned"


def test_two_verified_logins_are_never_for_bulk(workspace: Workspace) -> None:
    one, other = two(workspace)
    found(workspace)
    CandidatePair.objects.update(probability=1.0, is_clear=True)
    assert bulk_pairs(workspace).count() == 1
    for customer in (one, other):
        pk = customer.identities.get().pk
        verify_identity(workspace=workspace, actor=AYESHA, customer_id=customer.pk, pk=pk)
    assert not bulk_pairs(workspace).exists()
    assert open_pairs(workspace).count() == 1


def test_a_family_is_not_for_bulk(workspace: Workspace) -> None:
    assert is_clear([("first_name", "exact", 8.0), ("household", "household", -12.0)])
    assert not is_clear([("first_name", "different", -4.0), ("street", "exact", 14.0)])
    assert not is_clear([("last_name", "exact", 9.0), ("street", "exact", 14.0)])
    assert not is_clear([("first_name", "exact", 8.0), ("birth_date", "different", -4.0)])


def test_one_search_runs_at_a_time_and_can_be_cancelled(workspace: Workspace) -> None:
    two(workspace)
    run = start_search(workspace=workspace, actor=AYESHA)
    with pytest.raises(SearchRuns):
        start_search(workspace=workspace, actor=AYESHA)
    cancel_search(workspace=workspace, run_id=run.pk)
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert not jobs.run_next([jobs.DEFAULT])
    assert not CandidatePair.objects.exists()


def test_a_search_whose_job_is_gone_does_not_block_the_next(workspace: Workspace) -> None:
    run = start_search(workspace=workspace, actor=AYESHA)
    Job.objects.all().delete()
    start_search(workspace=workspace, actor=AYESHA)
    run.refresh_from_db()
    assert run.state == "failed"


def test_the_nightly_search_runs_only_where_it_is_wanted_and_something_changed(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    one, _other = two(workspace)
    search_nightly()
    assert not MatchingRun.objects.exists()
    change_matching(workspace=workspace, actor=AYESHA, values={"is_nightly": True})
    search_nightly()
    while jobs.run_next([jobs.DEFAULT]):
        pass
    assert MatchingRun.objects.get().state == "done"
    search_nightly()
    assert MatchingRun.objects.count() == 1
    Customer.objects.filter(pk=one.pk).update(updated_at=clock.now() + timedelta(seconds=1))
    search_nightly()
    assert MatchingRun.objects.count() == 2
    with working_in(other_workspace):
        assert not MatchingRun.objects.exists()


def test_settings_that_cannot_be_are_refused(workspace: Workspace) -> None:
    for values in (
        {"review_at": 0},
        {"review_at": 60, "bulk_at": 50},
        {"fields": {"email": "size"}},
        {"unused": ["shoe"]},
    ):
        with pytest.raises(InvalidSettings):
            change_matching(workspace=workspace, actor=AYESHA, values=values)
    assert matching_settings(workspace).pk is None


def test_a_field_that_is_not_used_is_not_compared(workspace: Workspace) -> None:
    two(workspace)
    change_matching(workspace=workspace, actor=AYESHA, values={"unused": ["email"]})
    found(workspace)
    for pair in CandidatePair.objects.all():
        assert "email" not in {field for field, _level, _bits in pair.reasons}


def test_a_bulk_acceptance_is_one_change_and_taken_back_as_one(workspace: Workspace) -> None:
    pairs = [two(workspace)]
    found(workspace)
    pairs.append((person(workspace, "Zed", "One"), person(workspace, "Zed", "Two")))
    first, second = sorted(one.pk for one in pairs[1])
    CandidatePair.objects.create(
        workspace=workspace, first_id=first, second_id=second, bits=20, probability=1,
        found_at=clock.now(),
    )  # fmt: skip
    CandidatePair.objects.update(probability=1.0, is_clear=True)
    job = accept_all(workspace=workspace, actor=AYESHA)
    assert jobs.run_next([jobs.DEFAULT])
    assert Customer.objects.filter(merged_into__isnull=False).count() == 2
    change_set = ChangeSet.objects.get(pk=job.payload["change_set"])
    assert change_set.rows == 2
    by_hand = Merge.objects.earliest("pk")
    unmerge(workspace=workspace, actor=AYESHA, merge_id=by_hand.pk)
    told: list[tuple[int, int]] = []
    revert_change_set(
        workspace=workspace,
        change_set=change_set,
        actor=AYESHA,
        progress=lambda done, total: told.append((done, total)),
    )
    change_set.refresh_from_db()
    assert (change_set.restored, change_set.skipped) == (1, {"merge_kept": 1})
    assert told == [(1, 2), (2, 2)]
    assert not Customer.objects.filter(merged_into__isnull=False).exists()
    assert sorted(CandidatePair.objects.values_list("state", flat=True)) == ["accepted", "open"]

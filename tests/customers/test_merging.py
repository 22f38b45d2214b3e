"""Two people become one, and two again; nothing is lost on the way."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from raabta.commerce.models import Order
from raabta.customers.domain_events import CustomerErased, CustomersMerged
from raabta.customers.identity_kind import ANONYMOUS_ID, USER_ID
from raabta.customers.merge_follower import merge_followers
from raabta.customers.models import Consent, Customer, CustomerTag, Identity, Merge, Note
from raabta.customers.queries import customer_with, people
from raabta.customers.queries.merges import members_of, survivor_of
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.deletion import restore_customers
from raabta.customers.services.erasure import erase_customer
from raabta.customers.services.identities import attach, verify_identity
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.rules import CannotMerge, CannotUnmerge, DifferentLogins
from raabta.customers.services.merging.unmerge import unmerge
from raabta.customers.services.merging.values import UnknownChoice
from raabta.customers.services.notes import write_note
from raabta.customers.services.people import create_customer, edit_customer
from raabta.kernel import clock
from raabta.kernel.models import OutboxEvent
from raabta.messaging.models import Message
from raabta.messaging.services.planning import plan_messages
from raabta.workspaces.actor import SYSTEM, Actor
from raabta.workspaces.models import AuditEntry, Workspace
from tests.customers.person_export import export, references
from tests.house.rows import make

AYESHA = Actor(label="Ayesha", via="ui", user_id=1)
DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def person(workspace: Workspace, **values: Any) -> Customer:
    tags = values.pop("tags", [])
    return create_customer(workspace=workspace, actor=AYESHA, values=values, tags=tags)


def merged(workspace: Workspace, survivor: Customer, other: Customer, **more: Any) -> Merge:
    return merge_customers(
        workspace=workspace, actor=AYESHA, survivor_id=survivor.pk, other_id=other.pk, **more
    )


def undo(workspace: Workspace, merge: Merge) -> Merge:
    return unmerge(workspace=workspace, actor=AYESHA, merge_id=merge.pk)


def says(workspace: Workspace, customer: Customer, state: str, day: int, **more: Any) -> None:
    answer = Answer(
        customer.pk, "marketing", "email", state, "form", DAY + timedelta(days=day), **more
    )
    record_consent(workspace=workspace, actor=AYESHA, answer=answer)


def stands(customer: Customer) -> str:
    return Consent.objects.get(customer=customer, purpose="marketing", channel="email").state


@pytest.fixture
def ali(workspace: Workspace) -> Customer:
    return person(workspace, first_name="Ali", email="ali@mail.example", tags=["VIP", "tea"])


@pytest.fixture
def ally(workspace: Workspace) -> Customer:
    return person(
        workspace, first_name="Ally", last_name="Khan", phone="0300 1234567", city="Lahore",
        email="ally@work.example", external_id="C-7", tags=["tea", "old"],
    )  # fmt: skip


def test_every_model_that_refers_to_customers_has_a_follower() -> None:
    followed = {model for member in merge_followers.members() for model in member.models}
    assert {model._meta.label_lower for model, _field in references()} <= followed


def test_the_survivor_has_everything_and_the_other_is_hidden(
    workspace: Workspace, ali: Customer, ally: Customer
) -> None:
    write_note(workspace=workspace, actor=AYESHA, about=ally, body="Likes green tea")
    order = make("commerce.Order", workspace, customer=ally)
    merge = merged(workspace, ali, ally, choices={"first_name": "other"}, reason="Same phone")
    ali.refresh_from_db()
    assert (ali.first_name, ali.last_name, ali.city) == ("Ally", "Khan", "Lahore")
    assert (ali.email, ali.phone, ali.external_id) == ("ali@mail.example", "+923001234567", "C-7")
    assert list(people(workspace).values_list("pk", flat=True)) == [ali.pk]
    assert customer_with(workspace, "email", "ally@work.example") == ali
    moved = Identity.objects.get(value="ally@work.example")
    assert (moved.merge_id, moved.is_primary) == (merge.pk, False)
    assert set(CustomerTag.objects.filter(customer=ali).values_list("tag__name", flat=True)) == {
        "VIP", "tea", "old",
    }  # fmt: skip
    assert Note.objects.get().customer == ali
    assert Order.objects.get(pk=order.pk).customer == ali
    assert survivor_of(workspace, ally.pk) == ali.pk
    assert AuditEntry.objects.get(verb="customers.merged").detail["other"] == ally.pk
    assert OutboxEvent.objects.filter(name__endswith=CustomersMerged.__name__).count() == 1


def test_taking_a_merge_back_leaves_both_as_they_were(
    workspace: Workspace, ali: Customer, ally: Customer
) -> None:
    edit_customer(workspace=workspace, actor=AYESHA, customer_id=ally.pk, values={"city": "Multan"})
    says(workspace, ali, "granted", 1)
    says(workspace, ally, "withdrawn", 0)
    make("commerce.Order", workspace, customer=ally)
    make("commerce.Refund", workspace, customer=ally)
    before = export(ali.pk), export(ally.pk)
    choices = {"email": "other", "first_name": "other"}
    merge = merged(workspace, ali, ally, choices=choices)
    assert export(ali.pk) != before[0]
    undo(workspace, merge)
    assert (export(ali.pk), export(ally.pk)) == before
    assert people(workspace).count() == 2


def test_what_came_after_the_merge_stays_with_the_survivor(
    workspace: Workspace, ali: Customer, ally: Customer
) -> None:
    merge = merged(workspace, ali, ally)
    write_note(workspace=workspace, actor=AYESHA, about=ali, body="Called today")
    edit_customer(workspace=workspace, actor=AYESHA, customer_id=ali.pk, values={"city": "Quetta"})
    undo(workspace, merge)
    ali.refresh_from_db()
    ally.refresh_from_db()
    assert (ali.city, ally.city) == ("Quetta", "Lahore")
    assert ali.last_name == ""
    assert Note.objects.get().customer == ali


def test_a_chain_is_undone_from_its_end(workspace: Workspace, ali: Customer) -> None:
    second = person(workspace, city="Lahore", email="b@mail.example")
    third = person(workspace, city="Multan", last_name="Khan", email="c@mail.example")
    before = [export(one.pk) for one in (ali, second, third)]
    inner = merged(workspace, second, third, choices={"city": "other"})
    outer = merged(workspace, ali, second)
    assert members_of(workspace, ali.pk) == [ali.pk, second.pk, third.pk]
    assert survivor_of(workspace, third.pk) == ali.pk
    with pytest.raises(CannotUnmerge, match="Undo that merge first"):
        undo(workspace, inner)
    undo(workspace, outer)
    undo(workspace, inner)
    assert [export(one.pk) for one in (ali, second, third)] == before
    with pytest.raises(CannotUnmerge, match="already"):
        undo(workspace, inner)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_merges_into_one_person_are_undone_in_any_order(
    workspace: Workspace, ali: Customer, order: tuple[int, int]
) -> None:
    second = person(workspace, city="Lahore", phone="0300 1234567")
    third = person(workspace, city="Multan", last_name="Khan", phone="0300 7654321")
    before = [export(one.pk) for one in (ali, second, third)]
    merges = [merged(workspace, ali, second)]
    merges.append(merged(workspace, ali, third, choices={"city": "other", "phone": "other"}))
    ali.refresh_from_db()
    assert (ali.city, ali.phone) == ("Multan", "+923007654321")
    undo(workspace, merges[order[0]])
    ali.refresh_from_db()
    assert ali.city == ("Multan" if order[0] == 0 else "Lahore")
    undo(workspace, merges[order[1]])
    assert [export(one.pk) for one in (ali, second, third)] == before


def test_a_machine_never_merges_two_logins_and_a_colleague_is_warned(
    workspace: Workspace, ali: Customer, ally: Customer
) -> None:
    for customer in (ali, ally):
        address = customer.identities.get(kind="email")
        verify_identity(workspace=workspace, actor=AYESHA, customer_id=customer.pk, pk=address.pk)
    pair = {"workspace": workspace, "survivor_id": ali.pk, "other_id": ally.pk}
    with pytest.raises(DifferentLogins):
        merge_customers(**pair, actor=SYSTEM, is_warned=True)
    with pytest.raises(DifferentLogins):
        merge_customers(**pair, actor=AYESHA)
    assert not Merge.objects.exists()
    assert people(workspace).count() == 2
    merge_customers(**pair, actor=AYESHA, is_warned=True)
    assert people(workspace).count() == 1


def test_a_user_id_is_a_login_and_a_browser_is_none(
    workspace: Workspace, ali: Customer, ally: Customer
) -> None:
    pair = {"workspace": workspace, "survivor_id": ali.pk, "other_id": ally.pk, "actor": SYSTEM}
    for customer in (ali, ally):
        attach(customer, USER_ID, f"user-{customer.pk}", workspace=workspace, actor=SYSTEM)
    with pytest.raises(DifferentLogins):
        merge_customers(**pair)
    Identity.objects.filter(kind=USER_ID).update(kind=ANONYMOUS_ID, is_verified=True)
    merge_customers(**pair)
    assert people(workspace).count() == 1


def test_what_makes_no_sense_is_refused(
    workspace: Workspace, ali: Customer, ally: Customer
) -> None:
    with pytest.raises(CannotMerge):
        merged(workspace, ali, ali)
    with pytest.raises(UnknownChoice):
        merged(workspace, ali, ally, choices={"shoe": "other"})
    merged(workspace, ali, ally)
    with pytest.raises(CannotMerge, match="merged already"):
        merged(workspace, ali, ally)
    assert restore_customers(workspace=workspace, customer_ids=[ally.pk]) == 0


@pytest.mark.parametrize(
    ("mine", "theirs", "more", "together"),
    [
        (("granted", 1), ("withdrawn", 0), {}, "withdrawn"),
        (("granted", 1), ("withdrawn", 0), {"evidence": "signed form"}, "granted"),
        (("granted", 0), ("withdrawn", 1), {"evidence": "signed form"}, "withdrawn"),
        (("granted", 0), ("granted", 1), {}, "granted"),
    ],
)
def test_a_no_wins_unless_a_newer_yes_has_evidence(
    workspace: Workspace,
    ali: Customer,
    ally: Customer,
    mine: tuple[str, int],
    theirs: tuple[str, int],
    more: dict[str, str],
    together: str,
) -> None:
    says(workspace, ali, *mine, **more)
    says(workspace, ally, *theirs)
    merge = merged(workspace, ali, ally)
    assert stands(ali) == together
    undo(workspace, merge)
    assert (stands(ali), stands(ally)) == (mine[0], theirs[0])


def test_a_no_said_while_merged_counts_for_both_afterwards(
    workspace: Workspace, ali: Customer, ally: Customer
) -> None:
    says(workspace, ally, "granted", 0)
    merge = merged(workspace, ali, ally)
    assert stands(ali) == "granted"
    with clock.turned_to(clock.now() + timedelta(days=1)):
        says(workspace, ali, "withdrawn", 3)
        undo(workspace, merge)
    assert (stands(ali), stands(ally)) == ("withdrawn", "withdrawn")


@pytest.mark.parametrize(
    ("mine", "theirs", "after"),
    [
        ("queued", "queued", ("queued", "cancelled")),
        ("queued", "sent", ("cancelled", "sent")),
        ("sent", "queued", ("sent", "cancelled")),
        ("held_out", "queued", ("held_out", "cancelled")),
        ("refused", "queued", ("refused", "queued")),
        ("sent", "sent", ("sent", "sent")),
    ],
)
def test_nobody_gets_twice_what_both_were_planned_for(
    workspace: Workspace,
    ali: Customer,
    ally: Customer,
    mine: str,
    theirs: str,
    after: tuple[str, str],
) -> None:
    mailing = make("messaging.Mailing", workspace, origin="campaign:1", state="active")
    given = {"mailing": mailing, "origin": "campaign:1", "occurrence": ""}
    one = make("messaging.Message", workspace, customer=ali, state=mine, **given)
    two = make("messaging.Message", workspace, customer=ally, state=theirs, **given)
    before = export(ali.pk), export(ally.pk)
    merge = merged(workspace, ali, ally)
    rows = Message.objects.in_bulk([one.pk, two.pk])
    assert (rows[one.pk].state, rows[two.pk].state) == after
    assert {row.customer_id for row in rows.values()} == {ali.pk}
    undo(workspace, merge)
    assert (export(ali.pk), export(ally.pk)) == before


@pytest.mark.parametrize("asked", ["survivor", "other"])
def test_erasing_one_erases_both(
    workspace: Workspace, ali: Customer, ally: Customer, asked: str
) -> None:
    merge = merged(workspace, ali, ally, reason="Ally told me on the phone")
    pk = ali.pk if asked == "survivor" else ally.pk
    erase_customer(workspace=workspace, actor=AYESHA, customer_id=pk)
    for customer in Customer.objects.all():
        assert (customer.name, customer.city) == (f"#{customer.pk}", "")
        assert customer.erased_at is not None
    merge.refresh_from_db()
    assert (merge.values, merge.moved, merge.reason) == ({}, {}, "")
    erased = OutboxEvent.objects.filter(name__endswith=CustomerErased.__name__)
    assert {event.payload["customer_id"] for event in erased} == {ali.pk, ally.pk}
    with pytest.raises(CannotUnmerge):
        undo(workspace, merge)


def test_who_was_chosen_before_the_merge_is_reached_through_the_survivor(
    workspace: Workspace, ali: Customer, ally: Customer
) -> None:
    make("messaging.Mailing", workspace, origin="campaign:9", state="active")
    merged(workspace, ali, ally)
    ids = [ally.pk, ali.pk]
    planned = {"workspace": workspace, "origin": "campaign:9", "not_before": clock.now()}
    assert plan_messages(**planned, customer_ids=ids) == 1
    assert Message.objects.get().customer == ali

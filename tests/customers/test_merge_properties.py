"""Whatever two or three people have: merging and taking back leaves every byte as it was."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raabta.customers.models import Customer, EventOwner, Identity, Merge
from raabta.customers.queries.merges import survivor_of
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.identities import add_identity
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.rules import CannotUnmerge
from raabta.customers.services.merging.unmerge import unmerge
from raabta.customers.services.merging.values import ADDRESSES, fields_of_both
from raabta.customers.services.notes import write_note
from raabta.customers.services.people import create_customer, edit_customer
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from tests.customers.person_export import export, references
from tests.house.rows import make

AYESHA = Actor(label="Ayesha", via="ui", user_id=1)
DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXTS = st.sampled_from(["", "Lahore", "لاہور", "ঢাকা"])
ANSWERS = st.tuples(
    st.sampled_from(["email", "sms"]),
    st.sampled_from(["granted", "withdrawn", "cleared"]),
    st.integers(0, 9),
    st.sampled_from(["", "signed"]),
)
STATES = st.sampled_from(["queued", "sent", "refused", "held_out", "cancelled", "bounced"])
PEOPLE = st.fixed_dictionaries(
    {
        "values": st.fixed_dictionaries(
            {"first_name": TEXTS, "city": TEXTS, "attributes.size": st.sampled_from([None, 3, "x"])}
        ),
        "has_external_id": st.booleans(),
        "emails": st.integers(0, 2),
        "edited": TEXTS,
        "tags": st.lists(st.sampled_from(["VIP", "tea", "old"]), max_size=3, unique=True),
        "notes": st.integers(0, 2),
        "orders": st.integers(0, 2),
        "refunds": st.integers(0, 1),
        "answers": st.lists(ANSWERS, max_size=4),
        "messages": st.dictionaries(st.sampled_from(["campaign:1", "campaign:2"]), STATES),
        "visitors": st.integers(0, 1),
        "paused": st.sampled_from([None, DAY, DAY + timedelta(days=5)]),
    }
)


def settle_down(workspace: Workspace, number: int, drawn: dict[str, Any]) -> Customer:
    """A person with everything that was drawn."""
    values = drawn["values"] | ({"external_id": f"C-{number}"} if drawn["has_external_id"] else {})
    customer = create_customer(workspace=workspace, actor=AYESHA, values=values, tags=drawn["tags"])
    pk = customer.pk
    for n in range(drawn["emails"]):
        text = f"p{number}-{n}@mail.example"
        add_identity(workspace=workspace, actor=AYESHA, customer_id=pk, kind="email", text=text)
    edit_customer(
        workspace=workspace, actor=AYESHA, customer_id=pk, values={"city": drawn["edited"]}
    )
    Customer.objects.filter(pk=pk).update(paused_until=drawn["paused"])
    for n in range(drawn["notes"]):
        write_note(workspace=workspace, actor=AYESHA, about=customer, body=f"Note {n}")
    for channel, state, day, evidence in drawn["answers"]:
        given_at = DAY + timedelta(days=day)
        answer = Answer(pk, "marketing", channel, state, "form", given_at, evidence=evidence)
        record_consent(workspace=workspace, actor=AYESHA, answer=answer)
    have_rows(workspace, customer, drawn)
    return customer


def have_rows(workspace: Workspace, customer: Customer, drawn: dict[str, Any]) -> None:
    for label, count in (("Order", drawn["orders"]), ("Refund", drawn["refunds"])):
        for _ in range(count):
            make(f"commerce.{label}", workspace, customer=customer)
    for _ in range(drawn["visitors"]):
        make("customers.EventOwner", workspace, customer=customer, origin_id=-customer.pk)
    for origin, state in drawn["messages"].items():
        mailing = make("messaging.Mailing", workspace, origin=f"{origin}/{customer.pk}")
        kept = {"mailing": mailing, "origin": origin, "state": state, "occurrence": ""}
        make("messaging.Message", workspace, customer=customer, **kept)


def merged(workspace: Workspace, one: Customer, two: Customer, choices: dict[str, str]) -> Merge:
    return merge_customers(
        workspace=workspace,
        actor=AYESHA,
        survivor_id=one.pk,
        other_id=two.pk,
        choices=choices,
        is_warned=True,
    )


def drawn_choices(data: st.DataObject, one: Customer, two: Customer) -> dict[str, str]:
    one.refresh_from_db()
    two.refresh_from_db()
    fields = st.sampled_from(fields_of_both(one, two))
    chosen: dict[str, str] = data.draw(
        st.dictionaries(fields, st.sampled_from(["survivor", "other"]))
    )
    return chosen


@FEW
@given(one=PEOPLE, two=PEOPLE, data=st.data())
def test_merging_and_taking_back_changes_no_byte(
    workspace: Workspace, one: dict[str, Any], two: dict[str, Any], data: st.DataObject
) -> None:
    start_over()
    first, second = settle_down(workspace, 1, one), settle_down(workspace, 2, two)
    before = export(first.pk), export(second.pk)
    merge = merged(workspace, first, second, drawn_choices(data, first, second))
    agree(first)
    unmerge(workspace=workspace, actor=AYESHA, merge_id=merge.pk)
    assert (export(first.pk), export(second.pk)) == before


@FEW
@given(drawn=st.tuples(PEOPLE, PEOPLE, PEOPLE), data=st.data())
def test_chains_are_taken_back_in_any_order_or_refused_and_then_right(
    workspace: Workspace, drawn: tuple[dict[str, Any], ...], data: st.DataObject
) -> None:
    start_over()
    trio = [settle_down(workspace, number, one) for number, one in enumerate(drawn)]
    before = [export(one.pk) for one in trio]
    into_a_chain = data.draw(st.booleans())
    pairs = [(1, 2), (0, 1)] if into_a_chain else [(0, 1), (0, 2)]
    merges = [
        merged(workspace, trio[a], trio[b], drawn_choices(data, trio[a], trio[b])) for a, b in pairs
    ]
    assert {survivor_of(workspace, one.pk) for one in trio} == {trio[0].pk}
    order = data.draw(st.permutations(merges))
    if into_a_chain and order[0] == merges[0]:
        with pytest.raises(CannotUnmerge):
            unmerge(workspace=workspace, actor=AYESHA, merge_id=order[0].pk)
        order = list(reversed(order))
    for merge in order:
        agree(trio[0])
        unmerge(workspace=workspace, actor=AYESHA, merge_id=merge.pk)
    assert [export(one.pk) for one in trio] == before


def agree(customer: Customer) -> None:
    """The addresses on the person are those that lead."""
    customer.refresh_from_db()
    for kind in ADDRESSES:
        leading = Identity.objects.filter(customer=customer, kind=kind, is_primary=True)
        assert list(leading.values_list("value", flat=True)) == [
            value for value in [getattr(customer, kind)] if value
        ]


def start_over() -> None:
    """One test draws many worlds, each without the people of the one before."""
    EventOwner.objects.all().delete()
    Merge.objects.all().delete()
    Customer.objects.update(external_id="")
    Identity.objects.all().delete()


def test_the_export_reads_every_model_that_refers_to_customers() -> None:
    labels = {model._meta.label for model, _field in references()}
    assert {"commerce.Order", "messaging.Message", "customers.EventOwner"} <= labels

from datetime import timedelta

import pytest

from raabta.customers import queries
from raabta.customers.consent_chain import seal_of
from raabta.customers.models import AppendOnly, Consent, ConsentRecord, Customer
from raabta.customers.services.consent import Answer, record_consent, record_consents
from raabta.customers.services.people import create_customer
from raabta.kernel import clock
from raabta.kernel.models import Change, OutboxEvent
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

AYESHA = Actor(label="Ayesha", via="ui", user_id=1)


@pytest.fixture
def customer(workspace: Workspace) -> Customer:
    return create_customer(workspace=workspace, actor=AYESHA, values={"first_name": "Zainab"})


def say(workspace: Workspace, customer: Customer, state: str, **more: object) -> None:
    answer = Answer(customer.pk, "marketing", "email", state, "form", **more)  # type: ignore[arg-type]
    record_consent(workspace=workspace, actor=AYESHA, answer=answer)


def known(workspace: Workspace, customer: Customer) -> str | None:
    return queries.consent_states(workspace, [customer.pk], "marketing", "email").get(customer.pk)


def test_a_line_is_added_and_the_current_state_follows(
    workspace: Workspace, customer: Customer
) -> None:
    say(workspace, customer, "granted", evidence="Signed at the till", ip="203.0.113.9")
    say(workspace, customer, "withdrawn")
    assert known(workspace, customer) == "withdrawn"
    lines = queries.consent_ledger(workspace, customer.pk)
    assert [(line.position, line.state) for line in lines] == [(2, "withdrawn"), (1, "granted")]
    told = [e.payload for e in OutboxEvent.objects.filter(name__endswith="ConsentChanged")]
    assert [event["state"] for event in told] == ["granted", "withdrawn"]
    assert told[0]["customer_ids"] == [customer.pk]
    assert Change.objects.filter(table="consent").count() == 2


def test_an_older_answer_that_is_learned_later_does_not_change_the_state(
    workspace: Workspace, customer: Customer
) -> None:
    say(workspace, customer, "withdrawn")
    say(workspace, customer, "granted", given_at=clock.now() - timedelta(days=30))
    assert known(workspace, customer) == "withdrawn"
    assert ConsentRecord.objects.count() == 2


def test_a_cleared_answer_is_as_if_never_given(workspace: Workspace, customer: Customer) -> None:
    say(workspace, customer, "granted")
    say(workspace, customer, "cleared")
    assert known(workspace, customer) is None
    assert not Consent.objects.exists()


def test_the_ledger_refuses_to_be_changed(workspace: Workspace, customer: Customer) -> None:
    say(workspace, customer, "granted")
    line = ConsentRecord.objects.get()
    line.state = "withdrawn"
    with pytest.raises(AppendOnly):
        line.save()
    with pytest.raises(AppendOnly):
        line.delete()
    with pytest.raises(AppendOnly):
        ConsentRecord.objects.update(state="withdrawn")
    with pytest.raises(AppendOnly):
        ConsentRecord.objects.all().delete()
    assert ConsentRecord.objects.get().state == "granted"


def test_each_line_seals_the_one_before(workspace: Workspace, customer: Customer) -> None:
    for state in ("granted", "withdrawn", "granted"):
        say(workspace, customer, state)
    seal = ""
    for line in ConsentRecord.objects.order_by("position"):
        seal = seal_of(line, seal)
        assert line.seal == seal
    forged = ConsentRecord.objects.get(position=1)
    forged.evidence = "other words"
    assert seal_of(forged, "") != forged.seal


def test_a_batch_may_hold_several_answers_of_one_person(
    workspace: Workspace, customer: Customer
) -> None:
    states = ("granted", "withdrawn", "granted")
    answers = [Answer(customer.pk, "marketing", "email", state, "import") for state in states]
    record_consents(workspace=workspace, actor=AYESHA, answers=answers)
    assert known(workspace, customer) == "granted"
    assert ConsentRecord.objects.count() == 3

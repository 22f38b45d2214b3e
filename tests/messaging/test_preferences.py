"""The preference centre: what a person chooses there is stored, and every sender asks for it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from raabta.customers.models import Consent, ConsentRecord, Customer, CustomerChange
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.topics import TopicFields, create_topic
from raabta.customers.services.wishes import InvalidWish, limit_frequency, pause_customer
from raabta.kernel import clock
from raabta.messaging.contact import may_contact
from raabta.messaging.models import Mailing, Message, PendingConsent
from raabta.messaging.own_page import PAGE, token_of
from raabta.messaging.requirements import Requirement
from raabta.messaging.services.requirements import require_consent
from raabta.messaging.signing import preferences_url, unsubscribe_url
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.house.rows import make

ROOT = "http://127.0.0.1:8000"


@pytest.fixture
def zainab(workspace: Workspace) -> Customer:
    person: Customer = make(
        "customers.Customer", workspace, email="z@mail.example", phone="", language="en",
        country="PK", time_zone="", contact_every_days=None, paused_until=None,
    )  # fmt: skip
    answer = Answer(person.pk, "marketing", "email", "granted", "form")
    record_consent(workspace=workspace, actor=SYSTEM, answer=answer)
    return person


@pytest.fixture
def message(workspace: Workspace, zainab: Customer, mailing: Mailing) -> Message:
    return sent(mailing, zainab, clock.now())


def sent(mailing: Mailing, person: Customer, at: datetime) -> Message:
    made: Message = make(
        "messaging.Message", mailing.workspace, mailing=mailing, origin=f"campaign:{at}",
        customer=person, address=person.email, state="sent", planned_at=at, not_before=at,
        sent_at=at, purpose="marketing", channel="email", unsubscribed_at=None,
    )  # fmt: skip
    return made


def news(workspace: Workspace, kind: str = "opt_in") -> None:
    fields = TopicFields({"en": "News", "ur": "خبریں"}, ["email", "sms"], kind)
    create_topic(workspace=workspace, actor=SYSTEM, purpose="marketing", fields=fields)


def path_of(message: Message) -> str:
    return preferences_url(message.token).removeprefix(ROOT)


GIVEN = {"language": "en", "first_name": "Z", "last_name": "R", "frequency": "", "paused_until": ""}


def test_topics_are_offered_on_channels_that_reach_the_person(
    client: Client, workspace: Workspace, message: Message
) -> None:
    news(workspace)
    text = client.get(path_of(message)).content.decode()
    assert 'name="topic:news.email"' in text
    assert 'name="topic:news.sms"' not in text
    assert ConsentRecord.objects.count() == 1  # looking changes nothing


def test_what_was_ticked_joins_the_ledger_and_the_same_again_adds_nothing(
    client: Client, workspace: Workspace, message: Message
) -> None:
    news(workspace)
    given = {**GIVEN, "marketing.email": "on", "topic:news.email": "on"}
    for _ in range(2):
        assert client.post(path_of(message), given).status_code == 200
    lines = ConsentRecord.objects.order_by("position").values_list("purpose", "state", "source")
    assert list(lines)[1:] == [("topic:news", "granted", "preferences_page")]
    client.post(path_of(message), {**GIVEN, "topic:news.email": "on"})
    assert Consent.objects.get(purpose="marketing").state == "withdrawn"
    message.refresh_from_db()
    assert message.unsubscribed_at is not None


def test_how_often_and_until_when_not_are_kept_with_their_history(
    client: Client, zainab: Customer, message: Message
) -> None:
    day = (clock.now() + timedelta(days=20)).date().isoformat()
    given = {**GIVEN, "marketing.email": "on", "frequency": "7", "paused_until": day}
    assert client.post(path_of(message), given).status_code == 200
    zainab.refresh_from_db()
    assert zainab.contact_every_days == 7
    assert zainab.paused_until is not None
    fields = set(CustomerChange.objects.values_list("field", flat=True))
    assert {"contact_every_days", "paused_until"} <= fields
    assert day in client.get(path_of(message)).content.decode()
    client.post(path_of(message), {**given, "paused_until": ""})
    zainab.refresh_from_db()
    assert zainab.paused_until is None


@pytest.mark.parametrize("day", ["2001-01-01", "2999-01-01", "tomorrow"])
def test_a_break_ends_on_a_day_to_come(client: Client, message: Message, day: str) -> None:
    given = {**GIVEN, "marketing.email": "on", "paused_until": day}
    assert client.post(path_of(message), given).status_code == 422
    assert not CustomerChange.objects.exists()


def test_who_wants_one_a_week_gets_no_second_one(
    workspace: Workspace, zainab: Customer, message: Message
) -> None:
    limit_frequency(workspace=workspace, actor=SYSTEM, customer_id=zainab.pk, every_days=7)
    now = clock.now()

    def rule(at: datetime, purpose: str = "marketing") -> str:
        return may_contact(workspace, [zainab.pk], purpose, "email", at=at)[zainab.pk].rule

    assert rule(now) == "own_frequency"
    assert rule(now + timedelta(days=5)) == "own_frequency"
    assert rule(now + timedelta(days=8)) == ""
    assert rule(now, "service") == ""
    assert rule(now, "transactional") == ""
    with pytest.raises(InvalidWish):
        limit_frequency(workspace=workspace, actor=SYSTEM, customer_id=zainab.pk, every_days=0)


def test_an_old_link_leads_to_who_the_person_is_now(
    client: Client, workspace: Workspace, zainab: Customer, message: Message
) -> None:
    other: Customer = make("customers.Customer", workspace, email="new@mail.example")
    limit_frequency(workspace=workspace, actor=SYSTEM, customer_id=zainab.pk, every_days=30)
    limit_frequency(workspace=workspace, actor=SYSTEM, customer_id=other.pk, every_days=7)
    own_page = token_of(zainab, PAGE)
    merge_customers(workspace=workspace, actor=SYSTEM, survivor_id=other.pk, other_id=zainab.pk)
    other.refresh_from_db()
    assert other.contact_every_days == 30  # the fewer
    assert client.post(path_of(message), {**GIVEN, "first_name": "Now"}).status_code == 200
    assert client.get(f"/me/{own_page}/preferences").status_code == 200
    other.refresh_from_db()
    assert other.first_name == "Now"


def test_the_links_of_somebody_erased_open_nothing(
    client: Client, zainab: Customer, message: Message
) -> None:
    own_page = token_of(zainab, PAGE)
    Customer.objects.update(deleted_at=clock.now(), erased_at=clock.now())
    assert client.get(path_of(message)).status_code == 404
    assert client.get(f"/me/{own_page}/preferences").status_code == 404


def test_the_own_page_leads_there_too(client: Client, zainab: Customer, message: Message) -> None:
    path = f"/me/{token_of(zainab, PAGE)}/preferences"
    assert client.get(path).status_code == 200
    assert client.post(path, {**GIVEN, "first_name": "Own"}).status_code == 200
    zainab.refresh_from_db()
    assert zainab.first_name == "Own"
    line = ConsentRecord.objects.get(position=2)
    assert (line.state, line.source) == ("withdrawn", "own_page")


def test_a_yes_that_needs_confirming_waits_for_the_mail(
    client: Client, workspace: Workspace, message: Message
) -> None:
    news(workspace)
    wanted = Requirement("opt_in", needs_confirming=True)
    require_consent(
        workspace=workspace, actor=SYSTEM, purpose="marketing", channel="email", wanted=wanted
    )
    given = {**GIVEN, "marketing.email": "on", "topic:news.email": "on"}
    assert "press the button" in client.post(path_of(message), given).content.decode()
    assert PendingConsent.objects.get().purpose == "topic:news"
    assert ConsentRecord.objects.count() == 1


def test_leaving_only_the_topic_keeps_the_rest(
    client: Client, workspace: Workspace, message: Message
) -> None:
    news(workspace)
    topic = make("customers.Topic", workspace, key="eid", names={"en": "Eid"})
    Mailing.objects.update(topic=topic)
    path = unsubscribe_url(message.token).removeprefix(ROOT)
    assert "Only nothing more about “Eid”" in client.get(path).content.decode()
    assert client.post(path, {"topic": "1"}).status_code == 200
    found = Consent.objects.order_by("pk").values_list("purpose", "state")
    assert list(found) == [("marketing", "granted"), ("topic:eid", "withdrawn")]


def test_a_pause_is_no_business_of_another_workspace(
    other_workspace: Workspace, zainab: Customer
) -> None:
    assert zainab.workspace_id != other_workspace.pk
    pause_customer(workspace=zainab.workspace, actor=SYSTEM, customer_id=zainab.pk, until=None)
    assert not CustomerChange.objects.exists()

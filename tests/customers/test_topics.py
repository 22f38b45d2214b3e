"""Topics: made, put away, answered in the ledger whose old chains still hold."""

import pytest

from raabta.customers.models import ConsentRecord, Customer, Topic
from raabta.customers.queries.topics import (
    UnknownPurpose,
    check_purpose,
    offered_topics,
    purpose_names,
)
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.consent_proof import verify_ledger, verify_person
from raabta.customers.services.topics import (
    InvalidTopic,
    TopicFields,
    archive_topic,
    create_topic,
    edit_topic,
    restore_topic,
)
from raabta.kernel import clock
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, Workspace
from tests.house.rows import make

NEWS = TopicFields({"en": "Weekly news", "ur": "ہفتہ وار خبریں"}, ["email", "sms"], "opt_in")


def made(workspace: Workspace, **changes: object) -> Topic:
    fields = TopicFields(**{**vars(NEWS), **changes})
    return create_topic(workspace=workspace, actor=SYSTEM, purpose="marketing", fields=fields)


def say(workspace: Workspace, person: Customer, purpose: str, state: str = "granted") -> None:
    answer = Answer(person.pk, purpose, "email", state, "form")
    record_consent(workspace=workspace, actor=SYSTEM, answer=answer)


def test_a_topic_gets_a_key_of_its_name_that_is_free(workspace: Workspace) -> None:
    assert [made(workspace).key, made(workspace).key] == ["weekly-news", "weekly-news-2"]
    assert made(workspace, names={"ur": "خبریں"}).key == "topic"


@pytest.mark.parametrize(
    "changes",
    [
        {"names": {}},
        {"names": {"en": "  "}},
        {"names": {"fr": "Nouvelles"}},
        {"names": {"en": "x" * 81}},
        {"channels": []},
        {"channels": ["pigeon"]},
        {"kind": "maybe"},
    ],
)
def test_what_cannot_be_a_topic_is_refused(
    workspace: Workspace, changes: dict[str, object]
) -> None:
    with pytest.raises(InvalidTopic):
        made(workspace, **changes)
    assert not Topic.objects.exists()


def test_its_name_comes_in_the_readers_language_else_in_one_there_is(workspace: Workspace) -> None:
    topic = made(workspace)
    assert topic.name_in("ur") == "ہفتہ وار خبریں"
    assert topic.name_in("bn") == "Weekly news"
    assert purpose_names(workspace)["topic:weekly-news"] == "Weekly news"


def test_a_topic_put_away_is_offered_no_more_and_can_come_back(workspace: Workspace) -> None:
    topic = made(workspace)
    archive_topic(workspace=workspace, actor=SYSTEM, topic=topic)
    archive_topic(workspace=workspace, actor=SYSTEM, topic=topic)
    assert offered_topics(workspace) == []
    with pytest.raises(UnknownPurpose):
        check_purpose(workspace, "topic:weekly-news", "email")
    restore_topic(workspace=workspace, actor=SYSTEM, topic=topic)
    assert offered_topics(workspace, "sms") == [topic]
    assert offered_topics(workspace, "push") == []
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["topic.created", "topic.archived", "topic.restored"]


def test_an_edit_keeps_key_and_purpose(workspace: Workspace) -> None:
    topic = made(workspace)
    fields = TopicFields({"en": "Monthly news"}, ["email"], "opt_out", {"en": "Once a month"})
    edit_topic(workspace=workspace, actor=SYSTEM, topic=topic, fields=fields)
    topic.refresh_from_db()
    assert (topic.key, topic.purpose, topic.kind) == ("weekly-news", "marketing", "opt_out")
    assert topic.description_in("en") == "Once a month"


def test_answers_about_topics_join_a_chain_that_began_without_them(workspace: Workspace) -> None:
    topic, person = made(workspace), make("customers.Customer", workspace)
    say(workspace, person, "marketing")
    first = ConsentRecord.objects.get().seal
    say(workspace, person, topic.ledger_purpose)
    say(workspace, person, topic.ledger_purpose, "withdrawn")
    assert verify_person(workspace, person.pk) is None
    proof = verify_ledger(workspace)
    assert (proof.holds, proof.lines) == (True, 3)
    assert ConsentRecord.objects.get(position=1).seal == first
    assert ConsentRecord.objects.get(position=3).given_at <= clock.now()

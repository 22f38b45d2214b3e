"""Messages about a topic go to people who chose it."""

import pytest

from raabta.content.models import Template
from raabta.customers.models import Consent, Topic
from raabta.kernel import clock
from raabta.messaging.about import About
from raabta.messaging.contact import may_contact
from raabta.messaging.models import Message
from raabta.messaging.services import open_mailing, plan_messages
from raabta.messaging.services.sending import send_due
from raabta.workspaces.models import Workspace
from tests.house.rows import make
from tests.messaging.conftest import People


def topic_of(workspace: Workspace, kind: str) -> Topic:
    names = {"en": "News"}
    made = make(
        "customers.Topic", workspace, key="news", names=names, channels=["email"], kind=kind,
        purpose="marketing",
    )  # fmt: skip
    assert isinstance(made, Topic)
    return made


def answer(workspace: Workspace, pk: int, state: str) -> None:
    Consent.objects.create(
        workspace=workspace, customer_id=pk, purpose="topic:news", channel="email", state=state,
        since=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "purpose", "topic", "rule"),
    [
        ("opt_in", "granted", None, "topic"),
        ("opt_in", "granted", "granted", ""),
        ("opt_in", "granted", "withdrawn", "topic"),
        ("opt_in", None, "granted", ""),
        ("opt_in", None, None, "no_consent"),
        ("opt_in", "withdrawn", "granted", "no_consent"),
        ("opt_out", "granted", None, ""),
        ("opt_out", "granted", "withdrawn", "topic"),
        ("opt_out", None, None, "no_consent"),
        ("opt_out", None, "granted", ""),
        ("opt_out", "withdrawn", None, "no_consent"),
    ],
)
def test_purpose_and_topic_decide_together(
    workspace: Workspace, people: People, kind: str, purpose: str | None, topic: str | None,
    rule: str,
) -> None:  # fmt: skip
    about, pk = topic_of(workspace, kind), people(1, consent=purpose)[0]
    if topic:
        answer(workspace, pk, topic)
    found = may_contact(workspace, [pk], "marketing", "email", topic=about)[pk]
    assert found.rule == rule
    without = may_contact(workspace, [pk], "marketing", "email")[pk]
    assert without.rule == ("" if purpose == "granted" else "no_consent")


def test_a_receipt_asks_for_no_topic(workspace: Workspace, people: People) -> None:
    pk = people(1, consent=None)[0]
    about = topic_of(workspace, "opt_in")
    assert may_contact(workspace, [pk], "transactional", "email", topic=about)[pk].allowed


def test_the_rule_that_refused_is_kept_with_the_message(
    workspace: Workspace, people: People, template: Template
) -> None:
    chose, silent = people(2)
    topic = topic_of(workspace, "opt_in")
    answer(workspace, chose, "granted")
    mailing = open_mailing(
        workspace=workspace, origin="campaign:7", template=template, about=About(topic=topic)
    )
    plan_messages(
        workspace=workspace,
        origin=mailing.origin,
        customer_ids=[chose, silent],
        not_before=clock.now(),
    )
    send_due()
    found = Message.objects.order_by("customer_id").values_list("customer_id", "state", "reason")
    assert list(found) == [(chose, "sent", ""), (silent, "refused", "topic")]

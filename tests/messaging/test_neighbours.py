"""What messaging plugs into other contexts, and does when they say so."""

from datetime import timedelta

import pytest

from raabta.content.models import Template, Variant
from raabta.customers.domain_events import CustomerErased
from raabta.kernel import clock
from raabta.messaging.channel import channels
from raabta.messaging.models import Engagement, Mailing, Message, OutboxMail, Suppression
from raabta.messaging.services import plan_messages, send_test
from raabta.messaging.services.engagement import judge_messages, keep_engagement
from raabta.messaging.services.sending import send_due
from raabta.messaging.subscribers import forget_their_addresses
from raabta.messaging.suppression_hash import value_hash
from raabta.messaging.timeline_sources import Engagements, Messages
from raabta.messaging.warehouse_tables.message import MessageTable
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.messaging.conftest import People


@pytest.fixture
def message(workspace: Workspace, people: People, mailing: Mailing) -> Message:
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=people(1), not_before=clock.now()
    )
    send_due()
    return Message.objects.get()


def test_the_timeline_tells_messages_and_what_people_did(
    workspace: Workspace, message: Message
) -> None:
    keep_engagement(message=message, kind="open", ip="198.51.100.1", user_agent="Mozilla/5.0 Fire")
    assert message.sent_at
    Engagement.objects.update(at=message.sent_at + timedelta(hours=1))
    with clock.turned_to(message.sent_at + timedelta(hours=2)):
        judge_messages(workspace=workspace, message_ids=[message.pk])
    customer = message.customer_id or 0
    entry = Messages().entries(workspace, customer, None, 10)[0]
    assert (entry.title, entry.badge) == ("Spring", "Sent")
    assert [e.title for e in Engagements().entries(workspace, customer, None, 10)] == [
        "Opened: Spring"
    ]
    assert Messages().entries(workspace, customer, message.planned_at, 10) == []


def test_the_warehouse_has_the_ledger_without_tests(
    workspace: Workspace, message: Message, template: Template
) -> None:
    variant = Variant.objects.get(template=template, language="ur")
    tests = send_test(
        workspace=workspace, actor=SYSTEM, variant=variant, addresses=["me@shop.example"],
        customer_id=message.customer_id,
    )  # fmt: skip
    assert [(one.state, one.language, one.address) for one in tests] == [
        ("sent", "ur", "me@shop.example")
    ]
    assert MessageTable.ids(workspace.pk, after=0, limit=10) == [message.pk]
    rows = list(MessageTable.rows(workspace.pk, [message.pk, tests[0].pk]))
    assert len(rows) == 1
    row = dict(zip(MessageTable.columns, rows[0], strict=True))
    assert (row["origin"], row["state"], row["customer_id"]) == (
        "campaign:1", "sent", message.customer_id,
    )  # fmt: skip


def test_an_erased_person_leaves_counts_and_a_hash(workspace: Workspace, message: Message) -> None:
    keep_engagement(message=message, kind="open", ip="198.51.100.1", user_agent="Firefox")
    hashed = value_hash(message.address)
    event = CustomerErased(workspace.pk, message.customer_id or 0, (hashed,), ())
    forget_their_addresses(event)
    forget_their_addresses(event)
    message.refresh_from_db()
    assert (message.state, message.address) == ("sent", "")
    assert not OutboxMail.objects.exists()
    row = Engagement.objects.get()
    assert (row.ip, row.user_agent) == (None, "")
    kept = Suppression.objects.get()
    assert (kept.value_hash, kept.value, kept.reason) == (hashed, "", "erased")


@pytest.mark.parametrize("key", ["outbox", "smtp"])
def test_every_channel_names_itself_and_draws_its_form(key: str) -> None:
    channel = channels[key]
    assert channel.label
    assert channel.text
    assert all(field.title for field in channel.model_fields.values())

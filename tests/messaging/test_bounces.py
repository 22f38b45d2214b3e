"""Returned mails: read right, matched to their message, followed by suppression."""

import csv
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest

from raabta.customers.models import Consent
from raabta.kernel import clock
from raabta.kernel.models import OutboxEvent
from raabta.messaging.bounces.reading import read_returned
from raabta.messaging.bounces.verdicts import judge
from raabta.messaging.models import Engagement, Mailing, Message, Suppression
from raabta.messaging.services import plan_messages
from raabta.messaging.services.bounces import SOFT_MOST, take_bounce
from raabta.messaging.services.sending import send_due
from raabta.workspaces.models import Workspace
from tests.messaging.conftest import People

SAMPLES = Path(__file__).resolve().parents[2] / "../shared/data/email_bounces"
LEAST_RIGHT = 0.95  # measured: 176 of 184
DSN = """\
From: MAILER-DAEMON@mx.example
To: hello@shop.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

It did not work.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--B
Content-Type: message/rfc822

Message-ID: <{token}@shop.example>
Subject: Spring

--B--
"""
ARF = """\
From: feedback@provider.example
Subject: complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="B"

--B
Content-Type: message/feedback-report

Feedback-Type: abuse
Version: 1

--B
Content-Type: message/rfc822

X-Raabta-Message: {token}
Subject: Spring

--B--
"""


def wanted(row: dict[str, str]) -> str:
    named = {"feedback": "complaint", "vacation": "reply", "delivered": "delivered"}
    hard = "hard" if row["hard_bounce"] == "true" else "soft"
    return named.get(row["reason"], hard)


def truth() -> dict[str, str]:
    """What each sample is; where two collections differ, the newer one counts."""
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    with (SAMPLES / "expected_bounces.csv").open() as file:
        for row in csv.DictReader(file):
            rows[row["eml"]].setdefault(row["expectation_source"][:2], wanted(row))
    return {name: found.get("go") or found["rb"] for name, found in rows.items()}


def test_real_returned_mails_are_read_right() -> None:
    if not SAMPLES.exists():
        pytest.skip("the collection of real bounces is not beside the repository")
    expected = truth()
    right, all_of_them = 0, 0
    for path in sorted(SAMPLES.glob("*.eml")):
        if path.name not in expected:
            continue
        returned = read_returned(path.read_bytes())
        found = returned.failures[0].verdict.kind if returned.failures else returned.kind
        right += found == expected[path.name]
        all_of_them += 1
    assert all_of_them > 150
    assert right / all_of_them >= LEAST_RIGHT


@pytest.mark.parametrize(
    ("words", "reason", "kind"),
    [
        ("550 5.1.1 User unknown", "unknown_user", "hard"),
        ("550 5.1.2 Host unknown", "no_such_host", "hard"),
        ("552 5.2.2 Mailbox full", "mailbox_full", "soft"),
        ("554 5.7.1 Message rejected as spam", "spam", "soft"),
        ("450 4.1.1 User unknown, try again", "unknown_user", "soft"),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound", "unknown_user", "hard"),
        ("556 nullMX", "no_mail_here", "hard"),
        ("500 whatever", "undefined", "soft"),
    ],
)
def test_words_and_codes_make_a_verdict(words: str, reason: str, kind: str) -> None:
    verdict = judge(code=int(words[:3]), text=words)
    assert (verdict.reason, verdict.kind) == (reason, kind)


def test_garbage_is_read_as_nothing() -> None:
    for raw in (b"", b"\x00\xff" * 100, b"Content-Type: multipart/report\r\n\r\n", b"a: b" * 9_999):
        assert read_returned(raw).kind == "other"


@pytest.fixture
def message(workspace: Workspace, people: People, mailing: Mailing) -> Message:
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=people(1), not_before=clock.now()
    )
    send_due()
    return Message.objects.get()


def dsn(message: Message, words: str, *, action: str = "failed", token: str = "") -> bytes:
    status = words.split()[1]
    return DSN.format(
        address=message.address, action=action, status=status, words=words,
        token=token or message.token,
    ).encode()  # fmt: skip


def test_a_hard_bounce_is_kept_and_suppresses_the_address_once(
    workspace: Workspace, message: Message
) -> None:
    raw = dsn(message, "550 5.1.1 User unknown")
    for _ in range(2):
        assert take_bounce(raw).message == message
    message.refresh_from_db()
    assert (message.state, message.bounce_kind) == ("bounced", "hard")
    assert message.bounced_at is not None
    row = Suppression.objects.get()
    assert (row.value, row.reason) == (message.address, "bounce")
    assert Engagement.objects.filter(kind="bounce").count() == 1
    names = [event.name.rpartition(".")[2] for event in OutboxEvent.objects.all()]
    assert names.count("MessageBounced") == 1


def test_soft_bounces_suppress_only_when_they_repeat(
    workspace: Workspace, message: Message
) -> None:
    take_bounce(dsn(message, "552 5.2.2 Mailbox full"))
    assert not Suppression.objects.exists()
    for number in range(SOFT_MOST - 1):
        again = Message.objects.create(
            workspace=workspace, mailing=message.mailing, origin=f"campaign:{number + 2}",
            customer_id=message.customer_id, state="sent", token=f"{number:022d}",
            address=message.address, not_before=clock.now(), planned_at=clock.now(),
            sent_at=clock.now(),
        )  # fmt: skip
        take_bounce(dsn(again, "552 5.2.2 Mailbox full"))
    assert Suppression.objects.get().reason == "bounce"


def test_a_delay_is_no_bounce(message: Message) -> None:
    take_bounce(dsn(message, "450 4.4.1 no answer", action="delayed"))
    message.refresh_from_db()
    assert message.state == "sent"


def test_a_bounce_without_our_token_is_matched_by_its_recipient_while_it_is_young(
    message: Message,
) -> None:
    raw = dsn(message, "550 5.1.1 User unknown", token="nobody")
    with clock.turned_to(clock.now() + timedelta(days=90)):
        assert take_bounce(raw).message is None
    assert take_bounce(raw).message == message


def test_a_bounce_of_another_workspace_is_not_taken_here(
    other_workspace: Workspace, message: Message
) -> None:
    raw = dsn(message, "550 5.1.1 User unknown")
    assert take_bounce(raw, workspace=other_workspace).message is None
    message.refresh_from_db()
    assert message.state == "sent"


def test_a_complaint_withdraws_consent_and_suppresses(message: Message) -> None:
    raw = ARF.format(token=message.token).encode()
    take_bounce(raw)
    take_bounce(raw)
    message.refresh_from_db()
    assert message.complained_at is not None
    assert Consent.objects.get().state == "withdrawn"
    assert Suppression.objects.get().reason == "complaint"
    assert Engagement.objects.get().kind == "complaint"

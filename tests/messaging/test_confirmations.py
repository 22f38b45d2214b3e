"""Double opt-in: asked by mail, confirmed by a button, and proved by one line of the ledger."""

import email
import re
from datetime import timedelta
from email import policy
from urllib.parse import urlsplit

import pytest
from django.test import Client

from raabta.customers.models import Consent, ConsentRecord, Customer
from raabta.customers.services.people import create_customer
from raabta.kernel import clock
from raabta.messaging.compression import expand
from raabta.messaging.evidence import Evidence
from raabta.messaging.models import OutboxMail, PendingConsent, Suppression
from raabta.messaging.services.confirmation_mails import mail_due, pause_after
from raabta.messaging.services.confirmations import (
    CannotAsk,
    Question,
    ask_to_confirm,
    cancel_question,
    confirm,
    resend,
)
from raabta.messaging.services.suppressions import suppress_address
from raabta.messaging.signing import confirm_url
from raabta.messaging.tasks import mail_confirmations
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import User, Workspace

SHOWN = re.compile(r'name="shown" value="([^"]+)"')


@pytest.fixture
def zainab(workspace: Workspace) -> Customer:
    values = {"first_name": "Zainab", "email": "z@mail.example", "language": "ur"}
    return create_customer(workspace=workspace, actor=SYSTEM, values=values)


def ask(person: Customer) -> PendingConsent:
    question = Question(
        "marketing", source="form:footer", text="Yes, send me news.", text_version="v3",
        ip="192.0.2.7", evidence="https://shop.example/",
    )  # fmt: skip
    pending = ask_to_confirm(
        workspace=person.workspace, actor=SYSTEM, customer=person, question=question
    )
    assert pending is not None
    return pending


def path_of(pending: PendingConsent) -> str:
    return urlsplit(confirm_url(pending.token)).path


def press(pending: PendingConsent, *, after: int) -> str:
    """What the page says to who opens it and presses the button so many seconds later."""
    client, start = Client(), clock.now()
    with clock.turned_to(start):
        found = SHOWN.search(client.get(path_of(pending)).content.decode())
    data = {"shown": found.group(1) if found else ""}
    with clock.turned_to(start + timedelta(seconds=after)):
        return client.post(path_of(pending), data, REMOTE_ADDR="192.0.2.9").content.decode()


def test_a_mail_in_their_language_asks_and_nothing_is_allowed_yet(zainab: Customer) -> None:
    pending = ask(zainab)
    assert mail_confirmations() == 1
    assert mail_due() == 0
    mail = email.message_from_bytes(expand(OutboxMail.objects.get().raw), policy=policy.default)
    body = mail.get_body(("html",))
    assert body is not None
    assert 'dir="rtl"' in body.get_content()
    assert confirm_url(pending.token) in body.get_content()
    assert not ConsentRecord.objects.exists()


def test_opening_the_link_or_a_machines_post_confirms_nothing(zainab: Customer) -> None:
    pending = ask(zainab)
    Client().get(path_of(pending))
    Client().post(path_of(pending))
    Client().post(path_of(pending), {"shown": "1.forged"})
    press(pending, after=0)
    assert not Consent.objects.exists()


def test_the_button_writes_one_line_that_proves_both_moments(zainab: Customer) -> None:
    pending = ask(zainab)
    press(pending, after=5)
    press(pending, after=5)
    line = ConsentRecord.objects.get()
    assert (line.state, line.source, line.text_version) == ("granted", "form:footer", "v3")
    assert line.ip == "192.0.2.9"
    assert f"asked {pending.asked_at.isoformat()} from 192.0.2.7" in line.evidence
    assert "text: Yes, send me news." in line.evidence
    again = ask_to_confirm(
        workspace=zainab.workspace, actor=SYSTEM, customer=zainab,
        question=Question("marketing", source="form"),
    )  # fmt: skip
    assert again is None


def test_a_link_runs_out_after_a_week(zainab: Customer) -> None:
    pending = ask(zainab)
    PendingConsent.objects.update(expires_at=clock.now() + timedelta(seconds=3))
    press(pending, after=5)
    assert not Consent.objects.exists()


def test_a_link_confirms_nothing_for_an_address_that_is_not_theirs_any_more(
    zainab: Customer,
) -> None:
    pending = ask(zainab)
    PendingConsent.objects.update(address="other@mail.example")
    press(pending, after=5)
    assert not Consent.objects.exists()


def test_a_question_is_mailed_three_times_at_most_and_never_in_a_row(zainab: Customer) -> None:
    workspace, start, sent = zainab.workspace, clock.now(), []
    pending = ask(zainab)
    for minutes in (0, 1, 10, 20, 30):
        with clock.turned_to(start + timedelta(minutes=minutes, seconds=1)):
            sent.append(resend(workspace=workspace, actor=SYSTEM, pending_id=pending.pk))
            mail_due()
    assert sent == [True, False, True, True, False]
    assert OutboxMail.objects.count() == 3


def test_signing_up_again_renews_the_same_question(zainab: Customer) -> None:
    first = ask(zainab)
    mail_due()
    second = ask(zainab)
    assert first.pk == second.pk
    assert mail_due() == 0, "a mail left a moment ago"


def test_who_complained_is_not_asked_but_who_unsubscribed_is(zainab: Customer) -> None:
    suppress_address(
        workspace=zainab.workspace, actor=SYSTEM, address="z@mail.example",
        reason=Suppression.Reason.COMPLAINT, evidence="",
    )  # fmt: skip
    with pytest.raises(CannotAsk):
        ask(zainab)
    assert not PendingConsent.objects.exists()
    Suppression.objects.update(reason=Suppression.Reason.UNSUBSCRIBE)
    assert ask(zainab).pk


def test_colleagues_see_an_open_question_and_mail_it_again(
    zainab: Customer, client: Client, owner: User
) -> None:
    client.force_login(owner)
    pending = ask(zainab)
    shown = client.get(f"/customers/{zainab.pk}").content.decode()
    assert "z@mail.example" in shown
    again = f"/settings/confirmations/{pending.pk}/again"
    assert again in shown
    PendingConsent.objects.update(mail_due_at=None)
    assert client.post(again).status_code == 303
    assert PendingConsent.objects.get().mail_due_at is not None


def test_trouble_with_the_mail_server_makes_the_waits_longer() -> None:
    waits = [pause_after(failures) for failures in range(9)]
    assert waits[:3] == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40)]
    assert waits[-1] == timedelta(hours=12) == pause_after(60_000)


def test_a_cancelled_question_can_be_confirmed_no_more(zainab: Customer) -> None:
    pending, who = ask(zainab), {"workspace": zainab.workspace, "actor": SYSTEM}
    assert cancel_question(**who, pending_id=pending.pk)
    assert not cancel_question(**who, pending_id=pending.pk)
    assert not confirm(pending=pending, evidence=Evidence(ip=None, way="confirmation"))
    assert not ConsentRecord.objects.exists()

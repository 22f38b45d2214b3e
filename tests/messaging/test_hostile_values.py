"""Values that people and colleagues typed, in mails: never code, never Liquid, never a header."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from typing import Any

import pytest
from django.core import mail as system_mail
from django.test import Client
from django.urls import reverse

from raabta.content import mjml
from raabta.content.models import Template, Variant
from raabta.kernel import clock
from raabta.messaging.compression import expand
from raabta.messaging.models import Mailing, OutboxMail, Sender
from raabta.messaging.services import open_mailing, plan_messages
from raabta.messaging.services.defaults import default_sender
from raabta.messaging.services.sending import send_due
from raabta.workspaces.models import User, Workspace
from tests.house.hostile import MARKUP, read
from tests.messaging.conftest import People

LIQUID = (
    "{{ 7|times:7919 }}{% assign x = 7 %}{{ x|times:7919 }}{% include 'secret' %}{{ person.email }}"
)
HEADER = "Eve\r\nBcc: everybody@evil.example\r\n\r\nbody"
ATTACKS = {"markup": MARKUP, "liquid": LIQUID, "header": HEADER, "django": "{% load i18n %}{{ x }}"}
BODY = (
    "<mj-section><mj-column><mj-text>Dear {{ person.first_name }} {{ person.last_name }} of "
    "{{ person.city }}, greetings from {{ workspace.name }}, {{ workspace.postal_address }}</mj-text>"
    '<mj-image src="https://shop.example/x.png" alt="{{ person.first_name }}" />'
    '<mj-button href="https://shop.example/?q={{ person.city }}">Look</mj-button>'
    '<mj-text><a href="{{ person.city }}">Yours</a> '
    '<a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section>'
)


@pytest.fixture
def hostile_mailing(workspace: Workspace) -> Mailing:
    now = clock.now()
    made = Template.objects.create(
        workspace=workspace, name=MARKUP, created_by=MARKUP, created_at=now, updated_at=now
    )
    Variant.objects.create(
        workspace=workspace, template=made, language="en", updated_at=now,
        subject="For {{ person.first_name }} of {{ workspace.name }}", preheader="{{ person.city }}",
        tree=mjml.parse(f"<mjml><mj-body>{BODY}</mj-body></mjml>"),
    )  # fmt: skip
    return open_mailing(workspace=workspace, origin="campaign:1", template=made, name=MARKUP)


@pytest.mark.parametrize("name", ATTACKS)
def test_a_value_in_a_mail_is_text_wherever_it_stands(
    workspace: Workspace, hostile_mailing: Mailing, people: People, name: str
) -> None:
    attack = ATTACKS[name]
    Workspace.objects.update(name=attack, postal_address=attack)
    default_sender(workspace)
    Sender.objects.update(name=attack[:100])
    ids = people(1, first_name=attack, last_name=attack, city=attack[:100])
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=ids, not_before=clock.now()
    )
    assert send_due() == 1
    mail = kept_mail()
    assert mail["Bcc"] is None
    assert [one.addr_spec for one in mail["To"].addresses] == ["person0@people.example"]
    subject = f"For {attack} of {attack}".replace("\r\n\r\n", " ").replace("\r\n", " ")
    assert mail["Subject"] == subject[:998]
    html, plain = content(mail, "html"), content(mail, "plain")
    found = read(html)
    assert found.problems == []
    assert "55433" not in html + plain
    assert attack.split("\r")[0] in plain
    assert attack.split("\r")[0] in unescape(html)


def kept_mail() -> EmailMessage:
    found: Any = message_from_bytes(expand(OutboxMail.objects.get().raw), policy=policy.default)
    return found  # type: ignore[no-any-return]


def content(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize("name", ATTACKS)
def test_a_name_in_an_invitation_is_text(
    client: Client, workspace: Workspace, owner: User, name: str
) -> None:
    attack = ATTACKS[name]
    User.objects.update(name=attack[:150])
    Workspace.objects.update(name=attack[:150])
    client.force_login(owner)
    given = {"email": "new@shop.example", "role": "analyst", "language": "en"}
    client.post(reverse("web:invitations:new"), given)
    (sent,) = system_mail.outbox
    message = sent.message()
    assert (message["To"], message["Bcc"]) == ("new@shop.example", None)
    for part, _kind in getattr(sent, "alternatives", []):
        assert read(str(part)).problems == []
    assert "\n" not in sent.subject
    assert attack.split("\r")[0] in str(sent.body)

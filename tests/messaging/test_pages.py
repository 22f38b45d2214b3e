"""The pages about messages, as colleagues and as readers see them."""

import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from raabta.customers.models import Consent, ConsentRecord, Customer
from raabta.kernel import clock
from raabta.messaging import signing
from raabta.messaging.models import (
    ChannelSetting,
    ContactPolicy,
    Engagement,
    Mailing,
    Message,
    OutboxMail,
    Sender,
    Suppression,
    TrackedLink,
)
from raabta.messaging.services import plan_messages
from raabta.messaging.services.outgoing import open_channel
from raabta.messaging.services.sending import send_due
from raabta.workspaces.models import User, Workspace
from raabta.workspaces.scoped import working_in
from tests.messaging.conftest import People

BROWSER = {
    "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
}


@pytest.fixture
def page(owner: User, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(owner)
    return client


@pytest.fixture
def message(workspace: Workspace, people: People, mailing: Mailing) -> Message:
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=people(1), not_before=clock.now()
    )
    send_due()
    return Message.objects.get()


def path_of(url: str) -> str:
    return url.removeprefix("http://127.0.0.1:8000")


def test_every_page_opens_empty_and_with_something_on_it(page: Client, message: Message) -> None:
    for name in ("outbox", "messages", "channels", "senders", "suppressions"):
        assert page.get(reverse(f"web:{name}:index")).status_code == 200
    kept = OutboxMail.objects.get()
    for query in ("", "?width=phone", "?view=text", "?view=headers"):
        answer = page.get(reverse("web:outbox:show", args=[kept.pk]) + query)
        assert answer.status_code == 200
    assert page.get(reverse("web:messages:show", args=[message.pk])).status_code == 200
    for name in ("senders:new", "suppressions:new", "suppressions:upload", "contact_policy:edit"):
        assert page.get(reverse(f"web:{name}")).status_code == 200
    assert page.get(reverse("web:bounces:new")).status_code == 200


def test_the_kept_mail_is_shown_without_counting_and_without_running_anything(
    page: Client, message: Message
) -> None:
    kept = OutboxMail.objects.get()
    answer = page.get(reverse("web:outbox:body", args=[kept.pk]))
    html = answer.content.decode()
    assert "Hello Person 0" in html
    assert "/o/" not in html
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script" not in answer.headers["Content-Security-Policy"]
    raw = page.get(reverse("web:outbox:source", args=[kept.pk]))
    assert raw.headers["Content-Type"] == "message/rfc822"


def test_another_workspaces_mail_is_not_found(
    page: Client, other_workspace: Workspace, message: Message
) -> None:
    with working_in(other_workspace):
        theirs = OutboxMail.objects.create(
            workspace=other_workspace, token="t", recipient="x@y.example", subject="s", raw=b"",
            received_at=clock.now(),
        )  # fmt: skip
    for name in ("show", "body", "source"):
        assert page.get(reverse(f"web:outbox:{name}", args=[theirs.pk])).status_code == 404


def test_a_click_leads_to_the_stored_page_and_a_forged_one_nowhere(
    client: Client, message: Message
) -> None:
    link = TrackedLink.objects.get(url="https://shop.example/en?a=1&b=2")
    url = path_of(signing.click_url(message.token, link.key))
    answer = client.get(url, **BROWSER)
    assert (answer.status_code, answer.headers["Location"]) == (302, link.url)
    other = signing.link_key("https://evil.example/")
    for forged in (
        url[:-1] + ("A" if url[-1] != "A" else "B"),
        f"/c/{message.token}/{other}/{signing.sign('click', message.token, link.key)}",
        f"/c/{message.token}/{other}/{signing.sign('click', message.token, other)}",
        f"/c/garbage/{link.key}/{signing.sign('click', 'garbage', link.key)}",
    ):
        assert client.get(forged).status_code == 404
    assert Engagement.objects.count() == 1


def test_an_open_is_kept_and_garbage_still_gets_the_picture(
    client: Client, message: Message
) -> None:
    for token in (message.token, "garbage", "x" * 500):
        answer = client.get(f"/o/{token}.gif", **BROWSER)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/gif")
    assert Engagement.objects.get().kind == "open"


def test_view_in_the_browser_shows_the_mail_in_a_sandbox(client: Client, message: Message) -> None:
    answer = client.get(path_of(signing.view_url(message.token)))
    assert "Hello Person 0" in answer.content.decode()
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert client.get(f"/v/{message.token}/forged").status_code == 404


def test_one_click_unsubscribes_without_login_or_csrf_and_is_kept_as_evidence(
    message: Message,
) -> None:
    client = Client(enforce_csrf_checks=True)
    url = path_of(signing.unsubscribe_url(message.token))
    for _ in range(2):
        answer = client.post(url, {"List-Unsubscribe": "One-Click"}, REMOTE_ADDR="198.51.100.7")
        assert (answer.status_code, answer.content) == (200, b"")
    record = ConsentRecord.objects.get()
    assert (record.state, record.source, record.ip) == ("withdrawn", "one_click", "198.51.100.7")
    message.refresh_from_db()
    assert message.unsubscribed_at is not None
    assert Engagement.objects.get().kind == "unsubscribe"


def test_opening_the_unsubscribe_link_changes_nothing_until_the_button(
    client: Client, message: Message
) -> None:
    url = path_of(signing.unsubscribe_url(message.token))
    assert "pe…@people.example" in client.get(url).content.decode()
    assert client.head(url).status_code == 200
    assert Consent.objects.get().state == "granted"
    assert "You are unsubscribed" in client.post(url).content.decode()
    assert Consent.objects.get().state == "withdrawn"
    client.post(url, {"again": "1"})
    assert Consent.objects.get().state == "granted"
    assert client.post(f"/u/{message.token}/forged").status_code == 404


def test_the_preference_page_speaks_the_readers_language_and_keeps_the_answers(
    client: Client, message: Message
) -> None:
    Customer.objects.update(language="ur")
    url = path_of(signing.preferences_url(message.token))
    answer = client.get(url)
    assert 'lang="ur"' in answer.content.decode()
    assert 'dir="rtl"' in answer.content.decode()
    given = {
        "marketing.email": "on", "frequency": "30", "paused_until": in_days(30),
        "language": "bn", "first_name": "Amina", "last_name": "Rahman",
    }  # fmt: skip
    saved = client.post(url, given)
    assert saved.status_code == 200
    assert 'lang="bn"' in saved.content.decode()
    person = Customer.objects.get()
    assert (person.first_name, person.last_name, person.language) == ("Amina", "Rahman", "bn")
    assert person.paused_until is not None
    assert timedelta(days=29) < person.paused_until - clock.now() < timedelta(days=31)
    assert person.contact_every_days == 30
    client.post(url, {**given, "marketing.email": ""})
    assert Consent.objects.get().state == "withdrawn"
    person.refresh_from_db()
    assert person.paused_until is not None
    assert client.post(url, {**given, "language": "xx"}).status_code == 422


def in_days(days: int) -> str:
    return (clock.now() + timedelta(days=days)).date().isoformat()


def test_a_channel_is_set_up_and_its_password_is_never_shown(page: Client) -> None:
    form = {
        "name": "Relay", "per_second": "", "host": "mail.shop.example", "port": "587",
        "security": "starttls", "user": "shop", "password": "sesame-open", "connections": "4",
        "timeout": "20",
    }  # fmt: skip
    assert page.post(reverse("web:channels:new", args=["smtp"]), form).status_code == 303
    made = ChannelSetting.objects.get(key="smtp")
    assert "sesame-open" not in made.sealed_settings
    url = reverse("web:channels:edit", args=[made.pk])
    shown = page.get(url).content.decode()
    assert "mail.shop.example" in shown
    assert "sesame-open" not in shown
    page.post(url, {**form, "host": "mail2.shop.example", "password": ""})
    made.refresh_from_db()
    channel = open_channel(made)
    assert channel.host == "mail2.shop.example"
    assert channel.password.get_secret_value() == "sesame-open"
    bad = page.post(url, {**form, "port": "99999999"})
    assert bad.status_code == 422
    page.post(reverse("web:channels:promote", args=[made.pk]))
    assert ChannelSetting.objects.get(is_default=True).pk == made.pk
    page.post(reverse("web:channels:delete", args=[made.pk]))
    assert ChannelSetting.objects.filter(pk=made.pk).exists()


def test_a_test_mail_through_a_channel_is_kept_in_the_outbox_and_no_message(page: Client) -> None:
    page.get(reverse("web:channels:index"))
    setting = ChannelSetting.objects.get()
    page.post(reverse("web:channels:check", args=[setting.pk]), {"address": "me@shop.example"})
    assert OutboxMail.objects.get().recipient == "me@shop.example"
    assert not Message.objects.exists()


def test_senders_are_made_signed_and_kept_while_used(page: Client, message: Message) -> None:
    form = {"name": "Shop", "address": "news@shop.example", "reply_to": "", "bounce_address": ""}
    page.post(reverse("web:senders:new"), form)
    sender = Sender.objects.get(address="news@shop.example")
    page.post(reverse("web:senders:sign", args=[sender.pk]))
    shown = page.get(reverse("web:senders:index")).content.decode()
    assert "raabta._domainkey.shop.example" in shown
    assert re.search(r"v=DKIM1; k=rsa; p=[A-Za-z0-9+/]{300,}", shown)
    Mailing.objects.update(sender=sender)
    page.post(reverse("web:senders:delete", args=[sender.pk]))
    assert Sender.objects.filter(pk=sender.pk).exists()


def test_suppressions_are_added_imported_found_and_removed(page: Client) -> None:
    page.post(reverse("web:suppressions:new"), {"value": "Who@Example.org", "evidence": "letter"})
    assert Suppression.objects.get().value == "who@example.org"
    lines = "email\nwho@example.org\n@rival.example\n" + "ab" * 32 + "\nnonsense line\n"
    upload = io.BytesIO(lines.encode())
    upload.name = "list.csv"
    page.post(reverse("web:suppressions:upload"), {"file": upload})
    assert sorted(Suppression.objects.values_list("kind", "value")) == [
        ("address", ""), ("address", "who@example.org"), ("domain", "rival.example"),
    ]  # fmt: skip
    found = page.get(reverse("web:suppressions:index"), {"q": "who@"}).content.decode()
    assert "who@example.org" in found
    assert "rival.example" not in found
    row = Suppression.objects.get(value="who@example.org")
    page.post(reverse("web:suppressions:delete", args=[row.pk]))
    assert not Suppression.objects.filter(pk=row.pk).exists()
    bad = page.post(reverse("web:suppressions:new"), {"value": "not an address"})
    assert bad.status_code == 422


def test_contact_rules_are_kept_and_half_a_quiet_time_is_refused(page: Client) -> None:
    url = reverse("web:contact_policy:edit")
    form = {"most_messages": "2", "within_days": "7", "quiet_from": "21:00", "quiet_until": ""}
    assert page.post(url, form).status_code == 422
    assert not ContactPolicy.objects.exists()
    assert page.post(url, {**form, "quiet_until": "08:00"}).status_code == 303
    policy = ContactPolicy.objects.get()
    assert (policy.most_messages, str(policy.quiet_until)) == (2, "08:00:00")


def test_a_script_in_a_subject_stays_text(page: Client, message: Message) -> None:
    OutboxMail.objects.update(subject="<script>alert(1)</script>")
    shown = page.get(reverse("web:outbox:index")).content.decode()
    assert "<script>alert(1)" not in shown

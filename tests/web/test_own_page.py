"""A person's own page: reached by a mailed link, in their language, for a day."""

import email
import re
from datetime import timedelta
from email import policy
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from raabta.customers.models import ConsentRecord, Customer, ErasureRequest
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.identities import attach
from raabta.customers.services.people import create_customer
from raabta.customers.services.rights import change_rights_policy
from raabta.kernel import clock
from raabta.kernel.models import Job
from raabta.messaging.compression import expand
from raabta.messaging.models import Message, OutboxMail
from raabta.messaging.own_page import ERASURE, PAGE, token_of
from raabta.messaging.signing import ask_url, preferences_url
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, Workspace
from tests.commerce.shop import line, placed
from tests.house.rows import make


@pytest.fixture(autouse=True)
def _own_files(db: None, settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    cache.clear()


@pytest.fixture
def zainab(workspace: Workspace) -> Customer:
    made = create_customer(
        workspace=workspace, actor=SYSTEM,
        values={"first_name": "Zainab", "email": "z@mail.example", "city": "Lahore"},
    )  # fmt: skip
    answer = Answer(made.pk, "marketing", "email", "granted", "form")
    record_consent(workspace=workspace, actor=SYSTEM, answer=answer)
    return made


def sent(person: Customer, workspace: Workspace, **fields: Any) -> Message:
    now = clock.now()
    mailing = make("messaging.Mailing", workspace, name="Spring")
    given = {"state": "sent", "planned_at": now, "sent_at": now, "not_before": now, **fields}
    message: Message = make(
        "messaging.Message", workspace, customer=person, mailing=mailing, **given
    )
    return message


def page_of(person: Customer, *more: str) -> str:
    return "/".join(["/me", token_of(person, PAGE), *more])


def read(url: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(url)
    assert answer.status_code == 200
    return re.sub(r"</?bdi[^>]*>", "", answer.content.decode())


def test_the_page_shows_what_is_held_in_the_persons_language(
    workspace: Workspace, zainab: Customer
) -> None:
    placed(workspace, "S-100", line("LAMP"), customer_id=zainab.pk)
    shown = read(page_of(zainab))
    assert all(word in shown for word in ("Zainab", "Lahore", "z@mail.example", "S-100"))
    assert "Marketing · E-mail" in shown
    Customer.objects.filter(pk=zainab.pk).update(language="ur")
    assert 'dir="rtl"' in read(page_of(zainab))


def test_what_is_held_is_told_in_words(workspace: Workspace, zainab: Customer) -> None:
    Customer.objects.filter(pk=zainab.pk).update(language="en", country="PK")
    attach(zainab, "anonymous_id", "a-1", workspace=workspace, actor=SYSTEM)
    shown = read(page_of(zainab))
    for word in ("English", "Pakistan", "Browser or device", "a-1"):
        assert word in shown


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "You agreed on"),
        ({"purpose": "transactional"}, "It was necessary for an order"),
        ({"purpose": "service"}, "For messages of this kind we need no consent"),
        ({"state": "refused", "reason": "frequency_cap"}, "Had enough messages lately"),
    ],
)
def test_every_message_says_why_it_came(
    workspace: Workspace, zainab: Customer, fields: dict[str, str], reason: str
) -> None:
    sent(zainab, workspace, **fields)
    shown = read(page_of(zainab))
    assert "Why did I get this message?" in shown
    assert reason in shown


def test_a_consent_that_came_later_does_not_explain_an_earlier_message(
    workspace: Workspace, zainab: Customer
) -> None:
    before = clock.now() - timedelta(days=3)
    sent(zainab, workspace, planned_at=before, sent_at=before)
    assert "You agreed on" not in read(page_of(zainab))


def test_people_correct_only_the_fields_that_they_may(
    workspace: Workspace, zainab: Customer
) -> None:
    change_rights_policy(
        workspace=workspace, actor=SYSTEM, own_fields=["city", "email"], erases_at_once=False
    )
    typed = {"city": "Karachi", "first_name": "Else", "email": "else@mail.example"}
    assert Client().post(page_of(zainab), typed).status_code == 303
    zainab.refresh_from_db()
    assert (zainab.city, zainab.first_name, zainab.email) == (
        "Karachi", "Zainab", "z@mail.example",
    )  # fmt: skip


def test_a_phone_of_somebody_else_is_refused_without_telling_whose_it_is(
    workspace: Workspace, zainab: Customer
) -> None:
    create_customer(
        workspace=workspace, actor=SYSTEM, values={"first_name": "Rafiq", "phone": "+923001234567"}
    )
    answer = Client().post(page_of(zainab), {"phone": "0300 1234567"})
    assert answer.status_code == 422
    assert "This number cannot be used." in answer.content.decode()
    assert "Rafiq" not in answer.content.decode()


def test_a_consent_is_withdrawn_with_a_new_line(workspace: Workspace, zainab: Customer) -> None:
    asked = {"purpose": "marketing", "channel": "email", "state": "withdrawn"}
    assert Client().post(page_of(zainab, "consents"), asked).status_code == 303
    last = ConsentRecord.objects.order_by("-position").first()
    assert last is not None
    assert (last.state, last.source, last.ip) == ("withdrawn", "own_page", "127.0.0.1")
    Client().post(page_of(zainab, "consents"), {**asked, "purpose": "anything"})
    assert ConsentRecord.objects.count() == 2


def test_the_export_is_made_once_and_offered_on_the_page(zainab: Customer) -> None:
    for _ in range(2):
        assert Client().post(page_of(zainab, "export")).status_code == 303
    job = Job.objects.get(kind="customers.export_person")
    assert f"/d/{job.pk}/" in read(page_of(zainab))


def mailed_link(part: str) -> str:
    """The link in the only mail of the outbox."""
    raw = expand(OutboxMail.objects.get().raw)
    text = email.message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    assert text is not None
    found = re.search(rf"https?://[^/\s]+(/me/{part}\S+)", text.get_content())
    assert found
    return found[1]


def test_erasure_is_confirmed_by_a_mail_and_waits_for_a_colleague(
    workspace: Workspace, zainab: Customer, page: Client
) -> None:
    Client().post(page_of(zainab, "erasure"))
    assert not ErasureRequest.objects.exists()
    link = mailed_link("forget/")
    assert Client().get(link).status_code == 200
    assert not ErasureRequest.objects.exists()
    assert "We have your request" in Client().post(link).content.decode()
    asked = ErasureRequest.objects.get()
    assert asked.state == "waiting"
    assert "Zainab" in page.get("/settings/rights/").content.decode()
    page.post(f"/settings/rights/{asked.pk}/approve")
    zainab.refresh_from_db()
    asked.refresh_from_db()
    assert (zainab.first_name, asked.state, asked.decided_by) == ("", "done", "Ayesha")
    assert Client().get(link).status_code == 404
    assert page.post(f"/settings/rights/{asked.pk}/approve").status_code == 303


def test_erasure_happens_at_once_where_the_workspace_wants_that(
    workspace: Workspace, zainab: Customer
) -> None:
    change_rights_policy(workspace=workspace, actor=SYSTEM, own_fields=[], erases_at_once=True)
    shown = Client().post(f"/me/forget/{token_of(zainab, ERASURE)}").content.decode()
    assert "It is done." in shown
    zainab.refresh_from_db()
    assert zainab.erased_at is not None
    assert AuditEntry.objects.get(verb="customer.erased").actor_via == "preferences"


def test_a_refusal_tells_the_person_why(
    workspace: Workspace, zainab: Customer, page: Client
) -> None:
    Client().post(f"/me/forget/{token_of(zainab, ERASURE)}")
    asked = ErasureRequest.objects.get()
    assert page.post(f"/settings/rights/{asked.pk}/refuse", {"reason": ""}).status_code == 422
    page.post(f"/settings/rights/{asked.pk}/refuse", {"reason": "An open court case"})
    assert "An open court case" in read(page_of(zainab))
    zainab.refresh_from_db()
    assert zainab.erased_at is None


def test_links_end_after_a_day_and_do_one_thing_only(zainab: Customer) -> None:
    see, forget = token_of(zainab, PAGE), token_of(zainab, ERASURE)
    assert Client().get(f"/me/{forget}").status_code == 404
    assert Client().post(f"/me/forget/{see}").status_code == 404
    assert Client().get(f"/me/{see[:-2]}xx").status_code == 404


def test_a_reader_asks_for_the_link_which_only_their_mailbox_gets(
    workspace: Workspace, zainab: Customer
) -> None:
    message = sent(zainab, workspace, address="z@mail.example")
    offered = read("/" + preferences_url(message.token).split("/", 3)[3])
    assert ask_url(message.token) in offered
    first = Client().post(ask_url(message.token)).content.decode()
    assert "/me/" not in first.replace("/me/ask", "")
    assert "We sent you a mail" in first
    assert "No mail could be sent" in Client().post(ask_url(message.token)).content.decode()
    assert OutboxMail.objects.get().recipient == "z@mail.example"
    assert "Zainab" in read(mailed_link(""))


def test_a_colleague_sends_the_link_and_chooses_what_people_may_do(
    workspace: Workspace, zainab: Customer, page: Client
) -> None:
    assert page.post(f"/settings/rights/send/{zainab.pk}").status_code == 303
    assert OutboxMail.objects.count() == 1
    assert "First name" in page.get("/settings/rights/edit").content.decode()
    page.post("/settings/rights/edit", {"own_fields": ["city"], "erases_at_once": "on"})
    shown = read(page_of(zainab))
    assert 'name="city"' in shown
    assert 'name="first_name"' not in shown

"""The suppression list by address, domain, number and channel: typed, pasted, uploaded, taken out."""

import csv
import io
from hashlib import sha256

import pytest
from django.test import Client

from raabta.customers.models import Customer
from raabta.customers.services.erasure import erase_customer
from raabta.customers.services.people import create_customer
from raabta.kernel import bus
from raabta.messaging.contact import may_contact
from raabta.messaging.models import Suppression
from raabta.messaging.services.suppressions import NotSuppressible, parse_entry
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, User, Workspace

LIST = "/settings/suppressions/"


@pytest.fixture
def page(owner: User, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def kept() -> list[tuple[str, str]]:
    return list(Suppression.objects.order_by("channel", "value").values_list("channel", "value"))


@pytest.mark.parametrize(
    ("text", "channel", "value"),
    [
        (" Name@Example.com", "email", "name@example.com"),
        ("@example.com", "email", "example.com"),
        ("0300 1234567", "sms", "+923001234567"),
        ("+92 300 1234567", "whatsapp", "+923001234567"),
    ],
)
def test_a_value_is_kept_as_it_will_be_compared(text: str, channel: str, value: str) -> None:
    entry = parse_entry(text, channel=channel, country="PK")
    assert (entry.value, entry.value_hash) == (value, sha256(value.encode()).hexdigest())


@pytest.mark.parametrize(("text", "channel"), [("0300 1234567", "email"), ("a@b.example", "sms")])
def test_a_value_of_another_channel_is_refused(text: str, channel: str) -> None:
    with pytest.raises(NotSuppressible):
        parse_entry(text, channel=channel, country="PK")


def test_a_number_is_suppressed_on_one_phone_channel_or_on_all(page: Client) -> None:
    page.post(LIST + "new", {"channel": "sms", "value": "0300 1234567"})
    assert kept() == [("sms", "+923001234567")]
    page.post(LIST + "new", {"channel": "phones", "value": "0300 1234567"})
    assert [channel for channel, _value in kept()] == ["phone", "sms", "whatsapp"]
    wrong = page.post(LIST + "new", {"channel": "email", "value": "0300 1234567"})
    assert wrong.status_code == 422


def test_a_list_is_pasted_or_uploaded(page: Client) -> None:
    hashed = sha256(b"hidden@mail.example").hexdigest()
    pasted = f"email\nA@mail.example\n@closed.example\n{hashed}\nnonsense line\n"
    assert page.post(LIST + "upload", {"channel": "email", "pasted": pasted}).status_code == 303
    assert {value for _channel, value in kept()} == {"a@mail.example", "closed.example", ""}
    file = io.BytesIO(b"phone;name\n0300 1234567;Zainab\n")
    file.name = "numbers.csv"
    page.post(LIST + "upload", {"channel": "whatsapp", "file": file})
    assert ("whatsapp", "+923001234567") in kept()
    assert page.post(LIST + "upload", {"channel": "email"}).status_code == 422


def test_the_export_can_be_imported_again_also_for_erased_people(
    page: Client, workspace: Workspace
) -> None:
    zainab = create_customer(
        workspace=workspace, actor=SYSTEM,
        values={"first_name": "Zainab", "email": "z@mail.example", "phone": "+923001234567"},
    )  # fmt: skip
    page.post(LIST + "new", {"channel": "email", "value": "other@mail.example"})
    erase_customer(workspace=workspace, actor=SYSTEM, customer_id=zainab.pk)
    bus.deliver_pending()
    answer = page.get(LIST + "export.csv?channel=email")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "z@mail.example" not in text
    assert AuditEntry.objects.filter(verb="list.exported").count() == 1
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 3
    Suppression.objects.all().delete()
    page.post(LIST + "upload", {"channel": "email", "pasted": text})
    again = create_customer(workspace=workspace, actor=SYSTEM, values={"email": "z@mail.example"})
    assert rule_for(workspace, again, "email") == "suppressed"


def test_an_erased_number_stays_suppressed_on_every_phone_channel(workspace: Workspace) -> None:
    values = {"first_name": "Zainab", "phone": "+923001234567"}
    zainab = create_customer(workspace=workspace, actor=SYSTEM, values=values)
    erase_customer(workspace=workspace, actor=SYSTEM, customer_id=zainab.pk)
    bus.deliver_pending()
    again = create_customer(workspace=workspace, actor=SYSTEM, values=values)
    for channel in ("sms", "whatsapp", "phone"):
        assert rule_for(workspace, again, channel) == "suppressed"


def rule_for(workspace: Workspace, person: Customer, channel: str) -> str:
    return may_contact(workspace, [person.pk], "transactional", channel)[person.pk].rule


def test_the_list_is_filtered_by_channel(page: Client) -> None:
    page.post(LIST + "new", {"channel": "sms", "value": "0300 1234567"})
    page.post(LIST + "new", {"channel": "email", "value": "other@mail.example"})
    shown = page.get(LIST + "?channel=sms").content.decode()
    assert "+923001234567" in shown
    assert "other@mail.example" not in shown

"""Sensitive values are masked; whoever reads them is written down."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from raabta.customers.data_export import Package
from raabta.customers.data_exports.readings import Readings
from raabta.customers.models import AttributeDefinition, Customer
from raabta.customers.services.people import create_customer, edit_customer
from raabta.customers.services.sensitive import record_reading
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, Membership, User, Workspace
from raabta.workspaces.policy import Role

SECRET = "diabetes-17"


@pytest.fixture
def person(workspace: Workspace) -> Customer:
    AttributeDefinition.objects.create(
        workspace=workspace, subject="customer", key="illness", label="Illness", kind="text",
        is_sensitive=True,
    )  # fmt: skip
    values = {"first_name": "Zainab", "email": "z@mail.example", "attributes.illness": "none"}
    made = create_customer(workspace=workspace, actor=SYSTEM, values=values)
    changed = {"attributes.illness": SECRET}
    edit_customer(workspace=workspace, actor=SYSTEM, customer_id=made.pk, values=changed)
    return made


def readings() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(verb="sensitive.read").order_by("pk"))


def member_as(user: User, role: Role) -> Client:
    Membership.objects.filter(user=user).update(role=role)
    client = Client()
    client.force_login(user)
    return client


def test_the_page_masks_them_and_shows_them_on_request_to_who_may(
    owner: User, person: Customer
) -> None:
    client = member_as(owner, Role.OWNER)
    page = client.get(reverse("web:customers:show", args=[person.pk])).content.decode()
    assert SECRET not in page
    assert "••••" in page
    assert not readings()
    shown = client.post(reverse("web:customers:sensitive", args=[person.pk])).content.decode()
    assert SECRET in shown
    entry = readings()[0]
    assert (entry.target_id, entry.actor_label) == (str(person.pk), str(owner))
    assert entry.detail["read"] == ["attributes.illness"]


def test_who_may_not_see_them_finds_them_nowhere_and_nothing_is_written(
    owner: User, person: Customer
) -> None:
    client = member_as(owner, Role.MARKETER)
    assert client.post(reverse("web:customers:sensitive", args=[person.pk])).status_code == 403
    for url in (
        reverse("web:customers:show", args=[person.pk]),
        reverse("web:customers:edit", args=[person.pk]),
        reverse("web:customers:cell", args=[person.pk, "attributes.illness"]),
        reverse("web:customers:index") + "?columns=attributes.illness",
    ):
        assert SECRET not in client.get(url).content.decode()
    cell = reverse("web:customers:edit_cell", args=[person.pk, "attributes.illness"])
    assert client.get(cell).status_code == 404
    asked = client.post(reverse("web:customers:export"), {"everything": "1"}).content.decode()
    assert "attributes.illness" not in asked
    assert not readings()


def test_the_form_of_who_may_counts_as_reading(owner: User, person: Customer) -> None:
    client = member_as(owner, Role.ADMIN)
    assert SECRET in client.get(reverse("web:customers:edit", args=[person.pk])).content.decode()
    assert [entry.detail["place"] for entry in readings()] == ["form"]


def test_who_may_not_see_them_keeps_them_when_saving_the_form(
    owner: User, person: Customer
) -> None:
    client = member_as(owner, Role.MARKETER)
    given = {"first_name": "Z", "email": "z@mail.example", "attributes.illness": "x"}
    client.post(reverse("web:customers:edit", args=[person.pk]), given)
    person.refresh_from_db()
    assert person.attributes["illness"] == SECRET


def test_many_people_are_one_line(workspace: Workspace, person: Customer) -> None:
    ids = [person.pk, person.pk + 1]
    told: dict[str, Any] = {"workspace": workspace, "actor": SYSTEM, "place": "export"}
    record_reading(**told, customer_ids=ids, fields=["a"])
    record_reading(**told, customer_ids=range(1, 1_000), fields=["a"])
    record_reading(**told, customer_ids=[], fields=["a"])
    assert [(e.detail["count"], len(e.detail["customer_ids"])) for e in readings()] == [
        (2, 2), (999, 0),
    ]  # fmt: skip


def test_the_person_learns_who_read_what(
    workspace: Workspace, person: Customer, tmp_path: Path
) -> None:
    told: dict[str, Any] = {"workspace": workspace, "actor": SYSTEM, "fields": ["a"]}
    record_reading(**told, customer_ids=[person.pk], place="page")
    record_reading(**told, customer_ids=[person.pk + 7, person.pk + 8], place="api")
    record_reading(**told, customer_ids=range(1, 1_000), place="export")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        Readings().write(workspace, person.pk, Package(archive))
        rows = json.loads(archive.read("read_by.json"))
    assert [(row["place"], row["is_certain"]) for row in rows] == [
        ("export", False), ("page", True),
    ]  # fmt: skip


def test_only_who_may_see_them_marks_an_attribute_as_sensitive(
    owner: User, person: Customer
) -> None:
    definition = AttributeDefinition.objects.get()
    url = reverse("web:attributes:edit", args=[definition.pk])
    given = {"label": "Illness"}
    member_as(owner, Role.MARKETER).post(url, given)
    definition.refresh_from_db()
    assert definition.is_sensitive
    member_as(owner, Role.OWNER).post(url, given)
    definition.refresh_from_db()
    assert not definition.is_sensitive

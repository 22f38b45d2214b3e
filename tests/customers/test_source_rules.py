"""Which source counts: a lesser one fills what is empty, and overwrites nothing greater."""

import pytest
from django.test import Client
from django.urls import reverse

from raabta.customers.imports.person_rows import PersonRow
from raabta.customers.models import Customer, SourceRule
from raabta.customers.services.bulk import save_rows
from raabta.customers.services.people import create_customer, edit_customer
from raabta.customers.services.source_rules import remove_source_rule, set_source_rule
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import User, Workspace
from raabta.workspaces.services.change_sets import open_change_set

AYESHA = Actor(label="Ayesha", via="ui", user_id=1)
ERP = Actor(label="ERP", via="api", user_id=1)
SHOP = Actor(label="Shop", via="api", user_id=1)
FILE = Actor(label="Ayesha", via="import", user_id=1)


@pytest.fixture
def ali(workspace: Workspace) -> Customer:
    return create_customer(
        workspace=workspace, actor=FILE, values={"email": "ali@mail.example", "city": "Lahore"}
    )


def writes(workspace: Workspace, actor: Actor, city: str, size: int | None = None) -> str:
    """Somebody sends Ali's row. Returns the city afterwards."""
    change_set = open_change_set(workspace=workspace, actor=actor, kind="import", summary="x.csv")
    row = PersonRow(
        line=1, email="ali@mail.example", city=city, attributes={"size": size} if size else None
    )
    save_rows(workspace=workspace, actor=actor, rows=[row], source=actor.via, change_set=change_set)
    return Customer.objects.get().city


def test_without_a_rule_the_last_one_counts(workspace: Workspace, ali: Customer) -> None:
    assert writes(workspace, ERP, "Multan") == "Multan"
    assert writes(workspace, SHOP, "Quetta") == "Quetta"


def test_a_lesser_source_overwrites_nothing_greater(workspace: Workspace, ali: Customer) -> None:
    rule = set_source_rule(
        workspace=workspace, actor=AYESHA, field="city", sources=["api:ERP", "ui", "import"]
    )
    assert writes(workspace, SHOP, "Quetta") == "Lahore"  # made by an import, which is named
    assert writes(workspace, ERP, "Multan") == "Multan"
    assert writes(workspace, FILE, "Karachi") == "Multan"
    assert writes(workspace, ERP, "Sialkot") == "Sialkot"
    edit_customer(workspace=workspace, actor=AYESHA, customer_id=ali.pk, values={"city": "Swat"})
    assert writes(workspace, FILE, "Karachi") == "Swat"
    assert writes(workspace, ERP, "Multan") == "Multan"
    remove_source_rule(workspace=workspace, actor=AYESHA, rule_id=rule.pk)
    assert writes(workspace, SHOP, "Quetta") == "Quetta"


def test_what_is_empty_may_be_filled_by_everybody_and_attributes_have_rules_too(
    workspace: Workspace, ali: Customer
) -> None:
    for field in ("city", "attributes.size"):
        set_source_rule(workspace=workspace, actor=AYESHA, field=field, sources=["api:ERP"])
    Customer.objects.update(city="")
    assert writes(workspace, SHOP, "Quetta", size=3) == "Quetta"
    writes(workspace, ERP, "Quetta", size=4)
    writes(workspace, SHOP, "Quetta", size=5)
    assert Customer.objects.get().attributes == {"size": 4}


def test_rules_are_made_and_removed_on_their_page(owner: User, workspace: Workspace) -> None:
    browser = Client()
    browser.force_login(owner)
    asked = {"field": "city", "first": "import", "second": "ui", "third": ""}
    assert browser.post(reverse("web:source_rules:create"), asked).status_code == 303
    rule = SourceRule.objects.get()
    assert rule.sources == ["import", "ui"]
    assert "by hand" in browser.get(reverse("web:source_rules:index")).content.decode()
    forged = browser.post(reverse("web:source_rules:create"), {**asked, "field": "workspace_id"})
    assert forged.status_code == 422
    browser.post(reverse("web:source_rules:delete", args=[rule.pk]))
    assert not SourceRule.objects.exists()

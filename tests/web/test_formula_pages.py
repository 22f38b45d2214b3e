"""Formulas in the settings and over the API."""

from django.test import Client
from django.urls import reverse

from raabta.customers.models import AttributeDefinition
from raabta.customers.services.people import create_customer
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace


def test_a_formula_is_tried_made_and_changed_on_its_page(
    page: Client, workspace: Workspace
) -> None:
    create_customer(workspace=workspace, actor=SYSTEM, values={"first_name": "Zainab"})
    given = {"label": "Shout", "subject": "customer", "formula": "upper(first_name)"}
    assert "upper(text)" in page.get(reverse("web:formulas:new")).content.decode()
    shown = page.post(reverse("web:formulas:preview"), given).content.decode()
    assert "ZAINAB" in shown
    wrong = {**given, "formula": "upper(nowhere)"}
    assert "At letter 7" in page.post(reverse("web:formulas:preview"), wrong).content.decode()
    assert page.post(reverse("web:formulas:new"), wrong).status_code == 422
    assert not AttributeDefinition.objects.exists()
    assert page.post(reverse("web:formulas:new"), given).status_code == 303
    made = AttributeDefinition.objects.get()
    assert (made.key, made.kind, made.formula) == ("shout", "text", "upper(first_name)")
    edit = reverse("web:formulas:edit", args=[made.pk])
    assert page.get(reverse("web:attributes:edit", args=[made.pk])).headers["Location"] == edit
    assert page.post(edit, {"label": "Shout", "formula": "1 + 1"}).status_code == 422
    assert page.post(edit, {"label": "Shout", "formula": "lower(city)"}).status_code == 303
    made.refresh_from_db()
    assert made.formula == "lower(city)"
    assert reverse("web:formulas:new") in page.get(reverse("web:attributes:index")).content.decode()

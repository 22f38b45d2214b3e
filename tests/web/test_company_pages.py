"""A company's place in the tree, as its form and page show it."""

from django.test import Client
from django.urls import reverse

from raabta.customers.models import Company
from raabta.customers.services.companies import create_company
from raabta.customers.services.people import create_customer
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.commerce.shop import placed


def test_the_form_puts_a_company_under_another_and_the_page_adds_up(
    page: Client, workspace: Workspace
) -> None:
    top = create_company(workspace=workspace, actor=SYSTEM, values={"name": "Top Group"})
    answer = page.post(reverse("web:companies:new"), {"name": "Below", "parent": "top group"})
    below = Company.objects.get(name="Below")
    assert (answer.status_code, below.parent_id) == (303, top.pk)
    values = {"first_name": "Zainab", "company_id": below.pk}
    person = create_customer(workspace=workspace, actor=SYSTEM, values=values)
    placed(workspace, customer_id=person.pk)
    shown = page.get(reverse("web:companies:show", args=[top.pk]))
    figures = {one.label: one for one in shown.context["figures"]}
    assert (figures["People"].count, figures["Orders"].count) == (1, 1)
    assert [one.minor for one in figures["Net revenue"].sums] == [1_000]
    assert reverse("web:companies:show", args=[below.pk]) in shown.content.decode()


def test_a_parent_that_cannot_be_is_told_beside_its_field(
    page: Client, workspace: Workspace
) -> None:
    for name in ("Twin", "Twin", "Own"):
        create_company(workspace=workspace, actor=SYSTEM, values={"name": name})
    own = Company.objects.get(name="Own")
    address = reverse("web:companies:edit", args=[own.pk])
    for text, told in (("Own", "cannot stand"), ("Twin", "Several"), ("Nobody", "There is no")):
        answer = page.post(address, {"name": "Own", "parent": text})
        assert answer.status_code == 422
        assert told in answer.content.decode()
    own.refresh_from_db()
    assert own.parent_id is None

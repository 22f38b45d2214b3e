"""The merge pages: find, compare, merge, take back; and who may not."""

import pytest
from django.test import Client
from django.urls import reverse

from raabta.customers.models import Customer, Merge
from raabta.customers.services.identities import verify_identity
from raabta.customers.services.people import create_customer
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import User, Workspace
from raabta.workspaces.policy import Role
from tests.house.rows import make


@pytest.fixture
def browser(owner: User, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(owner)
    return client


@pytest.fixture
def pair(workspace: Workspace) -> tuple[Customer, Customer]:
    values = (
        {"first_name": "Ali", "city": "Lahore", "email": "ali@mail.example"},
        {"first_name": "Ally", "city": "Multan", "email": "ally@work.example"},
    )
    one, two = (create_customer(workspace=workspace, actor=SYSTEM, values=v) for v in values)
    return one, two


def test_the_way_from_the_list_to_one_customer_and_back(
    browser: Client, pair: tuple[Customer, Customer]
) -> None:
    one, two = pair
    chosen = browser.post(reverse("web:customers:merge_pair"), {"selected": [one.pk, two.pk]})
    page = browser.get(chosen.headers["Location"])
    assert page.status_code == 200
    assert "Multan" in page.content.decode()
    asked = {"field:city": "other", "field:first_name": "survivor", "reason": "Same person"}
    done = browser.post(chosen.headers["Location"], asked)
    assert done.headers["Location"] == reverse("web:customers:show", args=[one.pk])
    shown = browser.get(done.headers["Location"]).content.decode()
    assert "Merged with Ally" in shown
    one.refresh_from_db()
    assert (one.city, one.first_name) == ("Multan", "Ali")
    moved = browser.get(reverse("web:customers:show", args=[two.pk]))
    assert moved.headers["Location"] == reverse("web:customers:show", args=[one.pk])
    merge = Merge.objects.get()
    back = browser.post(reverse("web:customers:unmerge", args=[merge.pk]))
    assert back.headers["Location"] == reverse("web:customers:show", args=[two.pk])
    assert browser.get(back.headers["Location"]).status_code == 200
    again = browser.post(reverse("web:customers:unmerge", args=[merge.pk]))
    assert "taken back already" in browser.get(again.headers["Location"]).content.decode()


def test_the_other_one_is_found_by_name_or_address(
    browser: Client, pair: tuple[Customer, Customer]
) -> None:
    one, two = pair
    page = browser.get(reverse("web:customers:merge", args=[one.pk]), {"q": "ally@work.example"})
    assert reverse("web:customers:merge_with", args=[one.pk, two.pk]) in page.content.decode()
    assert "Nobody else" in browser.get(page.request["PATH_INFO"], {"q": "xyzzy"}).content.decode()


def test_nothing_happens_without_the_warning_being_read(
    browser: Client, workspace: Workspace, pair: tuple[Customer, Customer]
) -> None:
    for customer in pair:
        address = customer.identities.get()
        verify_identity(workspace=workspace, actor=SYSTEM, customer_id=customer.pk, pk=address.pk)
    url = reverse("web:customers:merge_with", args=[pair[0].pk, pair[1].pk])
    assert "perhaps two people" in browser.get(url).content.decode()
    assert browser.post(url, {"field:city": "other"}).status_code == 422
    assert not Merge.objects.exists()
    assert browser.post(url, {"is_warned": "1"}).status_code == 303


def test_a_forged_field_or_more_than_two_are_refused_in_words(
    browser: Client, pair: tuple[Customer, Customer]
) -> None:
    url = reverse("web:customers:merge_with", args=[pair[0].pk, pair[1].pk])
    assert browser.post(url, {"field:workspace_id": "other"}).status_code == 422
    assert browser.post(url, {"field:city": "both"}).status_code == 422
    only = browser.post(reverse("web:customers:merge_pair"), {"selected": [1]})
    assert "exactly two" in browser.get(only.headers["Location"]).content.decode()
    assert not Merge.objects.exists()


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AGENT])
def test_who_may_not_merge_is_refused_and_nothing_happens(
    workspace: Workspace, pair: tuple[Customer, Customer], role: Role
) -> None:
    membership = make("workspaces.Membership", workspace, role=role)
    client = Client()
    client.force_login(membership.user)
    url = reverse("web:customers:merge_with", args=[pair[0].pk, pair[1].pk])
    assert client.post(url, {}).status_code == 403
    assert not Merge.objects.exists()

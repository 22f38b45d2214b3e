"""Two companies become one, and two again, with everything that hangs on them."""

import pytest
from django.apps import apps

from raabta.customers.company_follower import in_order
from raabta.customers.company_values import UnknownChoice
from raabta.customers.models import Company, CompanyDomain, Customer, Note
from raabta.customers.queries.company_domains import domains_of
from raabta.customers.queries.company_merges import (
    company_survivor,
    duplicate_companies,
    name_key,
)
from raabta.customers.queries.company_tree import ancestors_of
from raabta.customers.services.companies import create_company, delete_company, edit_company
from raabta.customers.services.company_merging import (
    CannotMergeCompanies,
    merge_companies,
    unmerge_companies,
)
from raabta.customers.services.people import create_customer
from raabta.kernel import clock
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace

STAYS = {"customers.companymerge"}  # they tell of merges themselves


def company(workspace: Workspace, name: str, **values: object) -> Company:
    return create_company(workspace=workspace, actor=SYSTEM, values={"name": name, **values})


def merge(workspace: Workspace, survivor: Company, other: Company, **more: object) -> int:
    return merge_companies(
        workspace=workspace, actor=SYSTEM, survivor_id=survivor.pk, other_id=other.pk, **more
    ).pk  # type: ignore[arg-type]


def undo(workspace: Workspace, merge_id: int) -> None:
    unmerge_companies(workspace=workspace, actor=SYSTEM, merge_id=merge_id)


def everything() -> list[list[tuple[object, ...]]]:
    """What a merge may touch; not the moments of change, which only go forward."""
    return [
        list(Company.objects.order_by("pk").values_list(
            "name", "phone", "domain", "external_id", "city", "attributes", "parent",
            "merged_into", "deleted_at",
        )),
        list(CompanyDomain.objects.order_by("pk").values_list("company", "domain", "is_primary")),
        list(Customer.objects.order_by("pk").values_list("company", "deleted_at")),
        list(Note.objects.order_by("pk").values_list("company", "body")),
    ]  # fmt: skip


def parent_of(one: Company) -> int | None:
    return Company.objects.get(pk=one.pk).parent_id


def test_every_model_that_refers_to_companies_has_a_follower() -> None:
    named = {label for follower in in_order() for label in follower.models} | STAYS
    refer = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.many_to_one and field.related_model is Company
    }
    assert refer == named


def test_all_goes_along_and_all_comes_back(workspace: Workspace) -> None:
    one = company(workspace, "Acme", domains=["acme.example"], city="Lahore")
    two = company(
        workspace, "ACME Ltd", domains=["acme.org"], city="Karachi", phone="+92300",
        external_id="X", attributes={"tier": "gold"},
    )  # fmt: skip
    child = company(workspace, "Branch", parent_id=two.pk)
    values = {"email": "a@acme.org"}
    person = create_customer(workspace=workspace, actor=SYSTEM, values=values)
    gone = create_customer(workspace=workspace, actor=SYSTEM, values={"email": "b@acme.org"})
    now = clock.now()
    Customer.objects.filter(pk=gone.pk).update(deleted_at=now)
    Note.objects.create(
        workspace=workspace, company=two, body="Hello", author="A", created_at=now, updated_at=now
    )
    before = everything()
    done = merge(workspace, one, two, choices={"city": "other"})
    one.refresh_from_db()
    assert (one.name, one.city, one.phone, one.external_id) == ("Acme", "Karachi", "+92300", "X")
    assert one.attributes == {"tier": "gold"}
    assert domains_of(workspace, [one.pk]) == {one.pk: ["acme.example", "acme.org"]}
    assert set(Customer.objects.values_list("company", flat=True)) == {one.pk}
    assert (parent_of(child), Note.objects.get().company_id) == (one.pk, one.pk)
    assert company_survivor(workspace, two.pk) == one.pk
    late = create_customer(workspace=workspace, actor=SYSTEM, values={"email": "c@acme.org"})
    assert late.company_id == one.pk
    undo(workspace, done)
    after = everything()
    assert after[2].pop() == (one.pk, None)  # who came since stays
    assert after == before
    assert person.company_id == two.pk


def test_no_merge_closes_a_cycle(workspace: Workspace) -> None:
    top = company(workspace, "Top")
    other = company(workspace, "Other", parent_id=top.pk)
    middle = company(workspace, "Middle", parent_id=other.pk)
    survivor = company(workspace, "Survivor", parent_id=middle.pk)
    done = merge(workspace, survivor, other)
    assert (parent_of(survivor), parent_of(middle)) == (top.pk, survivor.pk)
    edit_company(workspace=workspace, actor=SYSTEM, company_id=top.pk, values={"parent_id": None})
    undo(workspace, done)
    parents = [parent_of(one) for one in (top, other, middle, survivor)]
    assert parents == [None, top.pk, other.pk, middle.pk]


def test_an_undo_after_moves_closes_no_cycle_either(workspace: Workspace) -> None:
    top = company(workspace, "Top")
    other = company(workspace, "Other", parent_id=top.pk)
    child = company(workspace, "Child", parent_id=other.pk)
    survivor = company(workspace, "Survivor")
    done = merge(workspace, survivor, other)
    edit_company(
        workspace=workspace, actor=SYSTEM, company_id=top.pk, values={"parent_id": child.pk}
    )
    undo(workspace, done)
    for one in (top, other, child, survivor):
        one.refresh_from_db()
        assert one.pk not in {each.pk for each in ancestors_of(workspace, one)}


def test_merges_are_undone_in_any_order(workspace: Workspace) -> None:
    one = company(workspace, "One")
    two = company(workspace, "Two", city="Lahore", phone="+921")
    three = company(workspace, "Three", city="Karachi")
    before = everything()
    first = merge(workspace, one, two)
    second = merge(workspace, one, three, choices={"city": "other"})
    undo(workspace, first)
    assert Company.objects.get(pk=one.pk).city == "Karachi"
    undo(workspace, second)
    assert everything() == before


def test_what_cannot_be_merged_or_undone_is_said(workspace: Workspace) -> None:
    one, two, three = (company(workspace, name) for name in ("One", "Two", "Three"))
    with pytest.raises(CannotMergeCompanies, match="one and the same"):
        merge(workspace, one, one)
    with pytest.raises(UnknownChoice):
        merge(workspace, one, two, choices={"colour": "other"})
    done = merge(workspace, one, two)
    with pytest.raises(CannotMergeCompanies, match="merged already"):
        merge(workspace, three, two)
    merge(workspace, three, one)
    with pytest.raises(CannotMergeCompanies, match="Undo that merge first"):
        undo(workspace, done)
    delete_company(workspace=workspace, actor=SYSTEM, company_id=three.pk)
    assert company_survivor(workspace, two.pk) == three.pk


def test_a_tree_stays_within_its_levels(workspace: Workspace) -> None:
    parent = None
    for level in range(8):
        parent = company(workspace, f"Level {level}", parent_id=parent and parent.pk)
    other = company(workspace, "Other")
    company(workspace, "Below", parent_id=other.pk)
    assert parent is not None
    with pytest.raises(CannotMergeCompanies, match="levels"):
        merge(workspace, parent, other)
    assert parent_of(other) is None
    assert not Company.objects.get(pk=other.pk).deleted_at


def test_companies_of_one_name_look_alike(workspace: Workspace) -> None:
    assert name_key("The A.C.M.E. Pvt. Ltd.") == name_key("acme") == "acme"
    assert name_key("Limited") == "limited"
    one = company(workspace, "Acme Ltd")
    two = company(workspace, "ACME")
    company(workspace, "Other")
    assert duplicate_companies(workspace) == [[one, two]]
    merge(workspace, one, two)
    assert duplicate_companies(workspace) == []

"""A company's place in the tree, as its form and page show it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from raabta.customers.company_timeline import company_timeline_sources
from raabta.customers.models import Company, CompanyMerge
from raabta.customers.queries.company_domains import domains_of
from raabta.customers.services.attributes import define_attribute
from raabta.customers.services.companies import create_company
from raabta.customers.services.people import create_customer, edit_customer
from raabta.customers.timeline import read_timeline, sources_for
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Membership, Workspace
from raabta.workspaces.policy import Role
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


def test_linking_by_domain_is_previewed_and_done_on_its_page(
    page: Client, workspace: Workspace
) -> None:
    create_customer(workspace=workspace, actor=SYSTEM, values={"email": "z@acme.example"})
    page.post(reverse("web:linking:edit"), {"mode": "make"})
    asked = page.post(reverse("web:linking:create"))
    assert jobs.run_next([jobs.DEFAULT])
    shown = page.get(asked["Location"]).content.decode()
    assert "1 customer would join a company." in shown
    assert not Company.objects.exists()
    done = page.post(reverse("web:linking:create"), {"apply": "1"})
    assert jobs.run_next([jobs.DEFAULT])
    assert "/settings/changes/" in page.get(done["Location"]).content.decode()
    assert Company.objects.get().name == "acme.example"


def test_who_may_not_define_attributes_links_nobody(page: Client, workspace: Workspace) -> None:
    Membership.objects.filter(workspace=workspace).update(role=Role.SELLER)
    assert page.post(reverse("web:linking:create"), {"apply": "1"}).status_code == 403
    assert not Job.objects.exists()


def test_the_form_takes_several_domains(page: Client, workspace: Workspace) -> None:
    page.post(reverse("web:companies:new"), {"name": "A", "domains": "b.example, a.b.org"})
    company = Company.objects.get()
    assert domains_of(workspace, [company.pk]) == {company.pk: ["b.example", "b.org"]}
    answer = page.post(reverse("web:companies:new"), {"name": "C", "domains": "b.org"})
    assert answer.status_code == 422
    assert "belongs to A" in answer.content.decode()


def test_two_companies_are_merged_on_their_page_and_taken_back(
    page: Client, workspace: Workspace
) -> None:
    one, two = (
        create_company(workspace=workspace, actor=SYSTEM, values={"name": name, "city": name})
        for name in ("Acme", "ACME Ltd")
    )
    address = reverse("web:companies:merge_with", args=[one.pk, two.pk])
    assert address in page.get(reverse("web:companies:alike")).content.decode()
    assert "ACME Ltd" in page.get(address).content.decode()
    answer = page.post(address, {"field:city": "other", "reason": "The same"})
    assert answer["Location"] == reverse("web:companies:show", args=[one.pk])
    shown = page.get(answer["Location"]).content.decode()
    assert "ACME Ltd was merged into this company." in shown
    one.refresh_from_db()
    assert (one.name, one.city) == ("Acme", "ACME Ltd")
    done = CompanyMerge.objects.get()
    page.post(reverse("web:companies:unmerge", args=[done.pk]))
    assert Company.objects.filter(deleted_at=None).count() == 2


def test_who_may_not_merge_leaves_both_companies(page: Client, workspace: Workspace) -> None:
    one, two = (
        create_company(workspace=workspace, actor=SYSTEM, values={"name": name}) for name in "ab"
    )
    Membership.objects.filter(workspace=workspace).update(role=Role.SELLER)
    assert page.post(reverse("web:companies:merge_with", args=[one.pk, two.pk])).status_code == 403
    assert not CompanyMerge.objects.exists()


def test_the_timeline_tells_of_the_company_and_its_people(
    page: Client, workspace: Workspace
) -> None:
    one = create_company(workspace=workspace, actor=SYSTEM, values={"name": "Acme"})
    other = create_company(workspace=workspace, actor=SYSTEM, values={"name": "Other"})
    for name, company in (("Zainab", one), ("Hidden", other)):
        values = {"first_name": name, "company_id": company.pk}
        person = create_customer(workspace=workspace, actor=SYSTEM, values=values)
        placed(workspace, f"N-{name}", customer_id=person.pk)
        values = {"city": f"City of {name}"}
        edit_customer(workspace=workspace, actor=SYSTEM, customer_id=person.pk, values=values)
    page.post(reverse("web:companies:note", args=[one.pk]), {"body": "They pay late"})
    address = reverse("web:companies:show", args=[one.pk])
    shown = page.get(address).context["timeline"]
    told = [(told.source.key, told.entry.whose) for told in shown.entries]
    assert sorted(told) == [("changes", "Zainab"), ("notes", ""), ("orders", "Zainab")]
    only = page.get(f"{address}?kind=orders").context["timeline"]
    assert [told.entry.title for told in only.entries] == ["Order N-Zainab"]
    timeline = reverse("web:companies:timeline", args=[one.pk])
    part = page.get(f"{timeline}?kind=notes", headers={"HX-Request": "true"}).content.decode()
    assert "They pay late" in part
    assert "<html" not in part
    assert page.get(f"{timeline}?kind=notes").status_code == 303


def test_a_number_of_people_takes_no_further_queries(
    page: Client, workspace: Workspace, django_assert_max_num_queries: Any
) -> None:
    one = create_company(workspace=workspace, actor=SYSTEM, values={"name": "Acme"})
    for number in range(30):
        values = {"first_name": f"P{number}", "company_id": one.pk}
        person = create_customer(workspace=workspace, actor=SYSTEM, values=values)
        placed(workspace, str(number), customer_id=person.pk)
    with django_assert_max_num_queries(15):
        read_timeline(
            workspace,
            one.pk,
            sources=sources_for(lambda _permission: True, company_timeline_sources),
        )


def test_the_list_is_narrowed_by_tree_domain_and_attribute(
    page: Client, workspace: Workspace
) -> None:
    values = {"label": "Tier", "kind": "text", "subject": "company"}
    define_attribute(workspace=workspace, actor=SYSTEM, values=values)
    top = create_company(workspace=workspace, actor=SYSTEM, values={"name": "Top"})
    values = {"name": "Low", "parent_id": top.pk, "domains": ["low.example"]}
    low = create_company(
        workspace=workspace, actor=SYSTEM, values={**values, "attributes": {"tier": "Gold"}}
    )
    create_company(
        workspace=workspace, actor=SYSTEM, values={"name": "Lowest", "parent_id": low.pk}
    )
    address = reverse("web:companies:index")
    for query, names in (
        ("parent=Top", {"Low", "Lowest"}),
        ("parent=Nowhere", set()),
        ("q=low.example", {"Low"}),
        ("attribute=tier&value=gol", {"Low"}),
        ("attribute=tier", {"Low"}),
        ("attribute=gone", set()),
    ):
        found = page.get(f"{address}?{query}").context["companies"]
        assert {one.name for one in found} == names, query

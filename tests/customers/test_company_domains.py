"""Domains of companies: whose address joins which company, and what a person decided stays."""

import pytest

from raabta.customers.free_mail import is_free_mail
from raabta.customers.imports.person_rows import PersonRow
from raabta.customers.mail_domains import domain_in, own_domain
from raabta.customers.models import Company, CompanyDomain, Customer
from raabta.customers.services.bulk.saving import save_rows
from raabta.customers.services.companies import create_company, delete_company, edit_company
from raabta.customers.services.company_domains import DomainTaken, InvalidDomain
from raabta.customers.services.linking.running import LinkingOff, link_later
from raabta.customers.services.linking.settings import change_linking
from raabta.customers.services.people import create_customer, edit_customer
from raabta.kernel import jobs
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.change_sets import revert_change_set


def company(workspace: Workspace, name: str, *domains: str) -> Company:
    values = {"name": name, "domains": domains}
    return create_company(workspace=workspace, actor=SYSTEM, values=values)


def person(workspace: Workspace, email: str, **values: object) -> Customer:
    given = {"email": email, **values}
    return create_customer(workspace=workspace, actor=SYSTEM, values=given)


def company_of(customer: Customer) -> int | None:
    return Customer.objects.get(pk=customer.pk).company_id


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("mail.tenant.co.uk", "tenant.co.uk"),
        ("co.uk", ""),
        ("https://www.Acme.example/about", "acme.example"),
        ("sara@sales.acme.example", "acme.example"),
        ("münchen.de", "xn--mnchen-3ya.de"),
        ("shop.github.io", "shop.github.io"),
        ("localhost", ""),
        ("", ""),
        ("*.com", ""),
    ],
)
def test_a_domain_is_what_somebody_can_own(text: str, domain: str) -> None:
    assert domain_in(text) == domain


def test_free_and_throw_away_mailboxes_tell_no_company() -> None:
    assert is_free_mail("mailinator.com")
    for address in ("a@gmail.com", "a@yahoo.co.uk", "a@mailinator.com", "a@co.uk", "nothing"):
        assert own_domain(address) == ""
    assert own_domain("a@mail.acme.co.uk") == "acme.co.uk"


def test_a_company_has_several_domains_and_each_belongs_to_one_company(
    workspace: Workspace,
) -> None:
    early = person(workspace, "early@uk.acme.co.uk")
    acme = company(workspace, "Acme", "acme.example", "www.acme.co.uk")
    assert acme.domain == "acme.example"
    assert company_of(early) == acme.pk
    assert company_of(person(workspace, "late@mail.acme.example")) == acme.pk
    with pytest.raises(DomainTaken, match="Acme"):
        company(workspace, "Copy", "acme.co.uk")
    with pytest.raises(InvalidDomain):
        company(workspace, "Everybody", "co.uk")
    values = {"domain": "acme.org"}
    edit_company(workspace=workspace, actor=SYSTEM, company_id=acme.pk, values=values)
    held = CompanyDomain.objects.order_by("-is_primary", "pk").values_list("domain", flat=True)
    assert list(held) == ["acme.org", "acme.co.uk"]
    delete_company(workspace=workspace, actor=SYSTEM, company_id=acme.pk)
    assert company(workspace, "Heir", "acme.org").domain == "acme.org"


def test_what_a_person_decided_about_a_company_stays(workspace: Workspace) -> None:
    acme, other = company(workspace, "Acme", "acme.example"), company(workspace, "Other")
    out = person(workspace, "out@acme.example")
    edit_customer(
        workspace=workspace, actor=SYSTEM, customer_id=out.pk, values={"company_id": None}
    )
    chosen = person(workspace, "chosen@acme.example", company_id=other.pk)
    values = {"email": "out2@acme.example"}
    edit_customer(workspace=workspace, actor=SYSTEM, customer_id=out.pk, values=values)
    edit_company(
        workspace=workspace, actor=SYSTEM, company_id=acme.pk, values={"domains": ["acme.org"]}
    )
    edit_company(
        workspace=workspace, actor=SYSTEM, company_id=acme.pk, values={"domains": ["acme.example"]}
    )
    link_later(workspace=workspace, actor=SYSTEM, is_preview=False)
    assert jobs.run_next([jobs.DEFAULT])
    assert (company_of(out), company_of(chosen)) == (None, other.pk)


def test_a_new_address_and_an_import_join_by_domain(workspace: Workspace) -> None:
    acme = company(workspace, "Acme", "acme.example")
    moved = person(workspace, "moved@gmail.com")
    values = {"email": "moved@acme.example"}
    edit_customer(workspace=workspace, actor=SYSTEM, customer_id=moved.pk, values=values)
    known = person(workspace, "known@gmail.com", external_id="K")
    rows = [
        PersonRow(1, external_id="K", email="known@sub.acme.example"),
        PersonRow(2, email="new@acme.example"),
    ]
    save_rows(workspace=workspace, actor=SYSTEM, rows=rows, source="file")
    new = Customer.objects.get(email="new@acme.example")
    assert {company_of(one) for one in (moved, known, new)} == {acme.pk}


def test_where_the_workspace_wants_it_companies_are_made(workspace: Workspace) -> None:
    change_linking(workspace=workspace, actor=SYSTEM, mode="make")
    one, two = person(workspace, "a@fresh.example"), person(workspace, "b@www.fresh.example")
    save_rows(
        workspace=workspace,
        actor=SYSTEM,
        rows=[PersonRow(1, email="c@fresh.example"), PersonRow(2, email="d@second.example")],
        source="file",
    )
    made = Company.objects.get(domain="fresh.example")
    assert company_of(one) == company_of(two) == made.pk
    assert Customer.objects.filter(company=made).count() == 3
    assert Company.objects.count() == 2


def test_linking_who_is_there_is_previewed_done_and_taken_back(workspace: Workspace) -> None:
    change_linking(workspace=workspace, actor=SYSTEM, mode="off")
    acme = company(workspace, "Acme", "acme.example")
    people = [person(workspace, f"p{n}@{d}.example") for n, d in enumerate(["acme", "new", "acme"])]
    person(workspace, "free@gmail.com")
    with pytest.raises(LinkingOff):
        link_later(workspace=workspace, actor=SYSTEM, is_preview=True)
    change_linking(workspace=workspace, actor=SYSTEM, mode="make")
    job = link_later(workspace=workspace, actor=SYSTEM, is_preview=True)
    assert jobs.run_next([jobs.DEFAULT])
    job.refresh_from_db()
    told = {key: job.result[key] for key in ("people", "companies", "new_companies")}
    assert told == {"people": 3, "companies": 2, "new_companies": 1}
    assert job.result["biggest"][0] == {
        "domain": "acme.example", "people": 2, "company_id": acme.pk, "name": "Acme",
    }  # fmt: skip
    assert [company_of(one) for one in people] == [None, None, None]
    job = link_later(workspace=workspace, actor=SYSTEM, is_preview=False)
    assert jobs.run_next([jobs.DEFAULT])
    made = Company.objects.get(name="new.example")
    assert [company_of(one) for one in people] == [acme.pk, made.pk, acme.pk]
    change_set = ChangeSet.objects.get(pk=job.payload["change_set"])
    revert_change_set(workspace=workspace, change_set=change_set, actor=SYSTEM)
    assert [company_of(one) for one in people] == [None, None, None]
    assert list(Company.objects.filter(deleted_at=None)) == [acme]
    assert not CompanyDomain.objects.filter(domain="new.example").exists()
    link_later(workspace=workspace, actor=SYSTEM, is_preview=False)
    assert jobs.run_next([jobs.DEFAULT])
    assert Customer.objects.filter(company=None).count() == 1  # an undo forbids nothing

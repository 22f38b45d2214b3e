"""Create, change and remove companies, and link people to them."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raabta.customers.domain_events import CompanyChanged
from raabta.customers.free_mail import is_free_mail
from raabta.customers.models import Company, CompanyDomain, Customer
from raabta.customers.services.company_domains import adopt_people, asked_domains, put_domains
from raabta.customers.services.company_moves import keep_move
from raabta.customers.services.company_tree import leave_tree, lock_tree, place_company
from raabta.customers.services.history import tell_changed
from raabta.kernel import bus, changes, clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

FIELDS = ("name", "phone", "country", "city", "external_id", "attributes")


class CompanyExternalIdTaken(Exception):
    """Another company has this external id."""


@transaction.atomic
def create_company(*, workspace: Workspace, actor: Actor, values: Mapping[str, Any]) -> Company:
    """`values` may have `domains`, the primary one first, or `domain` for that one alone.

    People with an e-mail of these domains and no company are linked. Raises
    CompanyExternalIdTaken, InvalidDomain, DomainTaken or WrongParent.
    """
    now = clock.now()
    company = Company(workspace=workspace, created_at=now, updated_at=now)
    lock_tree(workspace, values)
    _put(company, values)
    place_company(workspace, actor, company, values)
    _own(workspace, actor, company, values)
    _tell(workspace, company)
    return company


@transaction.atomic
def edit_company(
    *, workspace: Workspace, actor: Actor, company_id: int, values: Mapping[str, Any]
) -> Company:
    """A move in the tree is a change set. Raises Company.DoesNotExist, or as `create_company`."""
    lock_tree(workspace, values)
    company = Company.objects.select_for_update().get(pk=company_id, deleted_at=None)
    was, stood_under = company.name, company.parent_id
    company.updated_at = clock.now()
    _put(company, values)
    place_company(workspace, actor, company, values)
    keep_move(workspace, actor, company, stood_under)
    _own(workspace, actor, company, values)
    if company.name != was:
        tell_changed(workspace=workspace, ids=_people_ids(company), fields=["company_name"])
    _tell(workspace, company)
    return company


@transaction.atomic
def delete_company(*, workspace: Workspace, actor: Actor, company_id: int) -> None:
    """The people stay and are without a company; companies under it move up by one level.

    Raises Company.DoesNotExist.
    """
    lock_tree(workspace)
    company = Company.objects.select_for_update().get(pk=company_id, deleted_at=None)
    ids = _people_ids(company)
    Customer.objects.filter(company=company).update(company=None, updated_at=clock.now())
    leave_tree(workspace, company)
    CompanyDomain.objects.filter(company=company).delete()  # another one may have them
    company.deleted_at, company.external_id = clock.now(), ""
    company.save()
    tell_changed(workspace=workspace, ids=ids, fields=["company_id"])
    _tell(workspace, company)
    record_audit(workspace=workspace, actor=actor, verb="company.deleted", target=company)


def _own(workspace: Workspace, actor: Actor, company: Company, values: Mapping[str, Any]) -> None:
    domains = asked_domains(company, values)
    if domains is not None:
        new = put_domains(workspace, company, domains)
        adopt_people(workspace, actor, company, [d for d in new if not is_free_mail(d)])


def _put(company: Company, values: Mapping[str, Any]) -> None:
    for field in values.keys() & set(FIELDS):
        setattr(company, field, values[field])
    try:
        with transaction.atomic():
            company.save()
    except IntegrityError as error:
        words = _("Another company has the external id “%(id)s”.")
        raise CompanyExternalIdTaken(words % {"id": company.external_id}) from error


def _tell(workspace: Workspace, company: Company) -> None:
    changes.mark(workspace_id=workspace.pk, table="company", ids=[company.pk])
    company.refresh_from_db(fields=["attributes"])  # formulas were computed as it was marked
    bus.publish(CompanyChanged(workspace.pk, company.pk))


def _people_ids(company: Company) -> list[int]:
    people = Customer.objects.filter(company=company, deleted_at=None)
    return list(people.values_list("pk", flat=True))

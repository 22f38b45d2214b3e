"""Create, change and remove companies, and link people to them."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raabta.customers.domain_events import CompanyChanged
from raabta.customers.free_mail import is_free_mail
from raabta.customers.models import Company, Customer
from raabta.customers.services.company_tree import leave_tree, lock_tree, place_company
from raabta.customers.services.history import tell_changed
from raabta.kernel import bus, changes, clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

FIELDS = ("name", "domain", "phone", "country", "city", "external_id", "attributes")


class CompanyExternalIdTaken(Exception):
    """Another company has this external id."""


@transaction.atomic
def create_company(*, workspace: Workspace, actor: Actor, values: Mapping[str, Any]) -> Company:
    """People with an e-mail of the domain and no company are linked.

    Raises CompanyExternalIdTaken or WrongParent.
    """
    now = clock.now()
    company = Company(workspace=workspace, created_at=now, updated_at=now)
    lock_tree(workspace, values)
    _put(company, values)
    place_company(workspace, actor, company, values)
    _adopt(workspace, company)
    _tell(workspace, company)
    return company


@transaction.atomic
def edit_company(
    *, workspace: Workspace, actor: Actor, company_id: int, values: Mapping[str, Any]
) -> Company:
    """Raises Company.DoesNotExist, CompanyExternalIdTaken or WrongParent."""
    lock_tree(workspace, values)
    company = Company.objects.select_for_update().get(pk=company_id, deleted_at=None)
    was = company.name, company.domain
    company.updated_at = clock.now()
    _put(company, values)
    place_company(workspace, actor, company, values)
    if company.domain != was[1]:
        _adopt(workspace, company)
    if company.name != was[0]:
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
    company.deleted_at, company.external_id = clock.now(), ""
    company.save()
    tell_changed(workspace=workspace, ids=ids, fields=["company_id"])
    _tell(workspace, company)
    record_audit(workspace=workspace, actor=actor, verb="company.deleted", target=company)


def company_for_email(workspace: Workspace, email: str) -> int | None:
    """The company that owns the address's domain; free mail providers own nobody."""
    domain = email.rpartition("@")[2]
    if not domain or is_free_mail(domain):
        return None
    owners = Company.objects.filter(workspace=workspace, domain=domain, deleted_at=None)
    return owners.order_by("pk").values_list("pk", flat=True).first()


def _adopt(workspace: Workspace, company: Company) -> None:
    if not company.domain or is_free_mail(company.domain):
        return
    alone = Customer.objects.filter(
        email__endswith=f"@{company.domain}", company=None, deleted_at=None
    )
    ids = list(alone.values_list("pk", flat=True))
    alone.update(company=company, updated_at=clock.now())
    tell_changed(workspace=workspace, ids=ids, fields=["company_id"])


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

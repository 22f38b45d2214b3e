"""The e-mail domains of a company, and the people who join it by theirs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from raabta.customers.mail_domains import domain_in, own_domain
from raabta.customers.models import Company, CompanyDomain, Customer
from raabta.customers.queries.company_domains import linking_mode, unlinked_by_hand
from raabta.customers.services.field_edit import set_fields
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

BATCH = 1_000


class InvalidDomain(ValueError):
    """Nobody can own this domain; the message says so."""


class DomainTaken(Exception):
    """Another company has the domain; the message names it."""


def checked_domains(texts: Iterable[str]) -> list[str]:
    """Registrable domains, each once, the first one leads. Raises InvalidDomain."""
    found = []
    for text in filter(None, (text.strip() for text in texts)):
        domain = domain_in(text)
        if not domain:
            words = _("“%(domain)s” is not a domain that a company can have.")
            raise InvalidDomain(words % {"domain": text[:60]})
        found.append(domain)
    return list(dict.fromkeys(found))


def put_domains(workspace: Workspace, company: Company, domains: Sequence[str]) -> list[str]:
    """Give the company exactly these, the first one leads. Returns the new ones.

    Within the transaction of the change; saves `company.domain`. Raises DomainTaken.
    """
    held = CompanyDomain.objects.filter(workspace=workspace, company=company)
    before = dict(held.values_list("domain", "is_primary"))
    held.exclude(domain__in=domains).delete()
    held.update(is_primary=False)
    new = [domain for domain in domains if domain not in before]
    _add(workspace, company, new)
    first = domains[0] if domains else ""
    held.filter(domain=first).update(is_primary=True)
    company.domain = first
    company.save(update_fields=["domain"])
    return new


def lead_domain(workspace: Workspace, company_id: int, *, wanted: int | None = None) -> None:
    """Let one of the company's domains be the primary one: as it is, else `wanted`, else the oldest."""
    held = CompanyDomain.objects.filter(workspace=workspace, company=company_id)
    first = held.filter(is_primary=True).first() or held.filter(pk=wanted or 0).first()
    first = first or held.order_by("pk").first()
    if first is not None and not first.is_primary:
        held.filter(pk=first.pk).update(is_primary=True)
    Company.objects.filter(pk=company_id).update(domain=first.domain if first else "")


def asked_domains(company: Company, values: Mapping[str, Any]) -> list[str] | None:
    """What `domains`, or `domain` alone, ask for; None when they say nothing."""
    if "domains" in values:
        return checked_domains(values["domains"])
    if "domain" not in values or values["domain"] == company.domain:
        return None
    others = CompanyDomain.objects.filter(company_id=company.pk, is_primary=False)
    kept = list(others.order_by("pk").values_list("domain", flat=True))
    return checked_domains([str(values["domain"]), *kept])


def adopt_people(
    workspace: Workspace, actor: Actor, company: Company, domains: Sequence[str]
) -> None:
    """People of these domains who have no company join, unless somebody took them out by hand."""
    if not domains or linking_mode(workspace) == "off":
        return
    wanted = set(domains)
    any_of = Q()
    for name in {form for domain in domains for form in _written(domain)}:
        any_of |= Q(email__endswith=f"@{name}") | Q(email__endswith=f".{name}")
    alone = Customer.objects.filter(any_of, company=None, deleted_at=None)
    ids = [pk for pk, email in alone.values_list("pk", "email") if own_domain(email) in wanted]
    for at in range(0, len(ids), BATCH):
        some = ids[at : at + BATCH]
        kept = unlinked_by_hand(workspace, some)
        targets = {pk: {"company_id": company.pk} for pk in some if pk not in kept}
        set_fields(workspace=workspace, actor=actor, targets=targets)


def _add(workspace: Workspace, company: Company, domains: Sequence[str]) -> None:
    for domain in domains:
        try:
            with transaction.atomic():
                CompanyDomain.objects.create(workspace=workspace, company=company, domain=domain)
        except IntegrityError as error:
            owner = CompanyDomain.objects.select_related("company").get(
                workspace=workspace, domain=domain
            )
            words = _("The domain %(domain)s belongs to %(company)s.")
            told = {"domain": domain, "company": owner.company.name}
            raise DomainTaken(words % told) from error


def _written(domain: str) -> set[str]:
    """The domain as addresses may have it: in ASCII, and in its own letters."""
    return {domain, domain.encode("ascii").decode("idna")} if "xn--" in domain else {domain}

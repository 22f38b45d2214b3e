"""Which company owns a domain, and who of the people may be linked by theirs."""

from collections.abc import Collection

from raabta.customers.models import CompanyDomain, CustomerChange, LinkingSettings
from raabta.workspaces.models import Workspace

UNDO = "undo"  # the way of a linking that was taken back
LIST = 5_000  # in one IN list


def linking_mode(workspace: Workspace) -> str:
    """A `LinkingSettings.Mode`; without settings people are linked to companies that exist."""
    held = LinkingSettings.objects.filter(workspace=workspace).first()
    return str(held.mode) if held else str(LinkingSettings.Mode.LINK)


def owners_of(workspace: Workspace, domains: Collection[str]) -> dict[str, int]:
    """The company of each registrable domain that has one."""
    every = list(domains)
    found: dict[str, int] = {}
    for at in range(0, len(every), LIST):
        some = every[at : at + LIST]
        held = CompanyDomain.objects.filter(
            workspace=workspace, domain__in=some, company__deleted_at=None
        )
        found.update(held.values_list("domain", "company_id"))
    return found


def unlinked_by_hand(workspace: Workspace, customer_ids: Collection[int]) -> set[int]:
    """Who was taken out of a company: somebody decided that, so no domain puts them back."""
    if not customer_ids:
        return set()
    taken_out = CustomerChange.objects.filter(
        workspace=workspace, customer__in=list(customer_ids), field="company_id", new__isnull=True
    )
    return set(taken_out.exclude(via=UNDO).values_list("customer_id", flat=True))


def domains_of(workspace: Workspace, company_ids: Collection[int]) -> dict[int, list[str]]:
    """The domains of each company, the primary one first."""
    held = CompanyDomain.objects.filter(workspace=workspace, company__in=list(company_ids))
    found: dict[int, list[str]] = {}
    for company_id, domain in held.order_by("-is_primary", "pk").values_list(
        "company_id", "domain"
    ):
        found.setdefault(company_id, []).append(domain)
    return found

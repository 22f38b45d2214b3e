"""The company that an e-mail address tells, made where the workspace wants that."""

from collections.abc import Collection

from django.db import transaction

from raabta.customers.mail_domains import own_domain
from raabta.customers.models import Company, CompanyDomain, Customer, LinkingSettings
from raabta.customers.queries.company_domains import linking_mode, owners_of, unlinked_by_hand
from raabta.customers.services.company_tree import lock_tree
from raabta.kernel import changes, clock
from raabta.kernel import rows as raw
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.change_sets import add_page

MODEL = "customers.company"


def company_for_email(workspace: Workspace, email: str) -> int | None:
    """The company that owns the address's domain; free and throw-away mailboxes have none."""
    domain = own_domain(email)
    return companies_for(workspace, {domain}).get(domain) if domain else None


def company_for(workspace: Workspace, customer: Customer) -> int | None:
    """For somebody who has no company and was never taken out of one; else None."""
    if customer.company_id is not None or not own_domain(customer.email):
        return None
    if unlinked_by_hand(workspace, [customer.pk]):
        return None
    return company_for_email(workspace, customer.email)


@transaction.atomic
def companies_for(
    workspace: Workspace, domains: Collection[str], change_set: ChangeSet | None = None
) -> dict[str, int]:
    """The company of each registrable domain; where the workspace wants that, new ones too."""
    mode = linking_mode(workspace) if domains else LinkingSettings.Mode.OFF
    if mode == LinkingSettings.Mode.OFF:
        return {}
    found = owners_of(workspace, domains)
    if mode == LinkingSettings.Mode.MAKE and (missing := set(domains) - found.keys()):
        lock_tree(workspace)  # two imports at once make one company, not two
        found |= owners_of(workspace, missing)
        found |= _make(workspace, sorted(missing - found.keys()), change_set)
    return found


def _make(workspace: Workspace, domains: list[str], change_set: ChangeSet | None) -> dict[str, int]:
    """Companies that are called as their domains, until somebody knows better."""
    if not domains:
        return {}
    now, ids = clock.now(), raw.reserve_ids(Company, len(domains))
    made = dict(zip(domains, ids, strict=True))
    Company.objects.bulk_create(
        Company(
            id=pk,
            workspace=workspace,
            name=domain[:200],
            domain=domain,
            created_at=now,
            updated_at=now,
        )
        for domain, pk in made.items()
    )
    CompanyDomain.objects.bulk_create(
        CompanyDomain(workspace=workspace, company_id=pk, domain=domain, is_primary=True)
        for domain, pk in made.items()
    )
    changes.mark(workspace_id=workspace.pk, table="company", ids=list(ids))
    if change_set is not None:
        rows = [{"id": pk} for pk in ids]
        add_page(change_set=change_set, model=MODEL, verb="created", rows=rows)
    return made

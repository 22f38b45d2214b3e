"""Link the people who are there already: a job that counts first, and one that does it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.customers.mail_domains import own_domain
from raabta.customers.models import Company, Customer
from raabta.customers.queries.company_domains import linking_mode, owners_of, unlinked_by_hand
from raabta.customers.services.field_edit import set_fields
from raabta.customers.services.linking.choosing import companies_for
from raabta.customers.services.reverting import LINKS
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.change_sets import add_page, open_change_set

LINK = "customers.link_companies"
PAGE = 1_000
TOLD = 100  # companies named in a preview


class LinkingOff(Exception):
    """The workspace does not link people by domain; the message says so."""


@transaction.atomic
def link_later(*, workspace: Workspace, actor: Actor, is_preview: bool) -> Job:
    """A job over everybody without a company. A preview writes nothing. Raises LinkingOff."""
    if linking_mode(workspace) == "off":
        raise LinkingOff(_("Linking by domain is switched off in this workspace."))
    payload: dict[str, Any] = {"actor": asdict(actor), "is_preview": is_preview}
    if not is_preview:
        change_set = open_change_set(
            workspace=workspace,
            actor=actor,
            kind="linking",
            summary=_("Linked customers to companies by the domain of their e-mail"),
        )
        payload["change_set"] = change_set.pk
    return jobs.enqueue(
        LINK, workspace_id=workspace.pk, payload=payload, requested_by_id=actor.user_id
    )


def run_linking(run: jobs.Run, workspace: Workspace) -> None:
    """The job; each page of people is a transaction, and a killed one goes on behind the last."""
    if run.payload["is_preview"]:
        _preview(run, workspace)
    else:
        _link(run, workspace)


def _link(run: jobs.Run, workspace: Workspace) -> None:
    actor = Actor(**run.payload["actor"])
    change_set = ChangeSet.objects.get(pk=run.payload["change_set"])
    linked, done = run.job.result.get("people", 0), run.job.done
    for last, some in _pages(run, workspace):
        linked += _link_page(workspace, actor, change_set, some)
        done += len(some)
        run.progress(done, people=linked, after=last)


@transaction.atomic
def _link_page(
    workspace: Workspace, actor: Actor, change_set: ChangeSet, some: dict[int, str]
) -> int:
    wanted = _domains(workspace, some)
    owners = companies_for(workspace, set(wanted.values()), change_set)
    targets = {
        pk: {"company_id": owners[domain]} for pk, domain in wanted.items() if domain in owners
    }
    done = set_fields(
        workspace=workspace, actor=actor, targets=targets, change_set_id=change_set.pk
    )
    rows = [
        {
            "id": pk,
            "before": {field: old for field, (old, _new) in found.items()},
            "after": {field: new for field, (_old, new) in found.items()},
        }
        for pk, found in done.items()
    ]
    if rows:
        add_page(change_set=change_set, model=LINKS, verb="updated", rows=rows)
    return len(rows)


def _preview(run: jobs.Run, workspace: Workspace) -> None:
    """Counts by domain; it begins anew when it was killed, for it writes nothing."""
    counts: Counter[str] = Counter()
    done = 0
    run.progress(0, after=0)
    for _last, some in _pages(run, workspace):
        counts.update(_domains(workspace, some).values())
        done += len(some)
        run.progress(done)
    owners = owners_of(workspace, counts)
    makes = linking_mode(workspace) == "make"
    linked = {domain: n for domain, n in counts.items() if makes or domain in owners}
    biggest = sorted(linked.items(), key=lambda pair: (-pair[1], pair[0]))[:TOLD]
    names = Company.objects.in_bulk([owners[domain] for domain, _n in biggest if domain in owners])
    run.progress(
        done,
        people=sum(linked.values()),
        companies=len(linked),
        new_companies=len(linked.keys() - owners.keys()),
        biggest=[
            {
                "domain": domain,
                "people": n,
                "company_id": owners.get(domain),
                "name": names[owners[domain]].name if domain in owners else domain,
            }
            for domain, n in biggest
        ],
    )


def _pages(run: jobs.Run, workspace: Workspace) -> Iterator[tuple[int, dict[int, str]]]:
    """People without a company and their addresses, by id; the last id of each page."""
    alone = Customer.objects.filter(workspace=workspace, company=None, deleted_at=None)
    alone = alone.exclude(email="").order_by("pk")
    last = run.job.result.get("after", 0)
    run.progress(run.job.done, run.job.done + alone.filter(pk__gt=last).count())
    while some := dict(alone.filter(pk__gt=last).values_list("pk", "email")[:PAGE]):
        last = max(some)
        yield last, some


def _domains(workspace: Workspace, some: dict[int, str]) -> dict[int, str]:
    """The company's domain of each who has one and was never taken out of a company."""
    found = {pk: domain for pk, email in some.items() if (domain := own_domain(email))}
    kept = unlinked_by_hand(workspace, found)
    return {pk: domain for pk, domain in found.items() if pk not in kept}

"""Count who would get the mail if it left now."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from raabta.audiences import queries as audiences
from raabta.campaigns.holdout import is_held_out
from raabta.campaigns.models import Campaign, ReachEstimate
from raabta.campaigns.queries import (
    RULE,
    audiences_of,
    fingerprint_of,
    reach_of,
    repeated_addresses,
)
from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.messaging.contact import may_contact
from raabta.warehouse.engine import is_owner
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

CHUNK = 5_000
SAMPLE = 200
QUICK = 20_000  # people; about a second
CHANNEL = "email"
Progress = Callable[[int, int], None]


@dataclass
class Funnel:
    """Counts of each stage, with the first people of it."""

    campaign: Campaign
    repeated: frozenset[int]
    at: datetime
    counts: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[int]] = field(default_factory=dict)

    def add(self, stage: str, ids: Iterable[int]) -> None:
        some = list(ids)
        self.counts[stage] += len(some)
        kept = self.samples.setdefault(stage, [])
        kept.extend(some[: SAMPLE - len(kept)])

    def take(self, workspace: Workspace, ids: list[int]) -> None:
        """Put each of these members of the audience at the stage where their way ends."""
        self.add("duplicates", (pk for pk in ids if pk in self.repeated))
        rest = [pk for pk in ids if pk not in self.repeated]
        decisions = may_contact(
            workspace, rest, self.campaign.purpose, CHANNEL,
            topic=self.campaign.topic, at=self.at,
        )  # fmt: skip
        refused: dict[str, list[int]] = {}
        reached = []
        for pk, decision in decisions.items():
            if decision.allowed or decision.retry_at is not None:
                reached.append(pk)
            else:
                refused.setdefault(RULE + decision.rule, []).append(pk)
        for stage, some in refused.items():
            self.add(stage, some)
        self._reached(reached, {pk for pk in reached if not decisions[pk].allowed})

    def _reached(self, ids: list[int], waiting: set[int]) -> None:
        percent = self.campaign.holdout_percent
        apart = {pk for pk in ids if is_held_out(self.campaign.pk, pk, percent)}
        self.add("held_out", sorted(apart))
        self.add("will_get", (pk for pk in ids if pk not in apart))
        self.add("deferred", (pk for pk in ids if pk in waiting and pk not in apart))


@transaction.atomic
def request_reach(*, workspace: Workspace, actor: Actor, campaign: Campaign) -> Job:
    """Ask for a new count, unless one is under way."""
    known = reach_of(campaign)
    if known.job is not None and known.is_running:
        return known.job
    job = jobs.enqueue(
        "campaigns.reach",
        workspace_id=workspace.pk,
        payload={"campaign_id": campaign.pk},
        requested_by_id=actor.user_id,
    )
    ReachEstimate.objects.update_or_create(
        workspace=workspace, campaign=campaign, defaults={"job_id": job.pk}
    )
    return job


def renew_reach(*, workspace: Workspace, actor: Actor, campaign: Campaign) -> None:
    """Ask for a count when the last one is out of date, unless it is counted or failed just so."""
    known = reach_of(campaign)
    has_failed = known.job is not None and bool(known.job.error)
    if not known.is_current and not has_failed and audiences_of(campaign)[0]:
        request_reach(workspace=workspace, actor=actor, campaign=campaign)


def count_if_quick(*, workspace: Workspace, campaign: Campaign) -> None:
    """Count here and now when the count is out of date, the audience small, the warehouse ours."""
    included, excluded = audiences_of(campaign)
    if not included or reach_of(campaign).is_current or not is_owner():
        return
    if audiences.count_of(workspace, included, excluded) <= QUICK:
        ReachEstimate.objects.get_or_create(workspace=workspace, campaign=campaign)
        estimate_reach(workspace=workspace, campaign=campaign, progress=lambda _done, _total: None)


def estimate_reach(*, workspace: Workspace, campaign: Campaign, progress: Progress) -> None:
    """Walk through the audience in chunks; keep the counts and the first people of each stage."""
    fingerprint = fingerprint_of(campaign)
    included, excluded = audiences_of(campaign)
    at = campaign.send_at if campaign.timing == Campaign.Timing.AT else None
    now = clock.now()
    funnel = Funnel(campaign, repeated_addresses(workspace), max(at or now, now))
    funnel.add("audience", ())
    funnel.counts["audience"] = total = audiences.count_of(workspace, included)
    remain = audiences.count_of(workspace, included, excluded) if excluded else total
    funnel.counts["excluded"] = total - remain
    done = 0
    for ids in audiences.members_of(workspace, included, excluded, CHUNK):
        funnel.take(workspace, ids)
        done += len(ids)
        progress(done, remain)
    ReachEstimate.objects.filter(campaign=campaign).update(
        counts=dict(funnel.counts),
        samples=funnel.samples,
        fingerprint=fingerprint,
        computed_at=clock.now(),
    )

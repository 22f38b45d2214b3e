"""The pre-flight count: how many people each rule takes away before the mail leaves."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from raabta.audiences.models import Audience
from raabta.campaigns.models import Campaign, CampaignAudience, ReachEstimate
from raabta.kernel.models import Job
from raabta.messaging.contact_rule import in_order, rules

RULE = "rule:"  # a stage that a contact rule makes is called rule:<key>
LABELS = {
    "audience": _("In the audiences"),
    "excluded": _("In an excluded audience"),
    "duplicates": _("Same address as somebody else"),
    "held_out": _("Held out for comparison"),
    "will_get": _("Will get it"),
    "deferred": _("Later, after their quiet hours"),
}


@dataclass(frozen=True)
class Stage:
    """One step of the funnel; `left` are the people who remain after it."""

    key: str
    label: str
    people: int
    left: int
    is_loss: bool


@dataclass(frozen=True)
class Reach:
    """The last count of a campaign, or that one is under way."""

    counts: dict[str, int]
    samples: dict[str, list[int]]
    computed_at: datetime | None
    is_current: bool
    job: Job | None

    @property
    def is_running(self) -> bool:
        return self.job is not None and not self.job.is_over

    @property
    def stages(self) -> list[Stage]:
        """The funnel from the audience down; steps that take nobody away are left out."""
        if not self.counts:
            return []
        left = self.counts["audience"]
        found = [Stage("audience", label_of("audience"), left, left, is_loss=False)]
        for key in loss_keys():
            people = self.counts.get(key, 0)
            left -= people
            if people:
                found.append(Stage(key, label_of(key), people, left, is_loss=True))
        found.append(Stage("will_get", label_of("will_get"), left, left, is_loss=False))
        return found

    @property
    def will_get(self) -> int | None:
        return self.counts.get("will_get") if self.counts else None


def loss_keys() -> list[str]:
    """The stages that take people away, in the order in which they do."""
    by_rule = [f"{RULE}{rule.key}" for rule in in_order()]
    return ["excluded", "duplicates", *by_rule, "held_out"]


def label_of(key: str) -> str:
    """What a stage is called in the reader's language."""
    if not key.startswith(RULE):
        return str(LABELS[key])
    name = key.removeprefix(RULE)
    return str(rules[name].label) if name in rules else name


def fingerprint_of(campaign: Campaign) -> str:
    """Changes when a setting or an audience's rule changes that the count depends on."""
    uses = CampaignAudience.objects.filter(campaign=campaign).order_by("id")
    chosen = list(uses.values_list("audience_id", "is_excluded"))
    used = Audience.objects.filter(pk__in=[pk for pk, _excluded in chosen]).order_by("pk")
    settings = (
        sorted(chosen),
        [str(at) for at in used.values_list("updated_at", flat=True)],
        campaign.purpose,
        campaign.topic_id,
        campaign.holdout_percent,
        campaign.timing,
        str(campaign.send_at),
    )
    return sha256(json.dumps(settings).encode()).hexdigest()


def reach_of(campaign: Campaign) -> Reach:
    kept = ReachEstimate.objects.filter(campaign=campaign).first()
    if kept is None:
        return Reach({}, {}, None, is_current=False, job=None)
    job = Job.objects.filter(pk=kept.job_id).first() if kept.job_id else None
    return Reach(
        counts=kept.counts,
        samples=kept.samples,
        computed_at=kept.computed_at,
        is_current=bool(kept.counts) and kept.fingerprint == fingerprint_of(campaign),
        job=job,
    )

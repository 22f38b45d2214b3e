from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from raabta.campaigns.models import Campaign
from raabta.kernel.models import Job
from raabta.messaging.models import Mailing, Message

State = Message.State
WAITING = (State.QUEUED, State.CLAIMED, State.HANDED)


@dataclass(frozen=True)
class Progress:
    """Where a running send is, straight from the ledger; the report may lag a moment behind."""

    audience: int  # of the snapshot; 0 while it is taken
    sent: int
    waiting: int
    refused: int
    failed: int
    held_out: int
    unknown: int
    job: Job | None
    problem: str  # why nothing can leave at present
    is_planned: bool  # every message of the campaign is in the ledger

    @property
    def settled(self) -> int:
        return self.sent + self.refused + self.failed + self.unknown

    @property
    def total(self) -> int:
        """Everybody who is not held out, as far as is known."""
        planned = self.settled + self.waiting
        return planned if self.is_planned else max(planned, self.audience - self.held_out)

    @property
    def percent(self) -> int:
        return min(100, self.settled * 100 // self.total) if self.total else 0

    @property
    def share(self) -> float:
        return min(1.0, self.settled / self.total) if self.total else 0.0

    @property
    def has_failed(self) -> bool:
        """The preparation gave up and waits for somebody to start it again."""
        return self.job is not None and self.job.state == Job.State.FAILED


def progress_of(campaign: Campaign) -> Progress:
    rows = Message.objects.filter(origin=campaign.origin).values_list("state")
    counts: Counter[str] = Counter(dict(rows.annotate(n=Count("id"))))
    mailing = Mailing.objects.filter(origin=campaign.origin).first()
    job = Job.objects.filter(pk=campaign.job_id).first() if campaign.job_id else None
    return Progress(
        audience=job.total if job else 0,
        sent=counts[State.SENT] + counts[State.BOUNCED],
        waiting=sum(counts[state] for state in WAITING),
        refused=counts[State.REFUSED],
        failed=counts[State.FAILED],
        held_out=counts[State.HELD_OUT],
        unknown=counts[State.UNKNOWN],
        job=job,
        problem=mailing.problem if mailing else "",
        is_planned=bool(mailing and mailing.sealed_at),
    )

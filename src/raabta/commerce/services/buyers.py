"""Keep what everybody is as a buyer: RFM scores, segment, and the stage of the life cycle."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from raabta.audiences.question import Question
from raabta.commerce.domain_events import BATCH, LifecycleStageChanged
from raabta.commerce.lifecycle import NOTHING, PROSPECT, Figures, Limits, began_on, stage_of
from raabta.commerce.models import Buyer, BuyerRules, BuyerRun, StageChange
from raabta.commerce.queries import figures as read
from raabta.commerce.queries.buyers import last_run, limits_for, rules_of
from raabta.commerce.rfm import Edges, scores_of
from raabta.customers.models import Customer
from raabta.kernel import bus, changes, clock, jobs
from raabta.kernel import rows as raw
from raabta.kernel.models import Job
from raabta.warehouse.services import project_changes
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

PAGE = 5_000
TABLE = "buyer"  # in the change queue and in the warehouse; ids are of customers
STATE = ("orders", "last_on", "net_minor", "recency", "frequency", "monetary", "segment", "stage")
WRITTEN = (*STATE, "stage_on", "computed_at")
CHANGE = ("id", "workspace_id", "customer_id", "before", "after", "entered_on", "changed_at")


@dataclass
class _Page:
    """What is to be written and told of some people; `now` as the database keeps it."""

    now: Any
    new: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[tuple[Any, ...]] = field(default_factory=list)
    moved: list[tuple[int, str, str]] = field(default_factory=list)
    told: list[int] = field(default_factory=list)


class _Pen:
    """Writes what people are by one run's limits and edges; only what differs is told."""

    def __init__(self, workspace: Workspace, run: BuyerRun, today: date, *, is_first: bool) -> None:
        self.workspace, self.today, self.is_first = workspace, today, is_first
        self.limits = Limits(run.at_risk_days, run.lapsed_days)
        days = [date.fromisoformat(day) for day in run.recency_edges]
        self.edges = Edges(days, run.frequency_edges, run.monetary_edges)

    @transaction.atomic
    def write(self, found: Mapping[int, Figures], *, unless_since: datetime | None = None) -> int:
        """Returns how many differ. Who was computed after `unless_since` is known better."""
        alive = Customer.objects.select_for_update().filter(pk__in=list(found), deleted_at=None)
        ids = list(alive.order_by("pk").values_list("pk", flat=True))
        held = {one.customer_id: one for one in Buyer.objects.filter(customer__in=ids)}
        now = clock.now()
        page = _Page(raw.stored(now))
        for pk in ids:
            old = held.get(pk)
            if not (old and unless_since and old.computed_at >= unless_since):
                self._take(page, pk, old, found[pk], touches=unless_since is None)
        raw.insert(Buyer, ("workspace_id", "customer_id", *WRITTEN), page.new)
        raw.update(Buyer, WRITTEN, page.changed)
        if page.told:
            changes.mark(workspace_id=self.workspace.pk, table=TABLE, ids=page.told)
        self._tell(page.moved, now)
        return len(page.told)

    def _take(
        self, page: "_Page", pk: int, old: Buyer | None, figures: Figures, *, touches: bool
    ) -> None:
        """`touches`: also say of who stays the same that they were looked at."""
        state = self._state(figures)
        was, stage = old.stage if old else PROSPECT, str(state[-1])
        if old is None and stage == PROSPECT:
            return
        if stage != was and not self.is_first:
            page.moved.append((pk, was, stage))
        differs = old is None or tuple(getattr(old, name) for name in STATE) != state
        if differs:
            page.told.append(pk)
        begun = old.stage_on if old and stage == was else self._began(stage, figures)
        row = (*map(_plain, state), _plain(begun), page.now)
        if old is None:
            page.new.append((self.workspace.pk, pk, *row))
        elif differs or touches:
            page.changed.append((*row, old.pk))

    def _state(self, figures: Figures) -> tuple[Any, ...]:
        scores = scores_of(figures, self.edges)
        net = figures.net if figures.recent else None
        stage = stage_of(figures, self.today, self.limits)
        return (figures.orders, figures.last_on, net, *scores, stage)

    def _began(self, stage: str, figures: Figures) -> date:
        """Of those seen for the first time their orders tell; else it is today."""
        return began_on(stage, figures, self.today, self.limits) if self.is_first else self.today

    def _tell(self, moved: list[tuple[int, str, str]], now: datetime) -> None:
        ids = list(raw.reserve_ids(StageChange, len(moved)))
        rows = [
            (pk, self.workspace.pk, who, was, stage, _plain(self.today), raw.stored(now))
            for pk, (who, was, stage) in zip(ids, moved, strict=True)
        ]
        raw.insert(StageChange, CHANGE, rows)
        if ids:
            changes.mark(workspace_id=self.workspace.pk, table="stage_change", ids=ids)
        for at in range(0, len(ids), BATCH):
            bus.publish(LifecycleStageChanged(self.workspace.pk, tuple(ids[at : at + BATCH])))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def compute_everybody(*, workspace: Workspace, run: jobs.Run | None = None) -> BuyerRun:
    """New edges and limits, and everybody by them. The first time tells of no changes."""
    while project_changes():  # what was ordered until now counts
        pass
    asked, began, before = Question(workspace), clock.now(), last_run(workspace)
    made = _begin(workspace, asked, began)
    pen = _Pen(workspace, made, asked.today, is_first=before is None)
    last = done = 0
    for block in read.everybody(asked, made.lookback_days):
        for at in range(0, len(block), PAGE):
            page = dict(block[at : at + PAGE])
            gone = dict.fromkeys(_buyers(workspace, last, max(page)), NOTHING)
            last = max(page)
            pen.write(gone | page, unless_since=began)
            done += len(page)
            if run:
                run.progress(done)
    while rest := _buyers(workspace, last, None):
        last = max(rest)
        pen.write(dict.fromkeys(rest, NOTHING), unless_since=began)
    BuyerRun.objects.filter(pk=made.pk).update(is_complete=True)
    made.is_complete = True
    return made


def _begin(workspace: Workspace, asked: Question, began: datetime) -> BuyerRun:
    rules = rules_of(workspace)
    median, gaps = read.median_gap(asked)
    edges, buyers = read.edges(asked, rules.lookback_days)
    limits = limits_for(rules, median, gaps)
    return BuyerRun.objects.create(
        workspace=workspace,
        computed_on=asked.today,
        computed_at=began,
        lookback_days=rules.lookback_days,
        at_risk_days=limits.at_risk,
        lapsed_days=limits.lapsed,
        median_gap=None if median is None else round(median),
        gaps=gaps,
        currency=workspace.currency,
        recency_edges=[day.isoformat() for day in edges.recency],
        frequency_edges=list(edges.frequency),
        monetary_edges=list(edges.monetary),
        buyers=buyers,
    )


def _buyers(workspace: Workspace, after: int, upto: int | None) -> list[int]:
    held = Buyer.objects.filter(workspace=workspace, customer__gt=after).exclude(stage=PROSPECT)
    if upto is not None:
        held = held.filter(customer__lte=upto)
    found = held.order_by("customer_id").values_list("customer_id", flat=True)
    return list(found if upto is not None else found[:PAGE])


def compute_some(*, workspace: Workspace, customer_ids: Collection[int]) -> int:
    """These people by the last run's limits and edges, from the records as they are now."""
    run = last_run(workspace)
    if run is None:
        compute_later(workspace=workspace)
        return 0
    today, ids = Question(workspace).today, sorted(customer_ids)
    pen = _Pen(workspace, run, today, is_first=False)
    done = 0
    for at in range(0, len(ids), PAGE):
        some = ids[at : at + PAGE]
        done += pen.write(read.of_people(workspace, some, today, run.lookback_days))
    return done


def compute_later(*, workspace: Workspace, actor: Actor | None = None) -> Job | None:
    """A job for everybody, unless one waits already."""
    waiting = Job.objects.filter(
        workspace_id=workspace.pk, kind="commerce.compute_buyers", state=Job.State.QUEUED
    )
    if waiting.exists():
        return None
    return jobs.enqueue(
        "commerce.compute_buyers",
        workspace_id=workspace.pk,
        requested_by_id=actor.user_id if actor else None,
    )


@transaction.atomic
def change_rules(
    *,
    workspace: Workspace,
    actor: Actor,
    lookback_days: int,
    at_risk_days: int | None,
    lapsed_days: int | None,
) -> BuyerRules:
    """An empty limit follows from the gaps between orders. Everybody is computed anew."""
    given = {
        "lookback_days": lookback_days,
        "at_risk_days": at_risk_days,
        "lapsed_days": lapsed_days,
    }
    rules, _made = BuyerRules.objects.update_or_create(workspace=workspace, defaults=given)
    record_audit(workspace=workspace, actor=actor, verb="buyer_rules.changed", target="")
    compute_later(workspace=workspace, actor=actor)
    return rules


@transaction.atomic
def forget_buyer(*, workspace: Workspace, customer_id: int) -> None:
    """What was computed of an erased person; their orders stay as numbers."""
    Buyer.objects.filter(workspace=workspace, customer=customer_id).delete()
    steps = StageChange.objects.filter(workspace=workspace, customer=customer_id)
    changes.mark(workspace_id=workspace.pk, table=TABLE, ids=[customer_id])
    changes.mark(
        workspace_id=workspace.pk,
        table="stage_change",
        ids=list(steps.values_list("pk", flat=True)),
    )
    steps.delete()


def forget_old_runs(*, workspace: Workspace, today: date) -> None:
    """Runs of more than a year ago tell nobody anything."""
    old = BuyerRun.objects.filter(workspace=workspace, computed_on__lt=today - timedelta(days=400))
    old.delete()

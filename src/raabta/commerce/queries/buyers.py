"""What the workspace's buyers are, and the limits that it goes by."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from raabta.audiences.question import Question
from raabta.commerce.lifecycle import PROSPECT, STAGES, Limits, stage_of, usual_limits
from raabta.commerce.models import Buyer, BuyerRules, BuyerRun
from raabta.commerce.queries.figures import everybody, median_gap
from raabta.commerce.rfm import PARTS, SEGMENTS, segment_of
from raabta.customers.models import Customer
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Cell:
    """Buyers of one recency and one frequency score."""

    recency: int
    frequency: int
    count: int
    net_minor: int
    segment: str


@dataclass(frozen=True)
class Portrait:
    """Everybody by stage and segment, and the matrix of buyers, the most recent row first."""

    stages: dict[str, int]
    segments: dict[str, tuple[int, int]]  # count and net
    matrix: list[list[Cell]]


def rules_of(workspace: Workspace) -> BuyerRules:
    """Those in force; the usual ones where nobody set any."""
    held = BuyerRules.objects.filter(workspace=workspace).first()
    return held or BuyerRules(workspace=workspace)


def last_run(workspace: Workspace) -> BuyerRun | None:
    done = BuyerRun.objects.filter(workspace=workspace, is_complete=True)
    return done.order_by("-computed_at", "-pk").first()


def limits_for(rules: BuyerRules, median: float | None, gaps: int) -> Limits:
    usual = usual_limits(median, gaps)
    at_risk = rules.at_risk_days or usual.at_risk
    return Limits(at_risk, max(rules.lapsed_days or usual.lapsed, at_risk + 1))


def buyer_of(workspace: Workspace, customer_id: int) -> Buyer | None:
    return Buyer.objects.filter(workspace=workspace, customer=customer_id).first()


def portrait(workspace: Workspace) -> Portrait:
    held = Buyer.objects.filter(workspace=workspace, customer__deleted_at=None)
    stages = dict(held.values_list("stage").annotate(n=Count("pk")).order_by())
    people = Customer.objects.filter(workspace=workspace, deleted_at=None).count()
    bought = sum(n for stage, n in stages.items() if stage != PROSPECT)
    counts = {**dict.fromkeys(STAGES, 0), **stages, PROSPECT: people - bought}
    scored = held.filter(recency__isnull=False).order_by()
    rows = scored.values_list("recency", "frequency").annotate(n=Count("pk"), net=Sum("net_minor"))
    known = {(r, f): (n, net or 0) for r, f, n, net in rows}
    matrix = [
        [Cell(r, f, *known.get((r, f), (0, 0)), segment_of(r, f)) for f in range(1, PARTS + 1)]
        for r in range(PARTS, 0, -1)
    ]
    sums = dict.fromkeys(SEGMENTS, (0, 0))
    for cell in (cell for row in matrix for cell in row):
        count, net = sums[cell.segment]
        sums[cell.segment] = (count + cell.count, net + cell.net_minor)
    return Portrait(counts, sums, matrix)


def try_limits(workspace: Workspace, rules: BuyerRules) -> tuple[Limits, dict[str, int], Any]:
    """The limits that these rules give, how many people would be in each stage, and the median
    gap between orders with the number of gaps.
    """
    asked = Question(workspace)
    median, gaps = median_gap(asked)
    limits = limits_for(rules, median, gaps)
    counts = dict.fromkeys(STAGES, 0)
    for block in everybody(asked, rules.lookback_days):
        for _pk, figures in block:
            counts[stage_of(figures, asked.today, limits)] += 1
    people = Customer.objects.filter(workspace=workspace, deleted_at=None).count()
    counts[PROSPECT] = max(0, people - sum(counts.values()))
    return limits, counts, (median, gaps)

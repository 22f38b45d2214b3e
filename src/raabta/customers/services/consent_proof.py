"""Prove that the consent ledger says what was written into it, or name whose lines differ."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.db.models import Max

from raabta.customers.consent_chain import GONE, Anchored, Broken, examine
from raabta.customers.models import ConsentHead, ConsentRecord, Customer
from raabta.customers.queries.consent import lock_people
from raabta.customers.services.consent_anchors import (
    AnchorReader,
    is_whole,
    last_number,
    take_anchor,
)
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import SYSTEM, Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services.audit import record_audit

MOST_ID = 2**63
STEP = 1_000  # ids of people in one step
MOST_TOLD = 200
VERIFY = "customers.verify_consents"
ANCHOR_BROKEN = "anchor"
Progress = Callable[[int, int], object]


class LedgerBroken(Exception):
    """The nightly verification found lines that are not as they were written."""


@dataclass
class Proof:
    """What a verification found; `broken` names the first MOST_TOLD people."""

    lines: int = 0
    people: int = 0
    anchor: int = 0
    broken_count: int = 0
    broken: list[Broken] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.broken_count

    def add(self, found: Broken) -> None:
        self.broken_count += 1
        if len(self.broken) < MOST_TOLD:
            self.broken.append(found)


def verify_person(workspace: Workspace, customer_id: int) -> Broken | None:
    """One chain against its head, read at one moment. Without the anchor, which is for nights."""
    with transaction.atomic():
        lock_people([customer_id])
        return _again(workspace, customer_id, None)


def verify_ledger(workspace: Workspace, progress: Progress = lambda _done, _total: None) -> Proof:
    """Every chain against its head and the last anchor."""
    proof, number = Proof(), last_number(workspace)
    if number and not is_whole(workspace, number):
        proof.add(Broken(0, ANCHOR_BROKEN))
        number = 0
    reader, last = AnchorReader(workspace, number), _last_id(workspace)
    proof.anchor = number
    for start in range(0, last + 1, STEP):
        _verify_step(workspace, start, reader.below(start + STEP), proof)
        progress(min(start + STEP, last), last)
    for pk in reader.below(MOST_ID):  # whose customers are gone as well
        proof.add(Broken(pk, GONE, 1))
    return proof


def _verify_step(
    workspace: Workspace, start: int, anchored: dict[int, Anchored], proof: Proof
) -> None:
    span = {"workspace": workspace, "customer_id__gte": start, "customer_id__lt": start + STEP}
    heads = {head.customer_id: head for head in ConsentHead.objects.filter(**span)}
    chains: dict[int, list[ConsentRecord]] = defaultdict(list)
    for line in ConsentRecord.objects.filter(**span).order_by("customer_id", "position"):
        chains[line.customer_id].append(line)
    for pk in sorted(heads.keys() | chains.keys() | anchored.keys()):
        lines = chains.get(pk, [])
        proof.people += bool(lines)
        proof.lines += len(lines)
        if examine(pk, lines, heads.get(pk), anchored.get(pk)):
            _look_again(workspace, pk, anchored.get(pk), proof)


def _look_again(
    workspace: Workspace, customer_id: int, anchored: Anchored | None, proof: Proof
) -> None:
    """A line may have come between reading heads and lines, so a finding is looked at twice."""
    with transaction.atomic():
        lock_people([customer_id])
        found = _again(workspace, customer_id, anchored)
    if found:
        proof.add(found)


def _again(workspace: Workspace, customer_id: int, anchored: Anchored | None) -> Broken | None:
    head = ConsentHead.objects.filter(workspace=workspace, customer=customer_id).first()
    lines = ConsentRecord.objects.filter(workspace=workspace, customer=customer_id)
    return examine(customer_id, list(lines.order_by("position")), head, anchored)


def _last_id(workspace: Workspace) -> int:
    found = Customer.objects.filter(workspace=workspace).aggregate(last=Max("pk"))["last"]
    return int(found or 0)


def request_verification(*, workspace: Workspace, actor: Actor) -> Job:
    """Verify in the background; the job's result is the proof."""
    return jobs.enqueue(VERIFY, workspace_id=workspace.pk, requested_by_id=actor.user_id)


def run_verification(run: jobs.Run, workspace: Workspace) -> None:
    proof = verify_ledger(workspace, run.progress)
    run.progress(run.job.done, run.job.done, **asdict(proof))


def last_verification(workspace: Workspace) -> Job | None:
    """The newest one that is asked for, under way or done."""
    return Job.objects.filter(workspace_id=workspace.pk, kind=VERIFY).order_by("-pk").first()


def verify_and_anchor() -> None:
    """Every workspace: verify, then anchor what was whole. Raises LedgerBroken at the end."""
    broken = []
    for workspace in Workspace.objects.order_by("pk"):
        with working_in(workspace):
            proof = verify_ledger(workspace)
            if proof.holds:
                take_anchor(workspace)
                continue
            broken.append(workspace.name)
            record_audit(
                workspace=workspace, actor=SYSTEM, verb="consents.broken", target="",
                detail={"customers": proof.broken_count},
            )  # fmt: skip
    if broken:
        raise LedgerBroken(", ".join(broken))

"""Take back merges that were made together, as one change."""

from collections import Counter

from raabta.customers.models import CandidatePair
from raabta.customers.services.merging.rules import CannotUnmerge
from raabta.customers.services.merging.unmerge import unmerge
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.change_sets import Reverted, Row, Verb, reverter

KEPT = "merge_kept"  # taken back before, or merged on since


@reverter("customers.merge")
def revert_merges(workspace: Workspace, _verb: Verb, rows: list[Row], actor: Actor) -> Reverted:
    """Rows {"id": merge, "before": {"pair": …}}; the pairs wait for an answer again."""
    skipped: Counter[str] = Counter()
    for row in sorted(rows, key=lambda one: -one["id"]):
        try:
            unmerge(workspace=workspace, actor=actor, merge_id=row["id"])
        except CannotUnmerge:
            skipped[KEPT] += 1
            continue
        accepted = CandidatePair.objects.filter(
            workspace=workspace,
            pk=row["before"]["pair"],
            state=CandidatePair.State.ACCEPTED,
        )
        accepted.update(state=CandidatePair.State.OPEN, decided_by="", decided_at=None)
    return Reverted(len(rows) - skipped[KEPT], dict(skipped))

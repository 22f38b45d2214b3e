"""One step: some deliveries of one workspace become events, in the order in which they came."""

import structlog
from django.db import OperationalError, transaction

from raabta.tracking import event
from raabta.tracking.models import InboxBatch
from raabta.tracking.services.stitching.calls import settle_call
from raabta.tracking.services.stitching.newcomers import make_newcomers
from raabta.tracking.services.stitching.reading import Read
from raabta.tracking.services.stitching.work import Work
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

log = structlog.get_logger()
ROWS = 500
CALLS = 1_000  # so that others do not wait long for the records


def stitch() -> int:
    """Settle one step of deliveries. Returns how many there were."""
    ids, workspace_id = _next()
    if not ids:
        return 0
    workspace = Workspace.objects.filter(pk=workspace_id).first()
    if workspace is None:  # it went away with all it had
        return InboxBatch.objects.filter(pk__in=ids).delete()[0]
    try:
        settle_deliveries(workspace, ids)
    except OperationalError:
        raise  # the database is busy; the next step tries again
    except Exception:
        log.exception("stitching fell; each delivery is tried by itself", deliveries=ids)
        for pk in ids:
            settle_deliveries(workspace, [pk], is_careful=True)
    return len(ids)


def _next() -> tuple[list[int], int]:
    """The oldest deliveries, as many as are of one workspace and fit a step."""
    waiting = InboxBatch.objects.filter(source_id__isnull=False).order_by("pk")
    ids: list[int] = []
    first, calls = 0, 0
    for pk, workspace_id, count in waiting.values_list("pk", "workspace_id", "count")[:ROWS]:
        first = first or workspace_id
        if workspace_id != first or (ids and calls + count > CALLS):
            break
        ids.append(pk)
        calls += count
    return ids, first


@transaction.atomic
def settle_deliveries(workspace: Workspace, ids: list[int], *, is_careful: bool = False) -> None:
    """Make events of them. When careful, call by call, and one that fails is refused."""
    waiting = InboxBatch.objects.filter(pk__in=ids, source_id__isnull=False).order_by("pk")
    # read before the transaction, which keeps others from writing; a delivery never changes
    deliveries = [Read.of(batch) for batch in waiting]
    with transaction.atomic(), working_in(workspace):
        # whoever comes second waits here, and then finds nothing to do
        left = set(waiting.select_for_update().values_list("pk", flat=True))
        if mine := [read for read in deliveries if read.pk in left]:
            _settle(workspace, mine, is_careful=is_careful)


def _settle(workspace: Workspace, deliveries: list[Read], *, is_careful: bool) -> None:
    work = Work.of(workspace, deliveries, is_careful=is_careful)
    if not is_careful:
        make_newcomers(work, deliveries)
    for read in deliveries:
        for index in range(len(read.calls)):
            settle_call(work, read, index)
    *others, last = [read.pk for read in deliveries]
    _hand_on(last, work.kept)
    InboxBatch.objects.filter(pk__in=others).delete()
    work.save()


def _hand_on(pk: int, events: list[event.KeptEvent]) -> None:
    """The events of the step take the place of its last delivery."""
    batch = InboxBatch.objects.filter(pk=pk)
    if events:
        batch.update(source_id=None, count=len(events), body=event.pack(events))
    else:
        batch.delete()

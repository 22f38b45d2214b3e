"""One step: some deliveries of one workspace become events, in the order in which they came."""

import structlog
from django.db import OperationalError, transaction

from raabta.tracking import event
from raabta.tracking.delivery import unpack
from raabta.tracking.models import InboxBatch
from raabta.tracking.services.stitching.calls import settle_call
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
        _settle(workspace, ids)
    except OperationalError:
        raise  # the database is busy; the next step tries again
    except Exception:
        log.exception("stitching fell; each delivery is tried by itself", deliveries=ids)
        for pk in ids:
            _settle(workspace, [pk], is_careful=True)
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
def _settle(workspace: Workspace, ids: list[int], *, is_careful: bool = False) -> None:
    # whoever comes second waits here, and then finds nothing to do
    mine = InboxBatch.objects.select_for_update().filter(pk__in=ids, source_id__isnull=False)
    batches = list(mine.order_by("pk"))
    if not batches:
        return
    with working_in(workspace):
        deliveries = [(batch, unpack(batch.body)) for batch in batches]
        work = Work.of(workspace, deliveries, is_careful=is_careful)
        for batch, delivery in deliveries:
            for index in range(len(delivery.calls)):
                settle_call(work, batch.source_id or 0, delivery, index)
        last = batches[-1]
        _hand_on(last, work.kept)
        InboxBatch.objects.filter(pk__in=[b.pk for b in batches if b.pk != last.pk]).delete()
        work.save()


def _hand_on(batch: InboxBatch, events: list[event.KeptEvent]) -> None:
    """The events of the step take the place of its last delivery."""
    if events:
        InboxBatch.objects.filter(pk=batch.pk).update(
            source_id=None, count=len(events), body=event.pack(events)
        )
    else:
        batch.delete()

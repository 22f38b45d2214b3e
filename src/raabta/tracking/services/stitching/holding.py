"""Calls of unplanned events that wait for somebody's decision."""

import msgspec

from raabta.tracking.call import Call
from raabta.tracking.delivery import Delivery, pack
from raabta.tracking.models import CatalogueEvent, HeldCall
from raabta.tracking.services.stitching.turn import Turn

MOST_HELD = 10_000  # of one event; what comes later is counted only


def hold(
    turn: Turn, line: CatalogueEvent, *, delivery: Delivery, call: Call, raw: msgspec.Raw
) -> None:
    mine = HeldCall.objects.filter(event=line)
    if mine.count() >= MOST_HELD:
        return
    alone = msgspec.structs.replace(delivery, calls=[raw], fates=[], is_cleared=True)
    HeldCall.objects.create(
        workspace_id=line.workspace_id,
        source=turn.source,
        event=line,
        received_at=delivery.received_at,
        customer_id=turn.known.owner_of(call),
        packed=pack(alone),
    )

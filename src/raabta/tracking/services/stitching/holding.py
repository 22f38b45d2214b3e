"""Calls of unplanned events that wait for somebody's decision."""

import msgspec

from raabta.tracking.delivery import Delivery, pack
from raabta.tracking.models import CatalogueEvent, HeldCall, Source

MOST_HELD = 10_000  # of one event; what comes later is counted only


def hold(line: CatalogueEvent, source: Source, delivery: Delivery, raw: msgspec.Raw) -> None:
    mine = HeldCall.objects.filter(event=line)
    if mine.count() >= MOST_HELD:
        return
    alone = msgspec.structs.replace(delivery, calls=[raw], fates=[], is_cleared=True)
    HeldCall.objects.create(
        workspace_id=line.workspace_id,
        source=source,
        event=line,
        received_at=delivery.received_at,
        packed=pack(alone),
    )

"""Save refunds, and find the order that each belongs to."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from raabta.commerce.domain_events import BATCH, OrderRefunded
from raabta.commerce.models import Refund
from raabta.commerce.order_data import LineData, RefundData
from raabta.kernel import bus, changes, clock
from raabta.kernel import rows as raw
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.change_sets import add_page

REFUND = (
    "id",
    "workspace_id",
    "number",
    "source",
    "order_id",
    "customer_id",
    "refunded_at",
    "currency",
    "amount_minor",
    "lines",
    "import_run_id",
    "created_at",
)
CANDIDATES = (
    "SELECT o.customer_id, l.sku, o.placed_at, o.id FROM commerce_order o "
    "JOIN commerce_orderline l ON l.order_id = o.id "
    "WHERE o.workspace_id = %s AND o.customer_id IN %s AND l.sku IN %s AND l.quantity > 0"
)
ADD = "UPDATE commerce_order SET refunded_minor = refunded_minor + %s WHERE id = %s"


@transaction.atomic
def save_refunds(
    *,
    workspace: Workspace,
    refunds: Sequence[RefundData],
    run_id: int | None = None,
    change_set: ChangeSet | None = None,
) -> dict[str, str]:
    """Refunds of one source, told apart by number. Returns what became of each.

    One that is known already stays as it is: money is not given back twice.
    """
    if not refunds:
        return {}
    known = set(
        Refund.objects.filter(
            workspace=workspace,
            source=refunds[0].source,
            number__in=[refund.number for refund in refunds],
        ).values_list("number", flat=True)
    )
    verbs = {refund.number: "unchanged" for refund in refunds if refund.number in known}
    new = [refund for refund in refunds if refund.number not in known]
    now = raw.stored(clock.now())
    ids = list(raw.reserve_ids(Refund, len(new)))
    records = [
        (
            pk, workspace.pk, refund.number, refund.source, refund.order_id, refund.customer_id,
            raw.stored(refund.refunded_at), refund.currency, refund.amount_minor,
            raw.as_json([as_json(line) for line in refund.lines]), run_id, now,
        )
        for pk, refund in zip(ids, new, strict=True)
    ]  # fmt: skip
    raw.insert(Refund, REFUND, records)
    found = [(r.amount_minor, r.order_id) for r in new if r.order_id is not None]
    if found:
        raw.execute(ADD, found)
    verbs.update((refund.number, "created") for refund in new)
    if change_set is not None and ids:
        rows: list[dict[str, Any]] = [{"id": pk} for pk in ids]
        add_page(change_set=change_set, model="commerce.refund", verb="created", rows=rows)
    order_ids = sorted({pk for _amount, pk in found})
    if order_ids:
        changes.mark(workspace_id=workspace.pk, table="order", ids=order_ids)
    for at in range(0, len(ids), BATCH):
        bus.publish(OrderRefunded(workspace.pk, tuple(ids[at : at + BATCH])))
    return verbs


def as_json(line: LineData) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "sku": line.sku,
        "name": line.name,
        "quantity": line.quantity,
        "unit_minor": line.unit_minor,
        "total_minor": line.total_minor,
    }


class Purchases:
    """Who bought what when: the latest earlier order of an article."""

    def __init__(self, workspace: Workspace, pairs: set[tuple[int, str]]) -> None:
        self._bought: dict[tuple[int, str], list[tuple[datetime, int]]] = {}
        if not pairs:
            return
        people, skus = sorted({pk for pk, _sku in pairs}), sorted({sku for _pk, sku in pairs})
        for pk, sku, placed_at, order_id in raw.select(CANDIDATES, [workspace.pk, people, skus]):
            if (pk, sku) in pairs:
                at = placed_at if placed_at.tzinfo else placed_at.replace(tzinfo=UTC)
                self._bought.setdefault((pk, sku), []).append((at, order_id))
        for orders in self._bought.values():
            orders.sort(reverse=True)

    def latest(self, customer_id: int | None, sku: str, before: datetime) -> int | None:
        if customer_id is None:
            return None
        orders = self._bought.get((customer_id, sku), [])
        return next((pk for placed_at, pk in orders if placed_at <= before), None)

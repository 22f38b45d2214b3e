"""Save orders with their lines, one or thousands: created, replaced, or left as they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from raabta.commerce.domain_events import BATCH, OrderChanged, OrderPlaced
from raabta.commerce.models import Order, OrderLine
from raabta.commerce.order_data import LineData, OrderData
from raabta.commerce.services.products import save_products
from raabta.kernel import bus, changes, clock
from raabta.kernel import rows as raw
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.change_sets import add_page

ORDER = (
    "id",
    "workspace_id",
    "number",
    "source",
    "customer_id",
    "state",
    "placed_at",
    "currency",
    "country",
    "total_minor",
    "refunded_minor",
    "attributes",
    "import_run_id",
    "created_at",
    "updated_at",
)
LINE = (
    "workspace_id",
    "order_id",
    "position",
    "kind",
    "product_id",
    "sku",
    "name",
    "quantity",
    "unit_minor",
    "total_minor",
)
CHANGED = (
    "customer_id",
    "state",
    "placed_at",
    "currency",
    "country",
    "total_minor",
    "attributes",
    "import_run_id",
    "updated_at",
)
LINES = (
    "SELECT order_id, position, kind, sku, name, quantity, unit_minor, total_minor "
    "FROM commerce_orderline WHERE order_id IN %s ORDER BY order_id, position"
)


@dataclass
class SavedOrders:
    """Ids of the orders by number, and what became of each ("created", "updated"…)."""

    ids: dict[str, int] = field(default_factory=dict)
    verbs: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def save_orders(
    *,
    workspace: Workspace,
    orders: Sequence[OrderData],
    run_id: int | None = None,
    began_at: datetime | None = None,
    change_set: ChangeSet | None = None,
) -> SavedOrders:
    """Orders of one source, told apart by number.

    An order that is known already is replaced when it differs. Further lines for an order that
    the same import run (begun at `began_at`) wrote, or found unchanged, are added to it.
    """
    saved = SavedOrders()
    if not orders:
        return saved
    products = save_products(
        workspace, ((line, o.currency) for o in orders for line in o.lines), change_set
    )
    known = _known(workspace, orders)
    lines: list[tuple[Any, ...]] = []
    new = [order for order in orders if order.number not in known]
    for order, pk in zip(new, raw.reserve_ids(Order, len(new)), strict=True):
        saved.ids[order.number], saved.verbs[order.number] = pk, "created"
        lines += _lines(workspace, pk, order.lines, products)
    _create(workspace, new, saved, run_id)
    older = _Older(workspace, known, products, run_id=run_id, began_at=began_at)
    for order in orders:
        if order.number in known:
            saved.ids[order.number] = known[order.number].pk
            saved.verbs[order.number] = older.take(order)
    lines += older.lines
    older.write(change_set)
    raw.insert(OrderLine, LINE, lines)
    if change_set is not None and new:
        rows: list[dict[str, Any]] = [{"id": saved.ids[order.number]} for order in new]
        add_page(change_set=change_set, model="commerce.order", verb="created", rows=rows)
    tell_orders(workspace, [saved.ids[order.number] for order in new], older.changed_ids)
    return saved


def tell_orders(workspace: Workspace, placed: list[int], changed: list[int]) -> None:
    """Mark orders for the warehouse and publish what happened to them."""
    if placed or changed:
        changes.mark(workspace_id=workspace.pk, table="order", ids=[*placed, *changed])
    for at in range(0, len(placed), BATCH):
        bus.publish(OrderPlaced(workspace.pk, tuple(placed[at : at + BATCH])))
    for at in range(0, len(changed), BATCH):
        bus.publish(OrderChanged(workspace.pk, tuple(changed[at : at + BATCH])))


def _known(workspace: Workspace, orders: Sequence[OrderData]) -> dict[str, Order]:
    numbers = [order.number for order in orders]
    found = Order.objects.filter(
        workspace=workspace, source=orders[0].source, number__in=numbers
    ).select_for_update()
    return {order.number: order for order in found}


def _create(
    workspace: Workspace, new: Sequence[OrderData], saved: SavedOrders, run_id: int | None
) -> None:
    now = raw.stored(clock.now())
    records = [
        (
            saved.ids[order.number], workspace.pk, order.number, order.source, order.customer_id,
            order.state, raw.stored(order.placed_at), order.currency, order.country,
            total_of(order.lines), 0, raw.as_json(told(order, {})), run_id, now, now,
        )
        for order in new
    ]  # fmt: skip
    raw.insert(Order, ORDER, records)


def told(order: OrderData, held: dict[str, Any]) -> dict[str, Any]:
    """The attributes that the order has now: those told of, and the others it had."""
    if not order.attributes:
        return held
    both = {**held, **order.attributes}
    return {key: value for key, value in both.items() if value is not None}


def total_of(lines: Sequence[LineData]) -> int:
    return sum(line[5] for line in lines)


def _lines(
    workspace: Workspace,
    order_id: int,
    lines: Sequence[LineData],
    products: dict[str, int],
    *,
    first: int = 1,
) -> list[tuple[Any, ...]]:
    return [
        (
            workspace.pk, order_id, position, line[0],
            products.get(line[1]) if line[0] == "item" else None, *line[1:6],
        )
        for position, line in enumerate(lines, first)
    ]  # fmt: skip


class _Older:
    """Orders that are known already: what becomes of them, collected and then written."""

    def __init__(
        self,
        workspace: Workspace,
        known: dict[str, Order],
        products: dict[str, int],
        *,
        run_id: int | None,
        began_at: datetime | None,
    ) -> None:
        self.workspace, self.known, self.products = workspace, known, products
        self.run_id, self.began_at = run_id, began_at
        self.lines: list[tuple[Any, ...]] = []
        self.changed_ids: list[int] = []
        self._cleared: list[tuple[int]] = []
        self._records: list[tuple[Any, ...]] = []
        self._seen: list[tuple[int | None, int]] = []
        self._before: list[dict[str, Any]] = []
        self._held = lines_of([order.pk for order in known.values()])

    def take(self, order: OrderData) -> str:
        old = self.known[order.number]
        held = self._held.get(old.pk, [])
        if self.run_id is not None and old.import_run_id == self.run_id:
            is_older = self.began_at is not None and old.updated_at < self.began_at
            if is_older:  # found unchanged a chunk ago
                self._before.append({"id": old.pk, "before": as_before(old, held)})
            self.lines += _lines(
                self.workspace, old.pk, order.lines, self.products, first=len(held) + 1
            )
            self._set(old, order, old.total_minor + total_of(order.lines))
            return "updated" if is_older else "created"
        if held == [tuple(line[:6]) for line in order.lines] and _same(old, order):
            if self.run_id is not None:
                self._seen.append((self.run_id, old.pk))
            return "unchanged"
        self._before.append({"id": old.pk, "before": as_before(old, held)})
        self._cleared.append((old.pk,))
        self.lines += _lines(self.workspace, old.pk, order.lines, self.products)
        self._set(old, order, total_of(order.lines))
        return "updated"

    def _set(self, old: Order, order: OrderData, total: int) -> None:
        self.changed_ids.append(old.pk)
        self._records.append(
            (
                order.customer_id or old.customer_id, order.state, raw.stored(order.placed_at),
                order.currency, order.country or old.country, total,
                raw.as_json(told(order, old.attributes)),
                self.run_id or old.import_run_id, raw.stored(clock.now()), old.pk,
            )
        )  # fmt: skip

    def write(self, change_set: ChangeSet | None) -> None:
        if self._cleared:
            raw.execute("DELETE FROM commerce_orderline WHERE order_id = %s", self._cleared)
        raw.update(Order, CHANGED, self._records)
        raw.update(Order, ("import_run_id",), self._seen)
        if change_set is not None and self._before:
            add_page(
                change_set=change_set, model="commerce.order", verb="updated", rows=self._before
            )


def lines_of(order_ids: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    """The lines of orders as plain values, in order."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    if order_ids:
        for order_id, _position, *values in raw.select(LINES, [list(order_ids)]):
            found.setdefault(order_id, []).append(tuple(values))
    return found


def as_before(order: Order, lines: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    return {
        "customer_id": order.customer_id,
        "state": order.state,
        "placed_at": order.placed_at.isoformat(),
        "currency": order.currency,
        "country": order.country,
        "total_minor": order.total_minor,
        "attributes": order.attributes,
        "import_run_id": order.import_run_id,
        "lines": [list(line) for line in lines],
    }


def _same(old: Order, order: OrderData) -> bool:
    asked = (
        order.customer_id or old.customer_id,
        order.state,
        order.placed_at.astimezone(UTC),
        order.currency,
        order.country or old.country,
        told(order, old.attributes),
    )
    kept = (old.customer_id, old.state, old.placed_at, old.currency, old.country, old.attributes)
    return asked == kept

"""The catalogue as orders tell it: the latest name, price and category of every article."""

from collections.abc import Iterable
from typing import Any

from raabta.commerce.models import Product
from raabta.commerce.order_data import LineData
from raabta.kernel import changes, clock
from raabta.kernel import rows as raw
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.change_sets import add_page

ITEM = "item"
SELECT = (
    "SELECT sku, id, name, price_minor, category, currency FROM commerce_product "
    "WHERE workspace_id = %s AND sku IN %s"
)
COLUMNS = (
    "id",
    "workspace_id",
    "sku",
    "name",
    "category",
    "price_minor",
    "currency",
    "created_at",
    "updated_at",
)


def save_products(
    workspace: Workspace,
    lines: Iterable[tuple[LineData, str]],
    change_set: ChangeSet | None = None,
) -> dict[str, int]:
    """Create or update the products of sold lines (with their currency). Returns ids by SKU."""
    wanted: dict[str, list[Any]] = {}
    for line, currency in lines:
        if line.kind != ITEM or not line.sku:
            continue
        latest = wanted.setdefault(line.sku, ["", None, "", currency])
        if line.name:
            latest[0] = line.name
        if line.quantity > 0 and line.unit_minor > 0:
            latest[1], latest[3] = line.unit_minor, currency
        latest[2] = line.category or latest[2]
    if not wanted:
        return {}
    held = {row[0]: row[1:] for row in raw.select(SELECT, [workspace.pk, list(wanted)])}
    ids = {sku: found[0] for sku, found in held.items()}
    ids.update(_create(workspace, {k: v for k, v in wanted.items() if k not in held}, change_set))
    _update(workspace, held, wanted, change_set)
    return ids


def _create(
    workspace: Workspace, new: dict[str, list[Any]], change_set: ChangeSet | None
) -> dict[str, int]:
    if not new:
        return {}
    now = raw.stored(clock.now())
    ids = dict(zip(new, raw.reserve_ids(Product, len(new)), strict=True))
    records = [
        (ids[sku], workspace.pk, sku, name or sku, category, price, currency, now, now)
        for sku, (name, price, category, currency) in new.items()
    ]
    raw.insert(Product, COLUMNS, records)
    changes.mark(workspace_id=workspace.pk, table="product", ids=ids.values())
    if change_set is not None:
        rows: list[dict[str, Any]] = [{"id": pk} for pk in ids.values()]
        add_page(change_set=change_set, model="commerce.product", verb="created", rows=rows)
    return ids


def _update(
    workspace: Workspace,
    held: dict[str, tuple[Any, ...]],
    wanted: dict[str, list[Any]],
    change_set: ChangeSet | None,
) -> None:
    now = raw.stored(clock.now())
    records, before = [], []
    for sku, (pk, *old) in held.items():
        name, price, category, currency = wanted[sku]
        new = [name or old[0], price or old[1], category or old[2], currency if price else old[3]]
        if new != old:
            records.append((*new, now, pk))
            fields = dict(zip(("name", "price_minor", "category", "currency"), old, strict=True))
            before.append({"id": pk, "before": fields})
    raw.update(Product, ("name", "price_minor", "category", "currency", "updated_at"), records)
    changes.mark(workspace_id=workspace.pk, table="product", ids=[row[-1] for row in records])
    if change_set is not None and before:
        add_page(change_set=change_set, model="commerce.product", verb="updated", rows=before)

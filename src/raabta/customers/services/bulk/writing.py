"""Write drafts: new people, changed people, their addresses, history, warehouse marks, events."""

import os
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from raabta.customers.domain_events import BATCH, CustomerChanged, CustomerCreated
from raabta.customers.models import Customer, Identity
from raabta.customers.services.bulk.drafts import ATTRIBUTES, COLUMNS, COMPANY, EMAIL, PHONE, Draft
from raabta.kernel import bus, changes, clock
from raabta.kernel import rows as raw
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.change_sets import add_page

if TYPE_CHECKING:
    from raabta.customers.services.bulk.saving import Saved

CREATED = (
    "id",
    "workspace_id",
    "public_id",
    *COLUMNS,
    "company_id",
    "attributes",
    "source",
    "created_at",
    "updated_at",
)
IDENTITY = (
    "workspace_id",
    "customer_id",
    "kind",
    "value",
    "display",
    "is_primary",
    "is_verified",
    "is_live",
    "source",
    "first_seen_at",
    "last_seen_at",
)
# columns with an index are written only where they change
PLAIN = ("first_name", "last_name", "language", "country", "city", "time_zone", "attributes")
INDEXED = {0: "external_id", EMAIL: "email", PHONE: "phone", COMPANY: "company_id"}
NAMES = (*COLUMNS, "company_id")
DEMOTE = (
    "UPDATE customers_identity SET is_primary = %s WHERE customer_id = %s AND kind = %s "
    "AND is_primary"
)


def write(
    workspace: Workspace,
    actor: Actor,
    drafts: list[Draft],
    *,
    saved: "Saved",
    source: str,
    change_set: ChangeSet | None,
    at: datetime,
) -> None:
    """Fills `saved` with the ids of new and changed people; new drafts get their ids."""
    for draft in drafts:
        if draft.attributes is not None:
            draft.values[ATTRIBUTES] = raw.as_json(draft.attributes)
    new = [draft for draft in drafts if draft.before is None]
    changed = [draft for draft in drafts if draft.before is not None and _differs(draft)]
    _create(workspace, new, source, at)
    _update(changed)
    _save_identities(workspace, [*new, *changed], source, at)
    saved.created_ids = [draft.pk for draft in new]
    saved.updated_ids = [draft.pk for draft in changed]
    if change_set is not None:
        _keep_history(change_set, new, changed)
    _tell(workspace, saved, changed)


def _differs(draft: Draft) -> bool:
    before = draft.before or []
    if draft.values == before and not draft.identities:
        return False
    if draft.attributes is not None and draft.attributes == raw.from_json(before[ATTRIBUTES]):
        draft.values[ATTRIBUTES] = before[ATTRIBUTES]  # the same, written in another order
    return bool(draft.values != before or draft.identities)


def _create(workspace: Workspace, new: list[Draft], source: str, at: datetime) -> None:
    if not new:
        return
    moment = raw.stored(at)
    records = []
    ids = raw.reserve_ids(Customer, len(new))
    for draft, pk, public in zip(new, ids, public_ids(len(new)), strict=True):
        draft.pk = pk
        # both alike, for a person changed since the creation is not taken back with it
        since = _since(draft, at, moment)
        records.append((pk, workspace.pk, public, *draft.values, source, since, since))
    raw.insert(Customer, CREATED, records)


def _since(draft: Draft, at: datetime, moment: Any) -> Any:
    """When the system before began with the person; never later than now."""
    if draft.created_at is None:
        return moment
    return raw.stored(min(datetime.fromisoformat(draft.created_at), at))


def public_ids(count: int) -> list[str]:
    """UUIDs of version 7: as unguessable as version 4, but in order, which keeps the index small."""
    milliseconds = time.time_ns() // 1_000_000  # an id, not a time of the records
    chance = os.urandom(10 * count)
    head = f"{milliseconds:012x}7"
    ids = []
    for at in range(0, len(chance), 10):
        tail = chance[at : at + 10].hex()
        ids.append(f"{head}{tail[:3]}{'89ab'[int(tail[3], 16) & 3]}{tail[4:19]}")
    return ids


def _update(changed: list[Draft]) -> None:
    now = raw.stored(clock.now())
    plain: list[tuple[Any, ...]] = []
    ours: list[tuple[Any, ...]] = []
    indexed: dict[str, list[tuple[Any, int]]] = {name: [] for name in INDEXED.values()}
    for draft in changed:
        values, before = draft.values, draft.before or []
        row = (*values[1:3], *values[5:9], values[ATTRIBUTES])
        if draft.began_here:  # with this very import: not "changed since"
            ours.append((*row, draft.pk))
        else:
            plain.append((*row, now, draft.pk))
        for place, name in INDEXED.items():
            if values[place] != before[place]:
                indexed[name].append((values[place], draft.pk))
    raw.update(Customer, (*PLAIN, "updated_at"), plain)
    raw.update(Customer, PLAIN, ours)
    for name, pairs in indexed.items():
        raw.update(Customer, (name,), pairs)


def _save_identities(
    workspace: Workspace, drafts: Sequence[Draft], source: str, at: datetime
) -> None:
    moment = raw.stored(at)
    yes, no = (1, 0) if connection.vendor == "sqlite" else (True, False)
    demoted: list[tuple[Any, ...]] = []
    records = []
    for draft in drafts:
        for kind, value, given in draft.identities:
            place = EMAIL if kind == "email" else PHONE
            leads = draft.values[place] == value
            if leads and draft.before is not None and draft.before[place]:
                demoted.append((no, draft.pk, kind))
            records.append(
                (workspace.pk, draft.pk, kind, value, given[:254], yes if leads else no, no, yes,
                 source, moment, moment)
            )  # fmt: skip
    if demoted:
        raw.execute(DEMOTE, demoted)
    raw.insert(Identity, IDENTITY, records)


def _keep_history(change_set: ChangeSet, new: list[Draft], changed: list[Draft]) -> None:
    if new:
        rows = [{"id": draft.pk} for draft in new]
        add_page(change_set=change_set, model="customers.customer", verb="created", rows=rows)
    # people who began with this change set go away with it
    older = [_history(draft) for draft in changed if not draft.began_here]
    if older:
        add_page(change_set=change_set, model="customers.customer", verb="updated", rows=older)


def _history(draft: Draft) -> dict[str, Any]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    old_values, new_values = draft.before or [], draft.values
    for name, old, new in zip(NAMES, old_values, new_values, strict=False):
        if old != new:
            before[name], after[name] = old, new
    if old_values[ATTRIBUTES] != new_values[ATTRIBUTES]:
        old_ones, new_ones = raw.from_json(old_values[ATTRIBUTES]), draft.attributes or {}
        for key, new in new_ones.items():
            if old_ones.get(key) != new:
                before[f"attributes.{key}"], after[f"attributes.{key}"] = old_ones.get(key), new
    return {"id": draft.pk, "before": before, "after": after}


def _tell(workspace: Workspace, saved: "Saved", changed: list[Draft]) -> None:
    created, updated = saved.created_ids, saved.updated_ids
    if created or updated:
        changes.mark(workspace_id=workspace.pk, table="customer", ids=[*created, *updated])
    fields = _changed_fields(changed)
    new = (CustomerCreated(workspace.pk, ids) for ids in _batches(created))
    old = (CustomerChanged(workspace.pk, ids, fields) for ids in _batches(updated))
    bus.publish(*new, *old)


def _batches(ids: list[int]) -> Iterator[tuple[int, ...]]:
    return (tuple(ids[at : at + BATCH]) for at in range(0, len(ids), BATCH))


def _changed_fields(changed: list[Draft]) -> tuple[str, ...]:
    """The fields that changed for anyone: an event tells of a thousand people at once."""
    names: set[str] = set()
    for draft in changed:
        before = draft.before or []
        names.update(n for n, a, b in zip(NAMES, before, draft.values, strict=False) if a != b)
        if before[ATTRIBUTES] != draft.values[ATTRIBUTES]:
            names.update(f"attributes.{key}" for key in draft.attributes or {})
    return tuple(sorted(names))

"""Write many records at once, as an import does: a few statements for a chunk of rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.attributes import InvalidValue, parse_value
from raabta.customers.fields import definitions_of
from raabta.customers.import_target import ImportContext
from raabta.customers.models import AttributeDefinition
from raabta.objects.models import ObjectKind, ObjectRecord
from raabta.objects.object_rows import EXTERNAL_ID, ObjectRow
from raabta.objects.services.kinds import title_of
from raabta.objects.services.linking import Linking
from raabta.objects.services.records import values_of
from raabta.objects.services.writing import Doing, insert_records, update_records

REASONS: dict[str, Promise] = {
    "attribute": _("A value does not obey its field."),
    "empty_record": _("The row says nothing."),
    "no_kind": _("There is no such kind of object any more."),
    "taken_key": _("Another record has this unique key."),
    "two_records": _("Several records say the same here, so it is not clear which is meant."),
    "unmatched": _("The row lacks the value by which records are told apart."),
    "unknown_target": _("Nobody and nothing is known by this."),
    "too_many_links": _("A record has a thousand links at most."),
}


@dataclass(frozen=True)
class Policy:
    match_by: str  # the unique key, the key of a field, or "" for rows that are all new
    known: str = "update"  # or "fill", "skip"
    unknown: str = "create"  # or "skip"
    leaves_out: bool = False  # wrong values, instead of refusing the row


@dataclass
class Draft:
    """A record as the rows of a chunk make it; `before` is None for a new one."""

    record: ObjectRecord
    before: dict[str, Any] | None
    targets: dict[str, list[int]] = field(default_factory=dict)


class _Refused(Exception):
    def __init__(self, reason: str, value: str = "", column: int = -1) -> None:
        super().__init__(reason)
        self.problem = (reason, value, column)


def save_rows(
    context: ImportContext, kind: ObjectKind, policy: Policy, rows: Sequence[ObjectRow]
) -> None:
    """Create and change the records of the rows, link them, and tell what became of each."""
    _Saving(context, kind, policy, rows).save()


class _Saving:
    def __init__(
        self,
        context: ImportContext,
        kind: ObjectKind,
        policy: Policy,
        rows: Sequence[ObjectRow],
    ) -> None:
        self.context, self.kind, self.policy, self.rows = context, kind, policy, rows
        self.doing = Doing(context.workspace, context.actor, context.change_set, context.now)
        self.fields = {one.key: one for one in definitions_of(context.workspace, kind.subject)}
        self.linking = Linking(context.workspace, kind, [row.targets for row in rows])
        self.known = _known(kind, policy.match_by, rows, self.fields)
        self.owners = _owners(kind, rows)
        self.drafts: dict[str, Draft] = {}
        self.changed: dict[int, Draft] = {}  # by the draft's identity, in the order of the rows

    def save(self) -> None:
        verbs: list[tuple[int, Draft | None, str]] = []
        for row in self.rows:
            try:
                verbs.append((row.line, *self._draft(row)))
            except _Refused as refused:
                self.context.reject(row.line, *refused.problem)
        changed = list(self.changed.values())
        self._write(changed)
        wanted = {draft.record.pk: draft.targets for draft in changed}
        linked = self.linking.write(wanted, self.context, self.doing)
        for line, draft, verb in verbs:
            touched = draft is not None and draft.record.pk in linked
            self.context.done(line, "updated" if verb == "unchanged" and touched else verb)

    def _draft(self, row: ObjectRow) -> tuple[Draft | None, str]:
        """The record that a row is about, changed; and the verb. Raises _Refused."""
        told_by = self._told_by(row)
        draft = self.drafts.get(told_by) if told_by else None
        held = self.known.get(told_by, []) if told_by and draft is None else []
        if len(held) > 1:
            raise _Refused("two_records", told_by)
        is_known = bool(held) or draft is not None
        if (self.policy.known if is_known else self.policy.unknown) == "skip":
            return None, "skipped"
        draft = draft or (_of(held[0]) if held else self._new())
        targets = self._targets(row)
        verb = self._put(draft, row)
        for role, ids in targets.items():
            draft.targets.setdefault(role, []).extend(ids)
        if told_by:
            self.drafts[told_by] = draft
        self.changed[id(draft)] = draft
        return draft, verb

    def _told_by(self, row: ObjectRow) -> str:
        if not self.policy.match_by:
            return ""
        if self.policy.match_by == EXTERNAL_ID:
            found = row.external_id
        else:
            found = _as_key(self._parsed(row, self.policy.match_by))
        if not found:
            raise _Refused("unmatched")
        return found

    def _new(self) -> Draft:
        now = self.context.now
        record = ObjectRecord(
            workspace=self.context.workspace, kind=self.kind, created_at=now, updated_at=now
        )
        return Draft(record, None)

    def _put(self, draft: Draft, row: ObjectRow) -> str:
        """Write the row's values into the draft, or nothing of them. Raises _Refused."""
        record, fills = draft.record, draft.before is not None and self.policy.known == "fill"
        was = values_of(record)
        given = {key: self._parsed(row, key) for key in row.fields if key in self.fields}
        new = {k: v for k, v in given.items() if v is not None and not (fills and was.get(k))}
        attributes = {**record.attributes, **new}
        if draft.before is None:
            self._check_required(attributes)
        if row.external_id and not (fills and record.external_id):
            self._take(draft, row)
        record.attributes = attributes
        record.title = title_of(self.kind, record)
        is_first = draft.before is None and id(draft) not in self.changed
        return "created" if is_first else ("unchanged" if values_of(record) == was else "updated")

    def _take(self, draft: Draft, row: ObjectRow) -> None:
        owner = self.owners.get(row.external_id)
        mine = draft.record.pk or id(draft)
        if owner not in (None, mine):
            column = row.places.get(EXTERNAL_ID, -1)
            raise _Refused("taken_key", row.external_id, column)
        self.owners[row.external_id] = mine
        draft.record.external_id = row.external_id

    def _parsed(self, row: ObjectRow, key: str) -> Any:
        if key not in self.fields or key not in row.fields:
            return None
        try:
            return parse_value(self.fields[key], row.fields[key])
        except InvalidValue as error:
            if not self.policy.leaves_out:
                raise _Refused("attribute", str(error)) from error
            self.context.notes["left_out_attribute"] += 1
            return None

    def _check_required(self, attributes: dict[str, Any]) -> None:
        for key, definition in self.fields.items():
            if definition.is_required and key not in attributes:
                try:
                    parse_value(definition, None)
                except InvalidValue as error:
                    raise _Refused("attribute", str(error)) from error

    def _targets(self, row: ObjectRow) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for role, texts in row.targets.items():
            for text in texts:
                target_id = self.linking.id_of(role, text)
                if target_id is not None:
                    found.setdefault(role, []).append(target_id)
                elif self.policy.leaves_out:
                    self.context.notes["left_out_unknown_target"] += 1
                else:
                    raise _Refused("unknown_target", text, row.places.get(role, -1))
        return found

    def _write(self, drafts: list[Draft]) -> None:
        insert_records(self.doing, [one.record for one in drafts if one.before is None])
        pairs = [(one.record, one.before) for one in drafts if one.before is not None]
        update_records(self.doing, pairs)


def _of(record: ObjectRecord) -> Draft:
    return Draft(record, values_of(record))


def _known(
    kind: ObjectKind,
    match_by: str,
    rows: Sequence[ObjectRow],
    fields: dict[str, AttributeDefinition],
) -> dict[str, list[ObjectRecord]]:
    """The records there are, by what tells them apart."""
    if not match_by:
        return {}
    alive = ObjectRecord.objects.select_for_update().filter(kind=kind, deleted_at=None)
    if match_by == EXTERNAL_ID:
        wanted: set[Any] = {row.external_id for row in rows if row.external_id}
        return {one.external_id: [one] for one in _some(alive, EXTERNAL_ID, wanted)}
    wanted = {_parsed_or_none(fields.get(match_by), row.fields.get(match_by)) for row in rows}
    found: dict[str, list[ObjectRecord]] = {}
    told_by = alive.alias(told_by=KeyTransform(match_by, "attributes"))
    for record in _some(told_by, "told_by", wanted - {None}):
        found.setdefault(_as_key(record.attributes.get(match_by)), []).append(record)
    return found


def _parsed_or_none(definition: AttributeDefinition | None, value: Any) -> Any:
    try:
        found = parse_value(definition, value) if definition else None
    except InvalidValue:
        return None
    return found if isinstance(found, str | int | float) else None


def _some(held: QuerySet[ObjectRecord], name: str, wanted: set[Any]) -> Iterable[ObjectRecord]:
    values = sorted(wanted, key=str)
    for at in range(0, len(values), 400):
        yield from held.filter(**{f"{name}__in": values[at : at + 400]})


def _owners(kind: ObjectKind, rows: Sequence[ObjectRow]) -> dict[str, int]:
    """Which record has which unique key, of those that the rows name."""
    alive = ObjectRecord.objects.filter(kind=kind, deleted_at=None)
    wanted: set[Any] = {row.external_id for row in rows if row.external_id}
    return {one.external_id: one.pk for one in _some(alive, EXTERNAL_ID, wanted)}


def _as_key(value: Any) -> str:
    """As records are told apart: 3 and 3.0 are one value."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)

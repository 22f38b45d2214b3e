"""Rows become records of a kind that the workspace made; each kind is offered by its name."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.attribute_kind import kind_named
from raabta.customers.control import Control
from raabta.customers.fields import definitions_of
from raabta.customers.import_target import (
    Explained,
    ImportContext,
    ImportTarget,
    Offer,
    TargetField,
)
from raabta.customers.import_targets.people_words import DECIMAL, INVALID
from raabta.objects.models import ObjectKind
from raabta.objects.object_rows import EXTERNAL_ID, FIELD, ROLE, ObjectRow
from raabta.objects.queries import kinds, roles_of
from raabta.objects.services.saving import REASONS, Policy, save_rows
from raabta.workspaces.models import Workspace

KNOWN: dict[str, Promise] = {
    "update": gettext_lazy("Take the file's values; blank cells change nothing"),
    "fill": gettext_lazy("Fill in only what is still blank"),
    "skip": gettext_lazy("Leave them as they are"),
}
UNKNOWN: dict[str, Promise] = {
    "create": gettext_lazy("Add them"),
    "skip": gettext_lazy("Leave them out"),
}
ID_ALIASES = ("external id", "unique key", "key", "id", "number", "code", "منفرد کلید")
MANY_VALUES = frozenset({"several", "list", "json", "place"})  # forms no record is told by


class Records(ImportTarget):
    key: ClassVar = "objects"
    label: ClassVar = gettext_lazy("Records of a custom object")
    help: ClassVar = gettext_lazy("Records with their fields, and whom they belong to.")
    icon: ClassVar = "box"
    preparer: ClassVar = "raabta.objects.object_rows:preparer"
    permission: ClassVar = "objects.edit"

    kind: str = ""
    match_by: Annotated[
        str,
        Control(
            gettext_lazy("Records are told apart by"),
            gettext_lazy("A row that says the same here changes the record that is there."),
        ),
    ] = EXTERNAL_ID
    known: Annotated[
        Literal["update", "fill", "skip"],
        Control(gettext_lazy("Records you already have"), words=KNOWN),
    ] = "update"
    unknown: Annotated[
        Literal["create", "skip"],
        Control(gettext_lazy("Records you do not have"), words=UNKNOWN),
    ] = "create"
    invalid: Annotated[
        Literal["reject", "leave_out"],
        Control(gettext_lazy("Values that are wrong"), words=INVALID),
    ] = "reject"
    decimal: Annotated[Literal[".", ","], Control(gettext_lazy("Decimal mark"), words=DECIMAL)] = (
        "."
    )
    day_first: Annotated[
        bool, Control(gettext_lazy("In dates such as 03/04/2025 the day comes first"))
    ] = True

    @classmethod
    def offers(cls, workspace: Workspace) -> list[Offer]:
        return [
            Offer(f"{cls.key}:{one.key}", one.plural, str(cls.help), one.icon)
            for one in kinds(workspace)
        ]

    @classmethod
    def of_variant(cls, variant: str) -> dict[str, Any]:
        return {"kind": variant}

    @classmethod
    def defaults(cls, workspace: Workspace) -> dict[str, Any]:
        return {"day_first": workspace.country != "US"}

    def title(self, workspace: Workspace) -> str:
        kind = self._kind(workspace)
        return kind.plural if kind else self.kind

    def words_for(self, workspace: Workspace) -> dict[str, dict[str, str]]:
        kind = self._kind(workspace)
        held = definitions_of(workspace, kind.subject) if kind else []
        single = [one for one in held if kind_named(one.kind).compared_as not in MANY_VALUES]
        words = {
            EXTERNAL_ID: _("Unique key"),
            **{one.key: one.label for one in single if not one.is_computed},
            "": _("Nothing: every row is a new record"),
        }
        return {"match_by": words}

    def fields(self, workspace: Workspace) -> list[TargetField]:
        kind = self._kind(workspace)
        if kind is None:
            return []
        held = [one for one in definitions_of(workspace, kind.subject) if not one.is_computed]
        own = [TargetField(FIELD + one.key, one.label, (one.key,)) for one in held]
        relations = [
            TargetField(ROLE + one.key, one.label, (one.key,), group=_("Relations"))
            for one in roles_of(kind)
        ]
        return [TargetField(EXTERNAL_ID, _("Unique key"), ID_ALIASES), *own, *relations]

    def missing(self, keys: set[str]) -> list[str]:
        if not self.kind:
            return [_("Say of which kind the records are.")]
        if not keys:
            return [_("Choose what the columns are.")]
        told_by = EXTERNAL_ID if self.match_by == EXTERNAL_ID else FIELD + self.match_by
        if self.match_by and told_by not in keys:
            return [_("Choose the column by which records are told apart, or that nothing does.")]
        return []

    def plan(
        self, workspace: Workspace, columns: dict[int, str], names: list[str]
    ) -> dict[str, Any]:
        kind = self._kind(workspace)
        held = {one.key: one for one in definitions_of(workspace, kind.subject)} if kind else {}
        many = (
            set(roles_of(kind).filter(is_many=True).values_list("key", flat=True)) if kind else ()
        )
        placed = []
        for place, key in columns.items():
            form = "several" if key.removeprefix(ROLE) in many else "text"
            if key.startswith(FIELD):
                form = kind_named(held[key.removeprefix(FIELD)].kind).cell
            placed.append([place, key, form])
        return {
            "columns": placed,
            "decimal": self.decimal,
            "day_first": self.day_first,
            "leave_out": self.invalid == "leave_out",
            "choices": {key: list(one.choices) for key, one in held.items()},
        }

    def save(self, context: ImportContext, rows: Sequence[tuple[Any, ...]]) -> None:
        kind = self._kind(context.workspace)
        if kind is None:
            for row in rows:
                context.reject(row[0], "no_kind", self.kind)
            return
        policy = Policy(
            match_by=self.match_by,
            known=self.known,
            unknown=self.unknown,
            leaves_out=self.invalid == "leave_out",
        )
        save_rows(context, kind, policy, [ObjectRow._make(row) for row in rows])

    @classmethod
    def explain(cls, note: str) -> Explained | None:
        if not note.startswith("left_out_"):
            return None
        return Explained(
            _("Wrong values left out"),
            _("These rows were imported without the value that could not be used."),
            "warning",
        )

    @classmethod
    def reason(cls, reason: str) -> str:
        return str(REASONS.get(reason, ""))

    def _kind(self, workspace: Workspace) -> ObjectKind | None:
        return kinds(workspace).filter(key=self.kind).first()

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raabta.customers.attributes import value_as_text
from raabta.customers.fields import ATTRIBUTE, BUILT_IN
from raabta.customers.models import (
    AttributeDefinition,
    Company,
    ConsentRecord,
    Customer,
    CustomerChange,
    Note,
)
from raabta.customers.purposes import CHANNELS, STATES, label_of
from raabta.customers.queries.merges import members_of, merges_of
from raabta.customers.queries.topics import purpose_names
from raabta.customers.sensitive import MASK
from raabta.customers.services.people import is_revertible
from raabta.customers.timeline import Entry, Line, TimelineSource
from raabta.workspaces.models import Workspace

FIELD_NAMES = {field.key: field.label for field in BUILT_IN} | {
    "tags": gettext_lazy("Tags"),
    "paused_until": gettext_lazy("Pause until"),
    "contact_every_days": gettext_lazy("Days between messages"),
    "emails": gettext_lazy("Further e-mail"),
    "phones": gettext_lazy("Further phone"),
    "user_ids": gettext_lazy("User id"),
    "anonymous_ids": gettext_lazy("Browser or device"),
    "verified_user_id": gettext_lazy("Verified user id"),
    "verified_anonymous_id": gettext_lazy("Verified browser or device"),
    "verified_email": gettext_lazy("Verified e-mail"),
    "verified_phone": gettext_lazy("Verified phone"),
}
CONSENT_TONES = {"granted": "success", "withdrawn": "error"}


class Notes(TimelineSource):
    key: ClassVar = "notes"
    label: ClassVar = gettext_lazy("Notes")
    icon: ClassVar = "sticky-note"

    def entries(
        self, workspace: Workspace, customer_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        notes = Note.objects.filter(workspace=workspace, customer=customer_id)
        if before:
            notes = notes.filter(created_at__lt=before)
        return [
            Entry(
                at=note.created_at,
                id=str(note.pk),
                title=_("Note"),
                icon=self.icon,
                by=note.author,
                is_pinned=note.is_pinned,
                template="customers/customers/note.html",
                extra=note,
            )
            for note in notes.order_by("-created_at")[:limit]
        ]


class Changes(TimelineSource):
    """Changed fields; those of one deed stand together. The first entry is the creation."""

    key: ClassVar = "changes"
    label: ClassVar = gettext_lazy("Changes")
    icon: ClassVar = "pencil"

    def entries(
        self, workspace: Workspace, customer_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        rows = CustomerChange.objects.filter(workspace=workspace, customer=customer_id)
        if before:
            rows = rows.filter(changed_at__lt=before)
        latest = list(rows.order_by("-changed_at", "-pk")[: limit * 4])
        names = names_of_changes(workspace, latest)
        told = [
            self.entry(at, list(group), names)
            for (at, _actor), group in groupby(latest, key=lambda c: (c.changed_at, c.actor))
        ]
        if len(latest) < limit * 4:
            told += self._creation(workspace, customer_id, before)
        return told[:limit]

    def entry(
        self, at: datetime, group: list[CustomerChange], names: dict[str, dict[Any, Any]]
    ) -> Entry:
        """One deed: the fields that changed at that moment."""
        lines = tuple(
            Line(
                label=names["fields"].get(change.field, change.field),
                value=_shown(change.field, change.new, names),
                was=_shown(change.field, change.old, names),
            )
            for change in group
        )
        words = ngettext("Changed %(count)s field", "Changed %(count)s fields", len(lines))
        return Entry(
            at=at,
            id=str(group[0].pk),
            title=words % {"count": len(lines)} if len(lines) > 1 else lines[0].label,
            icon=self.icon,
            by=group[0].actor,
            badge=via_label(group[0].via),
            lines=lines,
            template="customers/customers/change.html",
            extra=[(c, line, is_revertible(c)) for c, line in zip(group, lines, strict=True)],
        )

    def _creation(
        self, workspace: Workspace, customer_id: int, before: datetime | None
    ) -> Iterable[Entry]:
        customer = Customer.objects.get(workspace=workspace, pk=customer_id)
        if before and customer.created_at >= before:
            return
        yield Entry(
            at=customer.created_at,
            id="created",
            title=_("Customer created"),
            icon="user-plus",
            badge=via_label(customer.source),
        )


class Consents(TimelineSource):
    key: ClassVar = "consents"
    label: ClassVar = gettext_lazy("Consent")
    icon: ClassVar = "shield-check"

    def entries(
        self, workspace: Workspace, customer_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        chains = members_of(workspace, customer_id)
        lines = ConsentRecord.objects.filter(workspace=workspace, customer__in=chains)
        if before:
            lines = lines.filter(given_at__lt=before)
        words, names = _("%(purpose)s by %(channel)s: %(state)s"), purpose_names(workspace)
        return [
            Entry(
                at=line.given_at,
                id=str(line.pk),
                title=words
                % {
                    "purpose": label_of(names, line.purpose),
                    "channel": label_of(CHANNELS, line.channel),
                    "state": label_of(STATES, line.state),
                },
                icon=self.icon,
                tone=CONSENT_TONES.get(line.state, "neutral"),
                by=line.actor,
                badge=via_label(line.source),
            )
            for line in lines.order_by("-given_at", "-pk")[:limit]
        ]


class Merges(TimelineSource):
    key: ClassVar = "merges"
    label: ClassVar = gettext_lazy("Merges")
    icon: ClassVar = "merge"

    def entries(
        self, workspace: Workspace, customer_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        merges = merges_of(workspace, customer_id)
        if before:
            merges = merges.filter(at__lt=before)
        words = _("Merged with %(name)s")
        return [
            Entry(
                at=merge.at,
                id=str(merge.pk),
                title=words % {"name": merge.other.name},
                icon=self.icon,
                text=merge.reason,
                by=merge.actor,
                badge=_("taken back") if merge.undone_at else via_label(merge.via),
                template="customers/customers/merge.html",
                extra=merge,
            )
            for merge in merges.filter(survivor=customer_id).select_related("other")[:limit]
        ]


WAYS = {
    "ui": gettext_lazy("by hand"),
    "api": gettext_lazy("API"),
    "import": gettext_lazy("import"),
    "system": gettext_lazy("automatic"),
    "undo": gettext_lazy("undo"),
    "form": gettext_lazy("form"),
    "tracking": gettext_lazy("Events"),
    "unsubscribe": gettext_lazy("unsubscribe link"),
    "preferences": gettext_lazy("preference page"),
    "own_page": gettext_lazy("own page"),
    "merge": gettext_lazy("merge"),
    "unmerge": gettext_lazy("merge taken back"),
}


def via_label(via: str) -> str:
    """By which way something came, as a reader says it."""
    return str(WAYS.get(via, via))


def names_of_changes(workspace: Workspace, rows: list[CustomerChange]) -> dict[str, dict[Any, Any]]:
    """What fields, companies and attributes that the changes name are called."""
    own = AttributeDefinition.objects.filter(workspace=workspace, subject="customer")
    fields = {key: str(label) for key, label in FIELD_NAMES.items()}
    fields |= {ATTRIBUTE + one.key: one.label for one in own}
    ids = {v for row in rows if row.field == "company_id" for v in (row.old, row.new) if v}
    companies = Company.objects.filter(workspace=workspace, pk__in=ids).values_list("pk", "name")
    attributes: dict[Any, Any] = {ATTRIBUTE + one.key: one for one in own}
    return {"fields": fields, "companies": dict(companies), "attributes": attributes}


def _shown(field: str, value: Any, names: dict[str, dict[Any, Any]]) -> str:
    if value is None or value == "":
        return ""
    if field == "company_id":
        return str(names["companies"].get(value, f"#{value}"))
    if field in names["attributes"] and names["attributes"][field].is_sensitive:
        return MASK
    if isinstance(value, dict) and field in names["attributes"]:
        return value_as_text(names["attributes"][field], value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

"""The fields that formulas of a workspace may name, and their values for one record."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from raabta.customers.attribute_kind import kind_of
from raabta.customers.formulas.functions import LARGEST
from raabta.customers.json_paths import value_at
from raabta.customers.models import AttributeDefinition, AttributePath, Company, Customer
from raabta.kernel.money import Money
from raabta.workspaces.models import Workspace

ATTRIBUTE = "attributes."
CUSTOMER, COMPANY = AttributeDefinition.Subject.CUSTOMER, AttributeDefinition.Subject.COMPANY
COLUMNS: dict[str, tuple[str, ...]] = {
    CUSTOMER: (
        "first_name",
        "last_name",
        "email",
        "phone",
        "language",
        "country",
        "city",
        "time_zone",
        "external_id",
    ),
    COMPANY: ("name", "domain", "phone", "country", "city", "external_id"),
}
MODELS: dict[str, type[Customer | Company]] = {CUSTOMER: Customer, COMPANY: Company}
# how a kind is compared -> the kind that formulas compute with
COMPUTED_AS = {
    "text": "text",
    "choice": "text",
    "number": "number",
    "money": "number",
    "date": "date",
    "moment": "date",
    "boolean": "boolean",
    "list": "list",
}


class Names:
    """Attributes that are hidden count, too: their values are kept and may be shown again."""

    def __init__(self, workspace: Workspace, subject: str) -> None:
        held = AttributeDefinition.objects.filter(workspace=workspace, subject=subject)
        self.columns = COLUMNS[subject]
        self.definitions = {one.key: one for one in held.order_by("position", "pk")}
        self.zone = ZoneInfo(workspace.time_zone or "UTC")
        for definition in self.definitions.values():
            definition.workspace = workspace  # kinds ask for its country, zone and currency

    def attribute(self, name: str) -> AttributeDefinition | None:
        """The attribute that a name means; a built-in field of that name goes first."""
        if name in self.columns:
            return None
        plain = name.removeprefix(ATTRIBUTE)
        return self.definitions.get(plain) or self.definitions.get(plain.partition(".")[0])

    def path(self, name: str) -> str:
        """The place inside a free-form attribute that a name means; "" for the whole."""
        plain = name.removeprefix(ATTRIBUTE)
        return "" if plain in self.definitions else plain.partition(".")[2]

    @cached_property
    def seen(self) -> dict[tuple[int, str], str]:
        """Types of places inside free-form attributes, by attribute and path."""
        held = AttributePath.objects.filter(
            definition__in=[d.pk for d in self.definitions.values()]
        )
        return {
            (pk, path): kind for pk, path, kind in held.values_list("definition", "path", "kind")
        }

    def kind_of(self, name: str) -> str | None:
        """None for no field, "" for one that formulas cannot read."""
        if name in self.columns:
            return "text"
        found = self.attribute(name)
        if found and (path := self.path(name)):
            kind = self.seen.get((found.pk, path))
            return kind if kind is None or kind in READ else ""
        return COMPUTED_AS.get(kind_of(found).compared_as, "") if found else None

    def value(self, name: str, columns: Mapping[str, str], attributes: Mapping[str, Any]) -> Any:
        """What a formula reads: None for nothing, and for what is not of the field's kind."""
        if name in self.columns:
            return columns[name] or None
        definition = self.attribute(name)
        raw = attributes.get(definition.key) if definition else None
        if definition is None or raw is None:
            return None
        if path := self.path(name):
            read = READ.get(self.seen.get((definition.pk, path), ""))
            return read(value_at(raw, path), self.zone) if read else None
        kind = kind_of(definition)
        value = kind.shown(raw) if kind.compared_as in {"money", "moment"} else raw
        read = READ.get(COMPUTED_AS.get(kind.compared_as, ""))
        return read(value, self.zone) if read else None


def _number(value: Any, _zone: ZoneInfo) -> int | float | None:
    if isinstance(value, Money):
        value = float(value.amount)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) <= LARGEST else None


def _text(value: Any, _zone: ZoneInfo) -> str | None:
    return value or None if isinstance(value, str) else None


def _date(value: Any, zone: ZoneInfo) -> date | None:
    if isinstance(value, datetime):
        try:
            return value.astimezone(zone).date()
        except (OverflowError, ValueError):
            return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _boolean(value: Any, _zone: ZoneInfo) -> bool | None:
    return value if isinstance(value, bool) else None


def _list(value: Any, _zone: ZoneInfo) -> list[Any] | None:
    return value or None if isinstance(value, list) else None


READ: dict[str, Callable[[Any, ZoneInfo], Any]] = {
    "number": _number,
    "text": _text,
    "date": _date,
    "boolean": _boolean,
    "list": _list,
}

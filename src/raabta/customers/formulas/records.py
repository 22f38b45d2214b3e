"""The fields that formulas of a workspace may name, and their values for one record."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from raabta.customers.attribute_kind import kind_of
from raabta.customers.formulas.functions import LARGEST
from raabta.customers.models import AttributeDefinition, Company, Customer
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
        return self.definitions.get(name.removeprefix(ATTRIBUTE))

    def kind_of(self, name: str) -> str | None:
        """None for no field, "" for one that formulas cannot read."""
        if name in self.columns:
            return "text"
        found = self.attribute(name)
        return COMPUTED_AS.get(kind_of(found).compared_as, "") if found else None

    def value(self, name: str, columns: Mapping[str, str], attributes: Mapping[str, Any]) -> Any:
        """What a formula reads: None for nothing, and for what is not of the field's kind."""
        if name in self.columns:
            return columns[name] or None
        definition = self.attribute(name)
        raw = attributes.get(definition.key) if definition else None
        if definition is None or raw is None:
            return None
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

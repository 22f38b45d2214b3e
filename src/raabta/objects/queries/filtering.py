"""Which records of a kind a list is about: tests of fields, relations and days, as rows."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils.translation import gettext as _

from raabta.customers.attribute_kind import kind_named
from raabta.customers.fields import ATTRIBUTE, definitions_of
from raabta.customers.models import AttributeDefinition
from raabta.kernel.money import Money
from raabta.objects.models import ObjectKind, ObjectLink, ObjectRecord
from raabta.objects.queries import matching, roles_of
from raabta.objects.queries.finding import targets_of
from raabta.workspaces.models import Workspace

ROLE = "role."
OWN = ("title", "external_id", "created_at", "updated_at")
MOST_TESTS = 20
LARGEST = 1e18
Operator = Literal["is", "contains", "at_least", "at_most", "filled", "empty"]
OPERATORS: tuple[str, ...] = get_args(Operator)


class BadTest(ValueError):
    """The test cannot be asked of this kind of record; the message says why."""


@dataclass(frozen=True)
class FieldTest:
    """`key` names a column: "external_id", "created_at", "attributes.doors", "role.owner"."""

    key: str
    operator: str
    value: str = ""


def asked_for(
    workspace: Workspace, kind: ObjectKind, *, search: str = "", tests: Iterable[FieldTest] = ()
) -> QuerySet[ObjectRecord]:
    """The records that match the words and every test. Raises BadTest."""
    rows = matching(workspace, kind, search)
    fields = {one.key: one for one in definitions_of(workspace, kind.subject)}
    asked = list(tests)
    if len(asked) > MOST_TESTS:
        raise BadTest(_("At most %(most)s tests can be asked at once.") % {"most": MOST_TESTS})
    for at, test in enumerate(asked):
        if test.operator not in OPERATORS:
            known = ", ".join(OPERATORS)
            raise BadTest(
                _("There is no test “%(name)s”; there are: %(known)s.")
                % {"name": test.operator[:40], "known": known}
            )
        if test.key.startswith(ROLE):
            rows = rows.filter(_linked(workspace, kind, test))
        elif test.key in OWN:
            rows = rows.filter(_own(workspace, test))
        else:
            definition = fields.get(test.key.removeprefix(ATTRIBUTE))
            if definition is None or not test.key.startswith(ATTRIBUTE):
                raise BadTest(_("There is no field “%(key)s”.") % {"key": test.key[:60]})
            name = f"test_{at}"
            rows = rows.alias(**{name: _path(definition)})
            rows = rows.filter(_condition(definition, name, test))
    return rows


def sorted_by(
    rows: QuerySet[ObjectRecord], workspace: Workspace, kind: ObjectKind, sort: str
) -> QuerySet[ObjectRecord]:
    """By a column, "-" before it for the other way round; the newest first if it is unknown."""
    key, falls = sort.removeprefix("-"), sort.startswith("-")
    by: Any = F(key) if key in OWN else None
    if by is None:
        fields = definitions_of(workspace, kind.subject)
        found = next((one for one in fields if ATTRIBUTE + one.key == key), None)
        by = _sortable(found) if found else None
    if by is None:
        return rows.order_by("-created_at", "-pk")
    order = by.desc(nulls_last=True) if falls else by.asc(nulls_last=True)
    return rows.order_by(order, "pk")


def _path(definition: AttributeDefinition) -> KeyTransform:
    own = KeyTransform(definition.key, "attributes")
    return KeyTransform("minor", own) if _compared(definition) == "money" else own


def _sortable(definition: AttributeDefinition) -> Any:
    if _compared(definition) in {"number", "money", "boolean"}:
        return _path(definition)
    return KeyTextTransform(definition.key, "attributes")


def _compared(definition: AttributeDefinition) -> str:
    return kind_named(definition.kind).compared_as


def _condition(definition: AttributeDefinition, name: str, test: FieldTest) -> Q:
    if test.operator in {"filled", "empty"}:
        return Q(**{f"{name}__isnull": test.operator == "empty"})
    read = READERS.get(_compared(definition), _text)
    return read(definition, name, test)


def _refused(definition: AttributeDefinition, test: FieldTest) -> BadTest:
    words = _("%(label)s cannot be tested with “%(operator)s” and “%(value)s”.")
    return BadTest(
        words % {"label": definition.label, "operator": test.operator, "value": test.value[:60]}
    )


COMPARED = {"is": "", "at_least": "__gte", "at_most": "__lte"}


def _number(definition: AttributeDefinition, name: str, test: FieldTest) -> Q:
    return _numeric(definition, name, test, float)


def _money(definition: AttributeDefinition, name: str, test: FieldTest) -> Q:
    currency = str(definition.rules.get("currency") or definition.workspace.currency)
    return _numeric(definition, name, test, lambda text: Money.of(Decimal(text), currency).minor)


def _numeric(
    definition: AttributeDefinition, name: str, test: FieldTest, read: Callable[[str], float]
) -> Q:
    try:
        value = read(test.value.strip())
    except (ValueError, InvalidOperation, OverflowError):
        raise _refused(definition, test) from None
    if test.operator not in COMPARED or not abs(value) < LARGEST:  # also true of NaN
        raise _refused(definition, test)
    return Q(**{f"{name}{COMPARED[test.operator]}": value})


def _date(definition: AttributeDefinition, name: str, test: FieldTest) -> Q:
    day = _day(test.value)
    if day is None or test.operator not in COMPARED:
        raise _refused(definition, test)
    return Q(**{f"{name}{COMPARED[test.operator]}": day.isoformat()})


def _moment(definition: AttributeDefinition, name: str, test: FieldTest) -> Q:
    day = _day(test.value)
    if day is None or test.operator not in COMPARED:
        raise _refused(definition, test)
    start, end = _ends_of(definition.workspace, day)
    # kept in UTC as ISO, which sorts like text
    first = Q(**{f"{name}__gte": f"{start:%Y-%m-%dT%H:%M}"})
    last = Q(**{f"{name}__lt": f"{end:%Y-%m-%dT%H:%M}"})
    return {"is": first & last, "at_least": first, "at_most": last}[test.operator]


def _flag(definition: AttributeDefinition, name: str, test: FieldTest) -> Q:
    words = {"yes": True, "true": True, "no": False, "false": False}
    if test.operator != "is" or test.value not in words:
        raise _refused(definition, test)
    return Q(**{name: words[test.value]})


def _listed(definition: AttributeDefinition, name: str, test: FieldTest) -> Q:
    """Something is in a list; its JSON is searched, in which letters may be escaped or not."""
    if test.operator not in {"is", "contains"}:
        raise _refused(definition, test)
    mark = '"' if test.operator == "is" else ""
    forms = {json.dumps(test.value)[1:-1], json.dumps(test.value, ensure_ascii=False)[1:-1]}
    found = Q()
    for form in forms:
        found |= Q(**{f"{name}__icontains": f"{mark}{form}{mark}"})
    return found


def _text(definition: AttributeDefinition, name: str, test: FieldTest) -> Q:
    if test.operator not in {"is", "contains"}:
        raise _refused(definition, test)
    look = "iexact" if test.operator == "is" else "icontains"
    return Q(**{f"{name}__{look}": test.value})


READERS: dict[str, Callable[[AttributeDefinition, str, FieldTest], Q]] = {
    "number": _number,
    "money": _money,
    "date": _date,
    "moment": _moment,
    "boolean": _flag,
    "list": _listed,
    "json": _listed,
    "place": _listed,
}


def _own(workspace: Workspace, test: FieldTest) -> Q:
    if test.key in {"title", "external_id"}:
        looks = {"is": "__iexact", "contains": "__icontains"}
        if test.operator in looks:
            return Q(**{test.key + looks[test.operator]: test.value})
        if test.operator in {"empty", "filled"}:
            blank = Q(**{test.key: ""})
            return blank if test.operator == "empty" else ~blank
    day = _day(test.value)
    if day is None or test.operator not in COMPARED or not test.key.endswith("_at"):
        words = _("%(key)s cannot be tested with “%(operator)s” and “%(value)s”.")
        marks = {"key": test.key, "operator": test.operator, "value": test.value[:60]}
        raise BadTest(words % marks)
    start, end = _ends_of(workspace, day)
    first, last = Q(**{f"{test.key}__gte": start}), Q(**{f"{test.key}__lt": end})
    return {"is": first & last, "at_least": first, "at_most": last}[test.operator]


def _linked(workspace: Workspace, kind: ObjectKind, test: FieldTest) -> Q:
    role = roles_of(kind).filter(key=test.key.removeprefix(ROLE)).first()
    if role is None:
        raise BadTest(_("There is no relation “%(key)s”.") % {"key": test.key[:60]})
    held = ObjectLink.objects.filter(role=role)
    if test.operator in {"empty", "filled"}:
        some = Q(pk__in=held.values("record"))
        return ~some if test.operator == "empty" else some
    if test.operator != "is":
        raise BadTest(_("A relation can be “is”, “filled” or “empty”."))
    found = targets_of(workspace, role, [test.value]).get(test.value)
    ends = {"person": "customer", "company": "company"}
    end = ends.get(role.target, "other")
    return Q(pk__in=held.filter(**{end: found or 0}).values("record"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _ends_of(workspace: Workspace, day: date) -> tuple[datetime, datetime]:
    """The first moment of the workspace's day and of the next one, in UTC."""
    zone, utc = ZoneInfo(workspace.time_zone or "UTC"), ZoneInfo("UTC")
    if not date(1900, 1, 1) <= day <= date(2200, 1, 1):
        raise BadTest(_("The day “%(day)s” is out of reach.") % {"day": day.isoformat()})
    start = datetime.combine(day, time(), zone).astimezone(utc)
    end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(utc)
    return start, end

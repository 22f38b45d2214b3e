"""What the list of a kind's records shows: which records, which columns, which page."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from raabta.customers.attribute_kind import kind_named
from raabta.customers.fields import ATTRIBUTE, Field, attribute_field, definitions_of
from raabta.objects.models import ObjectKind, ObjectRecord
from raabta.objects.queries import links, matching, roles_of
from raabta.objects.queries.filtering import ROLE, BadTest, FieldTest, asked_for, sorted_by
from raabta.web.http import HttpRequest
from raabta.web.paging import SIZE, Paged, asked_page, whole
from raabta.workspaces.models import Workspace

MOST_COLUMNS, USUAL = 20, 4
RANGED = {"number", "money", "date", "moment"}
CONTROLS = {"number": "number", "money": "number", "date": "date", "moment": "date"}
ENDS = ((".from", "at_least"), (".to", "at_most"))


@dataclass(frozen=True)
class Column:
    """`field` is what the cell shows; one with an attribute can be edited in place."""

    key: str
    label: Promise | str
    kind: str = "text"
    field: Field | None = None
    sort: bool = True

    @property
    def is_number(self) -> bool:
        return self.kind == "number"

    @property
    def edit_key(self) -> str:
        """The key of the attribute that is edited in place; "" for none."""
        editable = self.field is not None and not self.field.is_computed
        return self.key.removeprefix(ATTRIBUTE) if editable else ""


@dataclass(frozen=True)
class Filter:
    """One control of the filter bar."""

    name: str
    label: str
    kind: str  # text, number, date, choice
    value: str
    until: str = ""
    choices: Sequence[tuple[str, str]] = ()

    @property
    def is_range(self) -> bool:
        return self.kind in {"number", "date"}


@dataclass(frozen=True)
class Listing(Paged):
    columns: list[Column]
    filters: list[Filter]
    in_use: int
    query: str  # the parameters that choose records
    problem: str = ""


def listing(request: HttpRequest, kind: ObjectKind) -> Listing:
    """The page of the list that the address asks for."""
    columns, page = chosen_columns(request, kind), asked_page(request)
    found, problem = found_by(request.workspace, kind, request.GET)
    ordered = sorted_by(found, request.workspace, kind, request.GET.get("sort", ""))
    rows = list(ordered[(page - 1) * SIZE : page * SIZE])
    filters = filters_of(request, kind)
    return Listing(
        rows=list(zip(rows, cells_of(request.workspace, columns, rows), strict=True)),
        total=found.count(),
        page=page,
        columns=columns,
        filters=filters,
        in_use=sum(bool(one.value) + bool(one.until) for one in filters),
        query=says(request.GET).urlencode(),
        problem=problem,
    )


def found_by(
    workspace: Workspace, kind: ObjectKind, query: QueryDict
) -> tuple[QuerySet[ObjectRecord], str]:
    """The records that the parameters choose; with what could not be understood, the words alone."""
    search, tests = query.get("q", ""), list(tests_of(workspace, kind, query))
    try:
        return asked_for(workspace, kind, search=search, tests=tests), ""
    except BadTest as error:
        return matching(workspace, kind, search), str(error)


def tests_of(workspace: Workspace, kind: ObjectKind, query: QueryDict) -> Iterator[FieldTest]:
    """The tests that an address asks, by the controls of the filter bar."""
    for definition in definitions_of(workspace, kind.subject):
        compared, key = kind_named(definition.kind).compared_as, ATTRIBUTE + definition.key
        name = f"f.{definition.key}"
        value = query.get(name, "").strip()
        if value in {"empty", "filled"} and compared not in {"text", "list"}:
            yield FieldTest(key, value)
        elif value:
            exact = compared in RANGED | {"boolean", "choice"}
            yield FieldTest(key, "is" if exact else "contains", value)
        yield from _range(key, name, query)
    for role in roles_of(kind):
        if value := query.get(f"r.{role.key}", "").strip():
            yield FieldTest(ROLE + role.key, "is", value)
    yield from _range("created_at", "added", query)


def _range(key: str, name: str, query: QueryDict) -> Iterator[FieldTest]:
    for end, operator in ENDS:
        if value := query.get(name + end, "").strip():
            yield FieldTest(key, operator, value)


def says(query: QueryDict) -> QueryDict:
    """Only the parameters that choose records, for exports and what is done to all of them."""
    kept = QueryDict(mutable=True)
    for key, values in query.lists():
        if key == "q" or key.startswith(("f.", "r.", "added.")):
            kept.setlist(key, values)
    return kept


def filters_of(request: HttpRequest, kind: ObjectKind) -> list[Filter]:
    query = request.GET
    found = []
    for definition in definitions_of(request.workspace, kind.subject):
        compared, name = kind_named(definition.kind).compared_as, f"f.{definition.key}"
        control = CONTROLS.get(compared, "text")
        options: list[tuple[str, str]] = []
        if compared == "boolean":
            options = [("yes", _("Yes")), ("no", _("No")), ("empty", _("Not known"))]
        elif compared == "choice":
            options = [*((one, one) for one in definition.choices), ("empty", _("Not known"))]
        if options:
            control = "choice"
        ends = [query.get(name + end, "") for end, _operator in ENDS]
        value = ends[0] if control in {"number", "date"} else query.get(name, "")
        found.append(Filter(name, definition.label, control, value, ends[1], options))
    named = [(f"r.{role.key}", role.label) for role in roles_of(kind)]
    found += [Filter(name, label, "text", query.get(name, "")) for name, label in named]
    ends = [query.get(f"added{end}", "") for end, _operator in ENDS]
    found.append(Filter("added", _("Added"), "date", ends[0], ends[1]))
    return found


def columns_of(workspace: Workspace, kind: ObjectKind) -> dict[str, Column]:
    """Every column that the list of a kind can have; the title comes first."""
    fields = [attribute_field(one) for one in definitions_of(workspace, kind.subject)]
    columns = [
        Column("title", _("Title")),
        Column("external_id", _("Unique key")),
        *(Column(one.key, one.label, one.kind, one) for one in fields),
        *(Column(ROLE + one.key, one.label, sort=False) for one in roles_of(kind)),
        Column("created_at", _("Added"), "moment"),
        Column("updated_at", _("Changed"), "moment"),
    ]
    return {one.key: one for one in columns}


def chosen_columns(request: HttpRequest, kind: ObjectKind) -> list[Column]:
    every = columns_of(request.workspace, kind)
    asked = ",".join(request.GET.getlist("columns")).split(",")
    wanted = [key for key in asked if key in every]
    own = [key for key in every if key.startswith(ATTRIBUTE)][:USUAL]
    usual = ["external_id", *own, "created_at"]
    return [every[key] for key in dict.fromkeys(["title", *(wanted or usual)])][:MOST_COLUMNS]


def cells_of(
    workspace: Workspace, columns: Sequence[Column], rows: Sequence[ObjectRecord]
) -> list[list[Any]]:
    """The cells of each record; relations of all are asked for at once."""
    related = any(column.key.startswith(ROLE) for column in columns)
    ends = ends_of(workspace, [row.pk for row in rows]) if related else {}
    return [[_cell(row, column, ends) for column in columns] for row in rows]


def _cell(row: ObjectRecord, column: Column, ends: dict[tuple[int, str], list[str]]) -> Any:
    if column.key.startswith(ATTRIBUTE):
        return row.attributes.get(column.key.removeprefix(ATTRIBUTE))
    if column.key.startswith(ROLE):
        return ends.get((row.pk, column.key.removeprefix(ROLE)), [])
    return str(row) if column.key == "title" else getattr(row, column.key)


def ends_of(
    workspace: Workspace, ids: Sequence[int], *, as_codes: bool = False
) -> dict[tuple[int, str], list[str]]:
    """What each record is linked with in each role: names, or what an import reads back."""
    found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    held = links(workspace).filter(record__in=ids)
    for one in held.select_related("customer", "company", "other", "role").order_by("pk"):
        who = one.customer
        code = (who.email or who.external_id or who.phone) if who else ""
        name = who.name if who else str(one.company or one.other)
        found[one.record_id, one.role.key].append(code or name if as_codes else name)
    return found


def chosen_ids(request: HttpRequest, kind: ObjectKind) -> list[int]:
    """The records that a form is about: the ticked ones, or all that the list's filters choose."""
    if not request.POST.get("everything"):
        texts = request.POST.getlist("ids")
        return list(dict.fromkeys(pk for text in texts if (pk := whole(text))))
    query = QueryDict(request.POST.get("query", ""))
    found, problem = found_by(request.workspace, kind, query)
    return [] if problem else list(found.order_by("pk").values_list("pk", flat=True))

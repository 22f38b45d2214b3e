"""The filter bar above the list: what can be chosen, and what is."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from raabta.audiences.condition import conditions
from raabta.customers.attribute_kind import kind_named
from raabta.customers.fields import definitions_of
from raabta.customers.models import AttributeDefinition, AttributePath, Customer, Tag
from raabta.customers.queries import people
from raabta.customers.queries.paths import paths_in_use
from raabta.web.customers.filters import LAST_ORDER, SAYS_DATES, Filters, says
from raabta.web.http import HttpRequest
from raabta.web.templatetags.people import language
from raabta.web.workspaces import choices

Choices = list[tuple[str, Any]]
MOST = 20  # places inside free-form attributes
MANY = 2_000  # people in whom the languages in use are looked up


@dataclass(frozen=True)
class AttributeFilter:
    name: str
    label: str
    kind: str
    value: str
    choices: Choices = field(default_factory=list)


@dataclass(frozen=True)
class Bar:
    countries: Choices
    languages: Choices
    tags: Choices
    consents: Choices
    attributes: list[AttributeFilter]
    more: int  # filters in use among those that are folded away
    spoken: str
    hidden: list[tuple[str, str]]
    query: str  # the parameters that choose people
    has_orders: bool


def bar_for(request: HttpRequest, filters: Filters) -> Bar:
    query = request.GET
    attributes = [_attribute(request, one) for one in definitions_of(request.workspace)]
    attributes += [_inside(request, *found) for found in paths_in_use(request.workspace)[:MOST]]
    folded = ("company", "city", *SAYS_DATES)
    more = sum(bool(query.get(name)) for name in folded) + sum(bool(a.value) for a in attributes)
    kept = ("rule", "audience", "view")
    return Bar(
        countries=choices.countries(),
        languages=_languages(request, query.get("language", "")),
        tags=_tags(query.get("tag", "")),
        consents=[
            ("granted", _("Agreed")),
            ("withdrawn", _("Refused")),
            ("unknown", _("Never asked")),
        ],
        attributes=attributes,
        more=more,
        spoken=filters.spoken,
        hidden=[(name, query[name]) for name in kept if query.get(name)]
        + [("columns", value) for value in query.getlist("columns")],
        query=says(query).urlencode(),
        has_orders=LAST_ORDER in conditions,
    )


FILTERED = {
    "number": "number",
    "money": "number",
    "date": "date",
    "moment": "date",
    "boolean": "boolean",
}


def _attribute(request: HttpRequest, definition: AttributeDefinition) -> AttributeFilter:
    kind, name = (
        FILTERED.get(kind_named(definition.kind).compared_as, "text"),
        f"a.{definition.key}",
    )
    options: Choices = [(choice, choice) for choice in definition.choices]
    if kind == "boolean":
        options = yes_or_no()
    return AttributeFilter(name, definition.label, kind, request.GET.get(name, ""), options)


def yes_or_no() -> Choices:
    return [("yes", _("Yes")), ("no", _("No")), ("empty", _("Not known"))]


def _inside(
    request: HttpRequest, definition: AttributeDefinition, found: AttributePath
) -> AttributeFilter:
    """A place inside a free-form attribute."""
    kind = found.kind if found.kind in FILTERED else "text"
    name, label = f"a.{definition.key}.{found.path}", f"{definition.label} › {found.path}"
    options: Choices = yes_or_no() if kind == "boolean" else []
    return AttributeFilter(name, label, kind, request.GET.get(name, ""), options)


def _languages(request: HttpRequest, chosen: str) -> Choices:
    """The languages that the newest people have, the workspace's own and the chosen one."""
    newest = people(request.workspace).order_by("-pk").values("language")[:MANY]
    counted = Customer.objects.filter(pk__in=newest.values("pk")).exclude(language="")
    found = set(
        counted.values("language").annotate(n=Count("pk")).values_list("language", flat=True)
    )
    codes = found | {request.workspace.language} | ({chosen} - {""})
    return sorted(((code, language(code)) for code in codes), key=lambda one: one[1])


def _tags(chosen: str) -> Choices:
    names = Tag.objects.order_by("name").values_list("name", flat=True)[:500]
    found = [(name, name) for name in names]
    return found if not chosen or chosen in names else [*found, (chosen, chosen)]

"""The list's filters: what the address says, as a rule of conditions."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict

from raabta.audiences.question import Question
from raabta.audiences.rules import BadRule, Rule, parse, sentence
from raabta.customers.attribute_kind import kind_named
from raabta.customers.fields import ATTRIBUTE, definitions_of
from raabta.customers.queries.paths import paths_in_use
from raabta.workspaces.models import Workspace

Json = dict[str, Any]
CHOICES = ("country", "language")
CREATED, ORDERED = "created", "ordered"
LONGEST_RULE = 20_000
# parameters that make a list what it is; the rest of an address is how it is shown
SAYS = ("q", "rule", "audience", "tag", "consent", "company", "city", *CHOICES)
SAYS_DATES = tuple(f"{name}_{end}" for name in (CREATED, ORDERED) for end in ("from", "to"))
LAST_ORDER = "order_day"  # there when a shop's context is


@dataclass(frozen=True)
class Filters:
    """Who the list is about. `problem` tells what could not be understood and was left out."""

    search: str
    rule: Rule
    count: int = 0
    problem: str = ""
    spoken: str = ""  # the sentence of a rule that another page sent

    @property
    def is_everybody(self) -> bool:
        return not self.search and not self.count


@dataclass
class Found:
    items: list[Json] = field(default_factory=list)
    problem: str = ""


def read_filters(workspace: Workspace, query: QueryDict) -> Filters:
    """Understand what can be understood; the rest is told as a problem."""
    search = query.get("q", "").replace("\x00", "").strip()[:200]
    items = list(_items(workspace, query))
    given = _given_rule(query)
    data = {"match": "all", "items": items + ([given] if given else [])}
    try:
        rule = parse(data)
    except BadRule as error:
        return Filters(search, parse({}), problem=str(error))
    spoken = sentence(parse(given), Question(workspace)) if given else ""
    return Filters(search, rule, len(data["items"]), spoken=spoken)


def says(query: QueryDict) -> QueryDict:
    """Only the parameters that choose people, for exports and bulk actions on all of them."""
    kept = QueryDict(mutable=True)
    for key, values in query.lists():
        if key in SAYS or key in SAYS_DATES or key.startswith("a."):
            kept.setlist(key, values)
    return kept


def _items(workspace: Workspace, query: QueryDict) -> Iterator[Json]:
    for name in CHOICES:
        if values := [v for v in query.getlist(name) if v]:
            yield _condition("attribute_choice", field=name, values=values)
    for name, column in (("company", "company_name"), ("city", "city")):
        if value := query.get(name, "").strip():
            yield _condition("attribute_text", field=column, operator="is", value=value)
    yield from _memberships(query)
    yield from _dates(query)
    yield from _attributes(workspace, query)


def _attributes(workspace: Workspace, query: QueryDict) -> Iterator[Json]:
    """Custom attributes, and the places inside free-form ones."""
    own = [(one.key, one.kind) for one in definitions_of(workspace)]
    inside = [(f"{about.key}.{one.path}", one.kind) for about, one in paths_in_use(workspace)]
    for name, kind in [*own, *inside]:
        if value := query.get(f"a.{name}", "").strip():
            yield _attribute(ATTRIBUTE + name, kind, value)


def _memberships(query: QueryDict) -> Iterator[Json]:
    if tags := [v for v in query.getlist("tag") if v]:
        yield _condition("tag", operator="any", tags=tags)
    if state := query.get("consent", ""):
        yield _condition("consent", state=state, purpose="marketing", channel="email")
    if audience := query.get("audience", ""):
        yield _condition("in_audience", audience=audience)


def _attribute(name: str, kind: str, value: str) -> Json:
    match kind_named(kind).compared_as:
        case "number" | "money":
            return _condition("attribute_number", field=name, operator="exactly", amount=value)
        case "date" | "moment":
            return _condition("attribute_date", field=name, operator="on", start=value)
        case "boolean":
            return _condition("attribute_flag", field=name, operator=value)
        case "choice":
            return _condition("attribute_choice", field=name, values=[value])
        case "list":
            return _condition("attribute_list", field=name, operator="any", values=[value])
    return _condition("attribute_text", field=name, operator="contains", value=value)


def _dates(query: QueryDict) -> Iterator[Json]:
    for name, key, params, word in (
        (CREATED, "attribute_date", {"field": "created_at"}, "operator"),
        (ORDERED, LAST_ORDER, {"which": "last"}, "span"),
    ):
        first, last = _day(query.get(f"{name}_from")), _day(query.get(f"{name}_to"))
        end = "end" if word == "span" else "start"
        if first and last:
            how = {word: "between", "start": str(first), "end": str(last)}
        elif first:
            how = {word: "after", "start": str(first)}
        elif last:
            how = {word: "before", end: str(last + timedelta(days=1))}
        else:
            continue
        yield _condition(key, **params, **how)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _given_rule(query: QueryDict) -> Json | None:
    """A rule in the address, put there by a page whose number drills down to people."""
    text = query.get("rule", "")
    if not text or len(text) > LONGEST_RULE:
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _condition(key: str, **params: Any) -> Json:
    return {"key": key, "params": params}

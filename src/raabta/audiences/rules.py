"""A rule: nested groups of conditions that all, any or none must hold."""

from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import add, and_, or_
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError

from raabta.audiences.condition import Condition, conditions
from raabta.audiences.question import Question
from raabta.audiences.wording import listed, number, tidy
from raabta.kernel.registry import UnknownMember

MOST_CONDITIONS = 50
DEEPEST = 5


class Match(StrEnum):
    ALL = "all"
    ANY = "any"
    SOME = "some"  # at least so many of them
    NONE = "none"


@dataclass(frozen=True)
class Group:
    """Conditions and groups; one without items lets everybody through."""

    match: Match
    items: tuple["Group | Condition", ...] = ()
    least: int = 1  # how many must hold, for Match.SOME


Rule = Group
EVERYBODY = Group(Match.ALL)


@dataclass(frozen=True)
class Problem:
    """What is wrong with the item at `path` ("0.2" is the third item of the first)."""

    path: str
    message: str
    field: str = ""


class BadRule(ValueError):
    """The rule cannot be asked; tells every problem."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


def parse(data: Any) -> Rule:
    """The rule that this JSON describes. Raises BadRule."""
    problems: list[Problem] = []
    rule = _group(data or {"match": "all", "items": []}, "", 1, problems)
    if rule is not None and len(conditions_of(rule)) > MOST_CONDITIONS:
        message = ngettext(
            "A rule has at most %(count)s condition.",
            "A rule has at most %(count)s conditions.",
            MOST_CONDITIONS,
        )
        problems.append(Problem("", message % {"count": MOST_CONDITIONS}))
    if problems or rule is None:
        raise BadRule(problems)
    return rule


def to_json(rule: Rule) -> dict[str, Any]:
    least = {"least": rule.least} if rule.match is Match.SOME else {}
    return {
        "match": rule.match.value,
        **least,
        "items": [_item_json(item) for item in rule.items],
    }


def conditions_of(rule: Rule) -> list[Condition]:
    """Every condition, in the order of reading."""
    found: list[Condition] = []
    for item in rule.items:
        found += conditions_of(item) if isinstance(item, Group) else [item]
    return found


def expression(rule: Rule | Condition, asked: Question) -> Any:
    """A boolean over `asked.customer`, never NULL."""
    import ibis

    if isinstance(rule, Condition):
        return _surely(rule.where(asked))
    parts = [expression(item, asked) for item in rule.items]
    if not parts:
        return ibis.literal(value=True)
    if rule.match is Match.ALL:
        return reduce(and_, parts)
    if rule.match is Match.SOME:
        return reduce(add, [ibis.ifelse(part, 1, 0) for part in parts]) >= rule.least
    some = reduce(or_, parts)
    return some if rule.match is Match.ANY else ~some


def sentence(rule: Rule, asked: Question) -> str:
    """The rule in words, in the active language."""
    if not rule.items:
        return _("Everyone")
    return tidy(_("Everyone where %(conditions)s") % {"conditions": clause(rule, asked)}) + _(".")


def clause(rule: Rule | Condition, asked: Question) -> str:
    if isinstance(rule, Condition):
        return tidy(rule.sentence(asked))
    parts = [
        _("(%(conditions)s)") % {"conditions": clause(item, asked)}
        if isinstance(item, Group) and len(rule.items) > 1 and _is_long(item)
        else clause(item, asked)
        for item in rule.items
    ]
    if not parts:
        return _("anything is true")
    if rule.match is Match.NONE:
        return _("none of this is true: %(conditions)s") % {"conditions": listed(parts, "or")}
    if rule.match is Match.SOME:
        words = ngettext(
            "at least %(count)s of this is true: %(conditions)s",
            "at least %(count)s of these are true: %(conditions)s",
            rule.least,
        )
        counted = {"count": number(rule.least), "conditions": listed(parts, "standard")}
        return words % counted
    return listed(parts, "standard" if rule.match is Match.ALL else "or")


def _is_long(group: Group) -> bool:
    """Whether a reader could not see where it ends."""
    return group.match in {Match.NONE, Match.SOME} or len(group.items) > 1


def _surely(where: Any) -> Any:
    """NULL is false, so that "none" means what it says."""
    import ibis.expr.operations as ops

    operation = where.op()
    inner = operation.arg if isinstance(operation, ops.Not) else operation
    # ids are never NULL, and a plain semi-join is the faster plan
    return where if isinstance(inner, ops.InSubquery) else where.fill_null(False)  # noqa: FBT003


def _group(data: Any, path: str, depth: int, problems: list[Problem]) -> Group | None:
    if not isinstance(data, dict) or not isinstance(data.get("items", []), list):
        problems.append(Problem(path, _("This is not a group of conditions.")))
        return None
    if depth > DEEPEST:
        message = _("Groups can be nested %(levels)s deep at most.") % {"levels": DEEPEST}
        problems.append(Problem(path, message))
        return None
    if data.get("match", "all") not in set(Match):
        problems.append(Problem(path, _("A group matches all, any, some or none.")))
        return None
    least = _least(data, path, problems)
    items = [
        _item(item, f"{path}.{at}" if path else str(at), depth, problems)
        for at, item in enumerate(data.get("items", []))
    ]
    kept = tuple(item for item in items if item is not None)
    return Group(Match(data.get("match", "all")), kept, least)


def _least(data: dict[str, Any], path: str, problems: list[Problem]) -> int:
    """How many of a group's items must hold: one, unless it matches some."""
    if data.get("match") != Match.SOME:
        return 1
    told, most = data.get("least", 1), max(1, len(data.get("items", [])))
    text = "" if isinstance(told, bool) else str(told)
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if 1 <= found <= most:
        return found
    words = _("Enter how many of the conditions must be true: from 1 to %(most)s.")
    problems.append(Problem(path, words % {"most": most}, "least"))
    return 1


def _item(data: Any, path: str, depth: int, problems: list[Problem]) -> Group | Condition | None:
    if isinstance(data, dict) and "match" in data:
        return _group(data, path, depth + 1, problems)
    key = data.get("key") if isinstance(data, dict) else None
    params = data.get("params", {}) if isinstance(data, dict) else None
    try:
        if isinstance(key, str) and isinstance(params, dict):
            if _has_nul(params):  # no engine and no database takes it
                problems.append(Problem(path, _("Choose or enter a value.")))
                return None
            return conditions.build(key, params)
        problems.append(Problem(path, _("This is not a condition.")))
    except UnknownMember:
        problems.append(Problem(path, _("No condition is called “%(key)s”.") % {"key": key}))
    except ValidationError as error:
        for one in error.errors():
            field = str(one["loc"][0]) if one["loc"] else ""
            problems.append(Problem(path, told(one), field))
    return None


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(map(_has_nul, (*value, *value.values())))
    return isinstance(value, list | tuple) and any(map(_has_nul, value))


def told(error: Any) -> str:
    """A problem of a field for people, not for programmers."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["type"].startswith(("int_", "decimal_", "float_")):
        return _("Enter a number.")
    if error["type"].startswith("date_"):
        return _("Enter a date.")
    if error["type"] in {"greater_than_equal", "less_than_equal", "greater_than", "less_than"}:
        bounds = [v for v in error["ctx"].values() if not isinstance(v, Exception)]
        return (
            _("Enter a number of at least %(bound)s.")
            if error["type"].startswith("greater")
            else _("Enter a number of at most %(bound)s.")
        ) % {"bound": bounds[0]}
    if error["type"] in {"string_too_long", "too_long"}:
        return _("This is too long.")
    return _("Choose or enter a value.")


def _item_json(item: Group | Condition) -> dict[str, Any]:
    if isinstance(item, Group):
        return to_json(item)
    return {"key": item.key, "params": item.model_dump(mode="json", exclude_defaults=True)}

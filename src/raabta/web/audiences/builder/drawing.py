"""The tree as the template draws it: nested nodes with their controls, choices and problems."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from raabta.audiences.condition import conditions
from raabta.audiences.controls import Control, controls
from raabta.audiences.property_filter import OPERATORS
from raabta.audiences.question import Question
from raabta.audiences.rules import DEEPEST, Match, Problem
from raabta.web.audiences.builder.reading import ROOT, Tree

Options = list[tuple[str, list[tuple[str, str]]]]
MATCHES: dict[Match, Callable[[], str]] = {
    Match.ALL: lambda: _("all of this is true"),
    Match.ANY: lambda: _("any of this is true"),
    Match.SOME: lambda: _("at least so many of these are true:"),
    Match.NONE: lambda: _("none of this is true"),
}


@dataclass(frozen=True)
class Drawn:
    """A group or a condition at its place. `slot` is the path as an element's id may have it."""

    path: str
    is_group: bool
    label: str = ""
    icon: str = ""
    key: str = ""
    match: str = ""
    matches: list[tuple[str, str]] = field(default_factory=list)
    least: str = ""  # for a group that matches some
    may_nest: bool = True
    is_first: bool = True
    is_last: bool = True
    controls: list[Control] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    items: list["Drawn"] = field(default_factory=list)
    operators: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def slot(self) -> str:
        return self.path.replace(".", "-")


@dataclass(frozen=True)
class Picture:
    root: Drawn
    options: Options


class _Pen:
    def __init__(self, asked: Question, problems: list[Problem]) -> None:
        self.asked = asked
        self.problems: dict[str, list[Problem]] = defaultdict(list)
        for one in problems:
            self.problems[f"{ROOT}.{one.path}" if one.path else ROOT].append(one)
        self.labels: dict[str, list[tuple[dict[str, Any], str]]] = defaultdict(list)

    def options(self) -> Options:
        """What can be added, under headings; also learns what each condition is called."""
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for member in conditions.members():
            for choice in member.choices(self.asked):
                written = json.dumps(choice.params) if choice.params else ""
                groups[str(member.group)].append((f"{member.key}|{written}", str(choice.label)))
                self.labels[member.key].append((choice.params, str(choice.label)))
        return list(groups.items())

    def draw(self, node: Tree, path: str) -> Drawn:
        told = self.problems[path]
        if "items" not in node:
            return self._condition(node, path, told)
        last = len(node["items"]) - 1
        return Drawn(
            path=path,
            is_group=True,
            match=node.get("match", "all"),
            least=str(node.get("least", 2)) if node.get("match") == Match.SOME else "",
            matches=[(match.value, label()) for match, label in MATCHES.items()],
            may_nest=path.count(".") + 1 < DEEPEST,
            problems=[one.message for one in told],
            items=[
                replace(self.draw(one, f"{path}.{n}"), is_first=n == 0, is_last=n == last)
                for n, one in enumerate(node["items"])
            ],
        )

    def _condition(self, node: Tree, path: str, told: list[Problem]) -> Drawn:
        key, params = node.get("key", ""), node.get("params", {})
        if key not in conditions:
            unknown = _("This condition is not available any more. Remove it to go on.")
            return Drawn(path=path, is_group=False, key=key, problems=[unknown])
        member = conditions[key]
        drawn = controls(member, params, self.asked, {p.field: p.message for p in told if p.field})
        shown = {control.name for control in drawn if control.draw != "filters"}
        return Drawn(
            path=path,
            is_group=False,
            key=key,
            label=self._label(key, params) or str(member.label),
            icon=member.icon,
            controls=drawn,
            problems=[p.message for p in told if p.field not in shown],
            operators=list(OPERATORS.items()),
        )

    def _label(self, key: str, params: dict[str, Any]) -> str:
        for fixed, label in self.labels[key]:
            if all(params.get(name) == value for name, value in fixed.items()):
                return label
        return ""


def draw(tree: Tree, asked: Question, problems: list[Problem]) -> Picture:
    pen = _Pen(asked, problems)
    options = pen.options()
    return Picture(pen.draw(tree, ROOT), options)

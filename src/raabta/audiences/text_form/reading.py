"""From text back to a rule; every problem is told with its line.

All values are read as words, and the fields of a condition make numbers and days of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from raabta.audiences.condition import References, conditions
from raabta.audiences.rules import BadRule, Match, Problem, parse
from raabta.audiences.text_form.names import Ids, UnknownName

LONGEST = 200_000  # letters of a file
DEEPEST = 20
LEAST = re.compile(r"at least ([0-9]{1,2})")
KEYS = ("name", "description", "rule")
Node = yaml.nodes.Node


@dataclass(frozen=True)
class AudienceText:
    """What a file says; `rule` is checked JSON, `audiences` the names of others in it."""

    name: str
    description: str
    rule: dict[str, Any]
    audiences: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    number: int
    message: str

    def __str__(self) -> str:
        return _("Line %(line)s: %(message)s") % {"line": self.number, "message": self.message}


class BadText(ValueError):
    """The text is no audience; tells every problem."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__("\n".join(map(str, lines)))
        self.lines = lines


@dataclass
class _Reader:
    there: References
    problems: list[Line] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)  # by path in the rule

    def wrong(self, node: Node, message: str) -> None:
        self.problems.append(Line(_line(node), message))

    def group(self, node: Node, path: str) -> dict[str, Any]:
        self.lines[path] = _line(node)
        pairs = _pairs(node)
        word = next(iter(pairs), "")
        least = LEAST.fullmatch(word)
        if len(pairs) != 1 or not (least or word in set(Match) - {Match.SOME}):
            self.wrong(
                node, _("A group is one of: all, any, none, at least 2 (or another number).")
            )
            return {"match": "all", "items": []}
        below = pairs[word]
        if not isinstance(below, yaml.SequenceNode):
            if not (isinstance(below, yaml.ScalarNode) and not below.value):
                self.wrong(below, _("Conditions stand in a list: one in a line, after “- ”."))
            below.value = []
        prefix = f"{path}." if path else ""
        items = [self.item(one, f"{prefix}{at}") for at, one in enumerate(below.value)]
        if least:
            return {"match": "some", "least": int(least[1]), "items": items}
        return {"match": word, "items": items}

    def item(self, node: Node, path: str) -> dict[str, Any]:
        self.lines[path] = _line(node)
        pairs = _pairs(node)
        word = next(iter(pairs), "")
        if word in set(Match) or LEAST.fullmatch(word):
            return self.group(node, path)
        if len(pairs) != 1:
            self.wrong(node, _("A condition is its key and, after a colon, its settings."))
            return {"match": "all", "items": []}
        return {"key": word, "params": self.params(word, pairs[word])}

    def params(self, key: str, node: Node) -> dict[str, Any]:
        if isinstance(node, yaml.ScalarNode) and not node.value:
            return {}
        told = _plain(node)
        if not isinstance(told, dict):
            self.wrong(node, _("The settings of a condition stand in braces: {name: value}."))
            return {}
        if key not in conditions:
            return told  # which is told of with the other problems of the rule
        fields = conditions[key].model_fields
        for name in told.keys() - fields.keys():
            words = _("“%(key)s” has no setting “%(name)s”; it has: %(names)s.")
            names = ", ".join(fields)
            self.wrong(node, words % {"key": key, "name": name, "names": names})
        try:
            return conditions[key].moved(told, self.there)
        except UnknownName as error:
            self.wrong(node, str(error))
            return told

    def checked(self, tree: dict[str, Any]) -> dict[str, Any]:
        """The tree, once all of it is asked for problems. Raises BadText."""
        try:
            parse(tree)
        except BadRule as error:
            told = {one.number for one in self.problems}  # what follows from it helps nobody
            lines = [Line(self.lines.get(one.path, 1), _message(one)) for one in error.problems]
            self.problems += [line for line in lines if line.number not in told]
        if self.problems:
            raise BadText(sorted(set(self.problems), key=lambda one: one.number))
        return tree


def name_in(text: str) -> str:
    """The name that a file gives its audience; "" when it cannot be read."""
    try:
        node = _composed(text)
    except BadText:
        return ""
    return _name(node)


def read(text: str, there: Ids) -> AudienceText:
    """The audience of a file. Raises BadText."""
    node = _composed(text)
    reader = _Reader(there)
    pairs = _pairs(node)
    for name in pairs.keys() - set(KEYS):
        words = _("There is no “%(name)s” in an audience; there are: %(names)s.")
        reader.wrong(pairs[name], words % {"name": name, "names": ", ".join(KEYS)})
    name = _name(node)
    if not name or len(name) > 120:
        reader.wrong(pairs.get("name", node), _("An audience needs a name of up to 120 letters."))
    about = pairs.get("description")
    description = str(about.value).strip() if isinstance(about, yaml.ScalarNode) else ""
    tree: dict[str, Any] = {"match": "all", "items": []}
    if "rule" in pairs:
        tree = reader.group(pairs["rule"], "")
    else:
        reader.wrong(node, _("An audience needs a rule."))
    return AudienceText(name, description, reader.checked(tree), frozenset(there.audiences))


def read_rule(text: str, there: References) -> dict[str, Any]:
    """The JSON of a group or condition that was copied alone. Raises BadText."""
    reader = _Reader(there)
    item = reader.item(_composed(text), "0")
    return dict(reader.checked({"match": "all", "items": [item]})["items"][0])


def _composed(text: str) -> Node:
    """The tree of the text. Raises BadText."""
    if len(text) > LONGEST:
        raise BadText([Line(1, _("The text is too long."))])
    try:
        _refuse_traps(yaml.parse(text, Loader=yaml.BaseLoader))
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        words = _("This is not readable as YAML (%(problem)s).")
        problem = getattr(error, "problem", None) or _("letters that no file has")
        raise BadText([Line(mark.line + 1 if mark else 1, words % {"problem": problem})]) from error
    if node is None:
        raise BadText([Line(1, _("There is nothing in it."))])
    return node


def _refuse_traps(events: Iterator[Any]) -> None:
    """References within the text grow without end, and depth costs the reader its stack."""
    depth = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadText([Line(event.start_mark.line + 1, _("Anchors and aliases are not read."))])
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise BadText([Line(event.start_mark.line + 1, _("This is nested too deep."))])


def _pairs(node: Node) -> dict[str, Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): value for key, value in node.value}


def _name(node: Node) -> str:
    told = _pairs(node).get("name")
    return str(told.value).strip() if isinstance(told, yaml.ScalarNode) else ""


def _plain(node: Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one) for one in node.value]
    return node.value


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _message(problem: Problem) -> str:
    return f"{problem.field}: {problem.message}" if problem.field else problem.message

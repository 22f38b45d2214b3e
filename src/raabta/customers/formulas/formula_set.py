"""All formulas of a workspace for one kind of record, in the order in which they can be computed."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from raabta.customers.attribute_kind import InvalidValue, kind_of
from raabta.customers.formulas.checking import KINDS, kind_given
from raabta.customers.formulas.computing import asks_today, compute, names_in
from raabta.customers.formulas.records import Names
from raabta.customers.formulas.syntax import FormulaError, Node, parse
from raabta.customers.models import AttributeDefinition
from raabta.kernel import clock
from raabta.workspaces.models import Workspace

KINDS_GIVEN = ("text", "number", "date", "boolean")
parsed = lru_cache(maxsize=500)(parse)


class Formula(NamedTuple):
    definition: AttributeDefinition
    node: Node
    names: frozenset[str]


class FormulaSet:
    def __init__(self, workspace: Workspace, subject: str) -> None:
        self.names = Names(workspace, subject)
        self.today = clock.now().astimezone(self.names.zone).date()
        self.formulas = self._in_order()

    def computed(self, columns: Mapping[str, str], attributes: dict[str, Any]) -> dict[str, Any]:
        """The attributes as they should be; the very same object when nothing changes."""
        for formula in self.formulas:
            key = formula.definition.key
            value = self._value(formula, columns, attributes)
            held = attributes.get(key)
            if value == held and type(value) is type(held):
                continue
            kept = {name: other for name, other in attributes.items() if name != key}
            attributes = kept if value is None else {**kept, key: value}
        return attributes

    def value(
        self, node: Node, kind: str, columns: Mapping[str, str], attributes: Mapping[str, Any]
    ) -> Any:
        """What a formula that is not kept yet would give, for a preview."""
        about = AttributeDefinition(kind=kind)
        formula = Formula(about, node, frozenset(names_in(node)))
        return self._value(formula, columns, attributes)

    def moves_daily(self) -> list[AttributeDefinition]:
        return [one.definition for one in self.formulas if asks_today(one.node)]

    def _value(
        self, formula: Formula, columns: Mapping[str, str], attributes: Mapping[str, Any]
    ) -> Any:
        values = {name: self.names.value(name, columns, attributes) for name in formula.names}
        return _stored(formula.definition, compute(formula.node, values, self.today))

    def _in_order(self) -> list[Formula]:
        """Those first on which others rest. What cannot be read any more stays as it is."""
        waiting = {one.key: one for one in self.names.definitions.values() if one.formula}
        found: list[Formula] = []
        while waiting:
            for definition in list(waiting.values()):
                formula = _formula(definition)
                if formula and self._rests_on(formula.names) & waiting.keys():
                    continue
                found += [formula] if formula else []
                del waiting[definition.key]
                break
            else:
                break  # a circle, which no check lets in
        return found

    def _rests_on(self, names: frozenset[str]) -> set[str]:
        return {one.key for name in names if (one := self.names.attribute(name))}

    def check(self, text: str, key: str = "") -> tuple[Node, str]:
        """The tree of a new formula of the attribute `key`, and its kind. Raises FormulaError."""
        node = parsed(text)
        kind = kind_given(node, self.names.kind_of)
        if kind not in KINDS_GIVEN:
            words = _("The formula gives %(given)s, which cannot be kept.")
            raise FormulaError(words % {"given": KINDS[kind]})
        if key and key in self._reached(frozenset(names_in(node))):
            raise FormulaError(_("The formula would need its own value: it goes in a circle."))
        return node, kind

    def _reached(self, names: frozenset[str]) -> set[str]:
        """Every attribute on which these names rest, however far away."""
        found: set[str] = set()
        waiting = self._rests_on(names)
        by_key = {one.definition.key: one for one in self.formulas}
        while waiting:
            key = waiting.pop()
            found.add(key)
            if key in by_key:
                waiting |= self._rests_on(by_key[key].names) - found
        return found


def _formula(definition: AttributeDefinition) -> Formula | None:
    try:
        node = parsed(definition.formula)
    except FormulaError:
        return None
    return Formula(definition, node, frozenset(names_in(node)))


def _stored(definition: AttributeDefinition, value: Any) -> Any:
    """As the attribute's kind keeps it; None for what its limits refuse."""
    if value is None:
        return None
    if isinstance(value, float):
        value = round(value, 9)
    try:
        return kind_of(definition).parse(definition, value) if value != "" else None
    except InvalidValue:
        return None

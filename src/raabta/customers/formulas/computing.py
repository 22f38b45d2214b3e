"""The value of a formula that was checked, for one record."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from raabta.customers.formulas.functions import FUNCTIONS, OPERATORS, tidy
from raabta.customers.formulas.syntax import Call, Literal, Name, Node


def compute(node: Node, values: Mapping[str, Any], today: date) -> Any:
    """`values` by the names as they are written in the formula; None for what is missing."""
    if isinstance(node, Literal):
        return tidy(node.value)
    if isinstance(node, Name):
        return values.get(node.name)
    if node.name == "today":
        return today
    function = OPERATORS.get(node.name) or FUNCTIONS[node.name]
    return function([compute(one, values, today) for one in node.args])


def names_in(node: Node) -> set[str]:
    """The fields that a formula speaks of, as written."""
    if isinstance(node, Call):
        return set().union(*(names_in(one) for one in node.args))
    return {node.name} if isinstance(node, Name) else set()


def asks_today(node: Node) -> bool:
    """Whether its values move with the day."""
    if not isinstance(node, Call):
        return False
    return node.name == "today" or any(asks_today(one) for one in node.args)

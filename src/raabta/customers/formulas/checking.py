"""What kind of value a formula gives, known before anything is computed."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.formulas.functions import FUNCTIONS, OPERATORS, Function
from raabta.customers.formulas.syntax import Call, FormulaError, Literal, Name, Node

KINDS: dict[str, Promise] = {
    "number": gettext_lazy("a number"),
    "text": gettext_lazy("a text"),
    "date": gettext_lazy("a date"),
    "boolean": gettext_lazy("yes or no"),
    "list": gettext_lazy("a list"),
    "text or list": gettext_lazy("a text or a list"),
}
KindOf = Callable[[str], str | None]  # of a field; None for no such field


def kind_given(node: Node, kind_of: KindOf) -> str:
    """number, text, date, boolean or list. Raises FormulaError."""
    if isinstance(node, Literal):
        value = node.value
        if isinstance(value, bool):
            return "boolean"
        return "text" if isinstance(value, str) else "number"
    if isinstance(node, Name):
        return _field_kind(node, kind_of)
    return _call_kind(node, kind_of)


def _field_kind(node: Name, kind_of: KindOf) -> str:
    found = kind_of(node.name)
    if found is None:
        raise FormulaError(_("There is no field “%(name)s”.") % {"name": node.name[:60]}, node.at)
    if not found:
        words = _("A formula cannot compute with “%(name)s”.")
        raise FormulaError(words % {"name": node.name[:60]}, node.at)
    return found


def _call_kind(node: Call, kind_of: KindOf) -> str:
    function = OPERATORS.get(node.name) or FUNCTIONS.get(node.name)
    if function is None:
        raise FormulaError(
            _("There is no function “%(name)s”.") % {"name": node.name[:60]}, node.at
        )
    if not function.fits(len(node.args)):
        words = _("Write it as %(shape)s.")
        raise FormulaError(words % {"shape": function.shape or node.name}, node.at)
    same = ""
    for place, arg in enumerate(node.args):
        given = kind_given(arg, kind_of)
        wanted = function.kind_at(place)
        if wanted == "same":
            same = _alike(function, same, given, arg)
        elif wanted != "any" and given not in wanted.split(" or "):
            raise _other(wanted, given, arg)
    return same if function.gives == "same" else function.gives


def _alike(function: Function, same: str, given: str, arg: Node) -> str:
    if same and given != same:
        raise _other(same, given, arg)
    if function.only and given not in function.only:
        raise _other(function.only[0], given, arg)
    return given


def _other(wanted: str, given: str, arg: Node) -> FormulaError:
    words = _("This is %(given)s; %(wanted)s is needed here.")
    return FormulaError(words % {"given": KINDS[given], "wanted": KINDS[wanted]}, arg.at)

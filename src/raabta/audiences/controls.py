"""How a condition's form draws each of its fields, and with which values to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from raabta.audiences.drawable import Drawable, Text
from raabta.audiences.question import Question

Draw = Literal[
    "text", "number", "date", "select", "texts", "choices", "flag", "filters", "events", "hidden"
]


@dataclass(frozen=True)
class Input:
    """Put in a field's annotation.

    `when` names another field and the values of it for which this one is drawn. `names` are the
    labels of a Literal's values. `suggests` asks the condition for values while somebody types.
    """

    draw: Draw
    label: Text = ""
    names: dict[str, Any] = field(default_factory=dict)
    when: tuple[tuple[str, frozenset[str]], ...] = ()
    suggests: bool = False
    unit: Text = ""


@dataclass(frozen=True)
class Control:
    """One field of a form as it is drawn now."""

    name: str
    draw: str
    label: Text
    value: Any
    options: list[tuple[str, Text]]
    suggests: bool
    unit: Text
    error: str = ""

    @property
    def lines(self) -> str:
        """Several values, one in a line, as a text area takes them."""
        return "\n".join(self.value)


def controls(
    member: type[Drawable], params: dict[str, Any], asked: Question, errors: dict[str, str]
) -> list[Control]:
    """The fields to draw for these settings, which need not be valid."""
    values = {name: params.get(name, _default(info)) for name, info in member.model_fields.items()}
    found = []
    for name in dict.fromkeys((*member.order, *member.model_fields)):
        drawn = input_of(member.model_fields[name])
        if drawn and _is_shown(drawn, values):
            value = _written(values[name], drawn)
            found.append(
                Control(
                    name=name,
                    draw=drawn.draw,
                    label=drawn.label,
                    value=value,
                    options=_with_chosen(_options(member, name, params, asked), drawn, value),
                    suggests=drawn.suggests,
                    unit=drawn.unit,
                    error=errors.get(name, ""),
                )
            )
    return found


def _default(info: FieldInfo) -> Any:
    """What a new form begins with; nothing where somebody has to choose."""
    return None if info.is_required() else info.get_default(call_default_factory=True)


def input_of(info: FieldInfo) -> Input | None:
    return next((one for one in info.metadata if isinstance(one, Input)), None)


def _is_shown(drawn: Input, values: dict[str, Any]) -> bool:
    return all(str(values.get(name, "")) in allowed for name, allowed in drawn.when)


def _options(
    member: type[Drawable], name: str, params: dict[str, Any], asked: Question
) -> list[tuple[str, Text]]:
    info = member.model_fields[name]
    drawn = input_of(info)
    if drawn and get_origin(info.annotation) is Literal:
        return [(str(key), drawn.names.get(key, key)) for key in get_args(info.annotation)]
    if drawn and drawn.draw in {"select", "choices", "texts"}:
        return list(member.options_for(name, params, asked))
    return []


def _with_chosen(
    options: list[tuple[str, Text]], drawn: Input, value: Any
) -> list[tuple[str, Text]]:
    """The options and what was chosen, even when it is no longer offered."""
    known = {key for key, _label in options}
    chosen = {"select": [value], "choices": value}.get(drawn.draw, [])
    return options + [(one, one) for one in chosen if one and one not in known]


def _written(value: Any, drawn: Input) -> Any:
    if value is None:
        return ""
    if drawn.draw in {"texts", "choices", "filters", "events"}:
        return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else []
    return value if isinstance(value, bool) else str(value)

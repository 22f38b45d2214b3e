"""The family of attribute kinds: how a value is read, kept, limited and shown."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError

from raabta.customers.models import AttributeDefinition
from raabta.kernel.registry import Registry

Value = Any  # what JSON holds: a text, a number, true or false, a list or an object


class InvalidValue(ValueError):
    """The text is no value of this kind; the message is for the reader."""


class BadRules(ValueError):
    """The limits of a definition contradict each other; `field` is the one to blame."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field


class AttributeKind(BaseModel):
    """One kind. Its pydantic fields are the limits that a definition may set.

    `compared_as` names the comparison that audiences offer, `cell` how an import reads a cell
    before `parse` sees it, `control` the form's input, `shown_as` the look on pages.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    key: ClassVar[str]
    label: ClassVar[Promise]
    position: ClassVar[int] = 100
    compared_as: ClassVar[str] = "text"
    cell: ClassVar[str] = "text"
    control: ClassVar[str] = "text"
    shown_as: ClassVar[str] = ""
    choices: ClassVar[Literal["none", "may", "must"]] = "none"
    holds_many: ClassVar[bool] = False
    sample: ClassVar[Any] = "…"  # for the preview of a mail

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "key" in cls.__dict__:
            attribute_kinds.register(cls.key, cls)

    def parse(self, about: AttributeDefinition, raw: Any) -> Value:
        """The value to keep of whatever a form, cell or JSON holds. Raises InvalidValue."""
        raise NotImplementedError

    def text(self, value: Value) -> str:
        """The text that `parse` reads back as the same value."""
        return str(value)

    def shown(self, value: Value) -> Any:
        """What a page or file shows: a date, money, a number, a list or a text."""
        return value

    def in_message(self, value: Value) -> Any:
        """What a mail writes or reckons with."""
        return value


attribute_kinds: Registry[AttributeKind] = Registry("attribute_kinds")


def kinds() -> list[type[AttributeKind]]:
    """In the order of the form."""
    return sorted(attribute_kinds.members(), key=lambda one: (one.position, one.key))


def kind_named(key: str) -> type[AttributeKind]:
    """What was defined by a plug-in that has gone since is treated as a text."""
    return attribute_kinds[key if key in attribute_kinds else "text"]


def kind_of(definition: AttributeDefinition) -> AttributeKind:
    return kind_named(definition.kind).model_validate(definition.rules)


def checked_rules(key: str, rules: Mapping[str, Any]) -> dict[str, Any]:
    """The limits as they are kept, blanks left out. Raises BadRules."""
    given = {name: value for name, value in rules.items() if value not in (None, "")}
    try:
        kind = attribute_kinds.build(key, given)
    except ValidationError as error:
        first = error.errors()[0]
        cause = first.get("ctx", {}).get("error")
        where = str(first["loc"][0]) if first["loc"] else ""
        if isinstance(cause, BadRules):
            raise cause from error
        raise BadRules(where, str(cause) if cause else _("This does not fit.")) from error
    return kind.model_dump(mode="json", exclude_none=True)


def wrong(about: AttributeDefinition, raw: Any, wanted: str) -> InvalidValue:
    words = _("%(label)s: “%(text)s” is not %(wanted)s.")
    marks = {"label": about.label, "text": str(raw)[:60], "wanted": wanted}
    return InvalidValue(words % marks)

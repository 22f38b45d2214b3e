"""The family of form fields: what a visitor is asked, and how the answer is read."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError

from raabta.kernel.registry import Registry, UnknownMember
from raabta.workspaces.models import Workspace

Value = str | int | float | bool | list[str] | None
Raw = Sequence[str]


class InvalidAnswer(ValueError):
    """The answer cannot be taken; the message is for the visitor."""


class Words(BaseModel):
    label: str = ""
    help: str = ""
    placeholder: str = ""


class ShownWhen(BaseModel):
    """The field is asked only if another one, further up, has such an answer."""

    field: str
    how: Literal["is", "is_not", "one_of"] = "is"
    values: list[str] = []

    def holds(self, answers: Mapping[str, Value]) -> bool:
        given = answers.get(self.field)
        texts = {_text(one) for one in (given if isinstance(given, list) else [given])}
        meets = bool(texts & {value.casefold() for value in self.values})
        return not meets if self.how == "is_not" else meets


class FormField(BaseModel):
    """Subclass it in `form_fields/x.py` of any context; see `docs/howto/add-a-form-field.md`.

    `id` names the answer. `widget` chooses the part of `web/templates/forms/hosted/field.html`
    that draws it.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)
    key: ClassVar[str]
    label: ClassVar[Promise | str]
    icon: ClassVar[str] = "text-cursor-input"
    widget: ClassVar[str] = "input"
    input_type: ClassVar[str] = "text"
    asks: ClassVar[bool] = True  # False: it only says something
    fixed_target: ClassVar[str] = ""  # the customer's field that it always writes to
    settings: ClassVar[tuple[str, ...]] = ()  # fields of the class that the builder offers

    id: str
    words: dict[str, Words] = {}
    is_required: bool = False
    writes: str = ""  # "city", "attributes.size"
    shown_when: ShownWhen | None = None
    skip_known: bool = False  # not asked of a visitor of whom it is known
    is_further: bool = False  # asked only in place of a question that was skipped

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            form_fields.register(cls.key, cls)

    @property
    def target(self) -> str:
        return self.fixed_target or self.writes

    def say(self, name: str, languages: Sequence[str]) -> str:
        for language in (*languages, *self.words):
            words = self.words.get(language)
            if words and (text := getattr(words, name)):
                return str(text)
        return ""

    def options(self, languages: Sequence[str]) -> list[tuple[str, str]]:
        """What can be chosen: the value that is kept, and what it is called in the language."""
        return []

    def read(self, raw: Raw, workspace: Workspace) -> Value:
        """The answer as it is stored, or None for none. Raises InvalidAnswer."""
        text = " ".join(raw).strip() if raw else ""
        return self.parse(text, workspace) if text else None

    def parse(self, text: str, workspace: Workspace) -> Value:
        """What one text that is not empty means."""
        raise NotImplementedError

    def stored(self) -> dict[str, Any]:
        """What `field_from` reads."""
        return {"kind": self.key, **self.model_dump(mode="json")}


form_fields: Registry[FormField] = Registry("form_fields")


def field_from(row: dict[str, Any]) -> FormField | None:
    try:
        return form_fields.build(str(row.get("kind")), row)
    except (UnknownMember, ValidationError):
        return None


def limited(text: str, most: int) -> str:
    """Raises InvalidAnswer when the text is too long."""
    if len(text) > most:
        raise InvalidAnswer(_("At most %(most)s letters, please.") % {"most": most})
    return text


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value).casefold()

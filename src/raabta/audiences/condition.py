"""The family of conditions: fields that draw a form, an Ibis expression, and a sentence."""

from typing import Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict

from raabta.audiences.drawable import Drawable, Text
from raabta.audiences.question import Question
from raabta.kernel.registry import Registry


class References(Protocol):
    """What ids are called elsewhere: the ids of another workspace, or names in a file."""

    def of(self, model: str, told: Any, /) -> Any:
        """What a row of the model ("audiences.Audience") is called there; None when it is not."""

    def origin(self, text: str, /) -> str:
        """The same for a sender's words, such as "campaign:12"."""


class Choice(BaseModel):
    """One line of the list that a condition is picked from: a field, or the condition itself."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    label: Any
    params: dict[str, Any]


class Condition(Drawable):
    """One question about a person.

    Its fields are its settings; annotate them with `controls.Input` to say how the form draws
    them. `where` and `sentence` come from the same fields, so they cannot drift apart.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)
    key: ClassVar[str]
    label: ClassVar[Text]
    group: ClassVar[Text]
    icon: ClassVar[str] = "circle-dot"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "key" in cls.__dict__:
            conditions.register(cls.key, cls)

    def where(self, asked: Question) -> Any:
        """A boolean Ibis expression over `asked.customer`; NULL counts as false."""
        raise NotImplementedError

    def sentence(self, asked: Question) -> str:
        """A clause about "they" in the active language, one pattern with named placeholders."""
        raise NotImplementedError

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        """What it looked at for one person: names and Ibis values (one row, one column)."""
        return {}

    def warnings(self, asked: Question) -> list[str]:
        """What somebody should know about these settings, in the active language."""
        return []

    @classmethod
    def moved(cls, params: dict[str, Any], there: References) -> dict[str, Any]:
        """The settings with what their ids are called there; for those that hold ids."""
        return params

    @classmethod
    def choices(cls, asked: Question) -> list[Choice]:
        """How the list of conditions offers this one."""
        return [Choice(label=cls.label, params={})]

    @classmethod
    def suggests(cls, field: str, params: dict[str, Any], asked: Question) -> Any:
        """A table expression with the column `value`, counted to suggest values; or None."""
        return None


conditions: Registry[Condition] = Registry("conditions")

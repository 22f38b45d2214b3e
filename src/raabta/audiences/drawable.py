"""What a form can be drawn for: settings whose fields carry `controls.Input`."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.audiences.question import Question

Text = str | Promise


class Drawable(BaseModel):
    order: ClassVar[tuple[str, ...]] = ()  # fields that the form draws first, in this order

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Text]]:
        """Values and labels of a field drawn as a list."""
        return []

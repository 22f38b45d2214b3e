import json
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.attribute_kind import AttributeKind, InvalidValue, wrong
from raabta.customers.models import AttributeDefinition

LARGEST_BYTES = 8_000
DEEPEST = 8


class FreeForm(AttributeKind):
    """A JSON object or list of any shape, within a size."""

    key: ClassVar = "json"
    label: ClassVar = gettext_lazy("Free form (JSON)")
    position: ClassVar = 14
    compared_as: ClassVar = "json"
    control: ClassVar = "long"
    shown_as: ClassVar = "latin"
    sample: ClassVar = {"key": "value"}

    def parse(self, about: AttributeDefinition, raw: Any) -> Any:
        wanted = _("a JSON object or list")
        try:
            value = json.loads(raw, parse_constant=_refuse) if isinstance(raw, str) else raw
            written = json.dumps(value, ensure_ascii=False, allow_nan=False)
            size = len(written.encode())  # a half of a surrogate pair cannot be stored
        except (ValueError, TypeError, RecursionError):
            raise wrong(about, raw, wanted) from None
        if not isinstance(value, dict | list) or "\\u0000" in written:
            raise wrong(about, raw, wanted)
        if size > LARGEST_BYTES or _depth(value) > DEEPEST:
            words = _("%(label)s holds more than %(most)s bytes, or is nested too deeply.")
            raise InvalidValue(words % {"label": about.label, "most": LARGEST_BYTES})
        return value or None

    def text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def shown(self, value: Any) -> str:
        return self.text(value)


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0)

import unicodedata
from typing import Annotated, Any, ClassVar

import re2
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, field_validator

from raabta.customers.attribute_kind import AttributeKind, BadRules, InvalidValue
from raabta.customers.control import Control
from raabta.customers.models import AttributeDefinition

LONGEST_TEXT = 2_000


def plain(about: AttributeDefinition, raw: Any, most: int = LONGEST_TEXT) -> str:
    text = str(raw).replace("\x00", "")
    if not text.isascii():  # the halves of characters can be stored nowhere
        text = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())
    text = text.strip()
    if len(text) > most:
        words = _("%(label)s has more than %(most)s letters.")
        raise InvalidValue(words % {"label": about.label, "most": most})
    return text


class Text(AttributeKind):
    key: ClassVar = "text"
    label: ClassVar = gettext_lazy("Text")
    position: ClassVar = 1

    longest: Annotated[
        int | None,
        Field(ge=1, le=LONGEST_TEXT),
        Control(gettext_lazy("At most this many letters")),
    ] = None
    pattern: Annotated[
        str,
        Field(max_length=200),
        Control(
            gettext_lazy("Pattern"),
            gettext_lazy(
                "A regular expression that the whole text must fit, such as [A-Z]{2}[0-9]+."
            ),
        ),
    ] = ""

    @field_validator("pattern")
    @classmethod
    def _is_a_pattern(cls, pattern: str) -> str:
        if pattern and _compiled(pattern) is None:
            raise BadRules("pattern", _("This is no regular expression that can be used here."))
        return pattern

    def parse(self, about: AttributeDefinition, raw: Any) -> str:
        if isinstance(raw, dict | list):
            raise InvalidValue(_("%(label)s: send one text.") % {"label": about.label})
        text = plain(about, raw, self.longest or LONGEST_TEXT)
        found = _compiled(self.pattern) if self.pattern else None
        if found is not None and not found.fullmatch(text):
            words = _("%(label)s: “%(text)s” does not fit the pattern %(pattern)s.")
            marks = {"label": about.label, "text": text[:60], "pattern": self.pattern}
            raise InvalidValue(words % marks)
        return text


def _compiled(pattern: str) -> Any:
    """None for what is no pattern. RE2 takes time in proportion to the text, whatever it says."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(pattern, options)
    except re2.error:
        return None

import json
import re
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from raabta.customers.attribute_kind import AttributeKind, InvalidValue
from raabta.customers.attribute_kinds.choice import chosen
from raabta.customers.attribute_kinds.text import plain
from raabta.customers.control import Control
from raabta.customers.models import AttributeDefinition

MOST_ITEMS = 100
SEPARATORS = re.compile(r"[,;\n،؛]")


class Several(AttributeKind):
    """A list of texts without repetitions."""

    key: ClassVar = "list"
    label: ClassVar = gettext_lazy("Several values")
    position: ClassVar = 8
    compared_as: ClassVar = "list"
    cell: ClassVar = "list"
    shown_as: ClassVar = "list"
    control: ClassVar = "choices"
    choices: ClassVar[Literal["none", "may", "must"]] = "may"
    holds_many: ClassVar = True
    sample: ClassVar = ["…"]

    most_items: Annotated[
        int | None, Field(ge=1, le=MOST_ITEMS), Control(gettext_lazy("At most this many values"))
    ] = None

    def parse(self, about: AttributeDefinition, raw: Any) -> list[str] | None:
        items = raw if isinstance(raw, list | tuple) else _split(str(raw))
        texts = [plain(about, item) for item in items if str(item).strip()]
        if about.choices:
            texts = [chosen(about, text) for text in texts]
        most = self.most_items or MOST_ITEMS
        if len(texts) > most:
            words = _("%(label)s has more than %(most)s items.")
            raise InvalidValue(words % {"label": about.label, "most": most})
        return list(dict.fromkeys(texts)) or None

    def text(self, value: Any) -> str:
        """As JSON where an item holds a separator, for nothing else reads back the same."""
        items = list(map(str, value)) if isinstance(value, list) else [str(value)]
        if any(SEPARATORS.search(item) or item.startswith("[") for item in items):
            return json.dumps(items, ensure_ascii=False)
        return "; ".join(items)


class SeveralChoices(Several):
    key: ClassVar = "choices"
    label: ClassVar = gettext_lazy("Several of a list")
    position: ClassVar = 7
    choices: ClassVar = "must"


def _split(text: str) -> list[Any]:
    if text.lstrip().startswith("["):
        try:
            return list(json.loads(text))
        except (ValueError, RecursionError):
            pass
    return [item.strip() for item in SEPARATORS.split(text)]

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.attribute_kind import AttributeKind, wrong
from raabta.customers.models import AttributeDefinition

TRUE = {"1", "true", "yes", "y", "on", "t", "ہاں", "হ্যাঁ"}
FALSE = {"0", "false", "no", "n", "off", "f", "نہیں", "না"}


class Boolean(AttributeKind):
    key: ClassVar = "boolean"
    label: ClassVar = gettext_lazy("Yes or no")
    position: ClassVar = 5
    compared_as: ClassVar = "boolean"
    cell: ClassVar = "boolean"
    control: ClassVar = "boolean"
    shown_as: ClassVar = "boolean"
    sample: ClassVar = True

    def parse(self, about: AttributeDefinition, raw: Any) -> bool:
        text = str(raw).strip().casefold()
        if text in TRUE or text in FALSE:
            return text in TRUE
        raise wrong(about, raw, _("yes or no"))

    def text(self, value: Any) -> str:
        return "yes" if value else "no"

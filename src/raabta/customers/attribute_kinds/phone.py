from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers import normalise
from raabta.customers.attribute_kind import AttributeKind, wrong
from raabta.customers.models import AttributeDefinition


class Phone(AttributeKind):
    """Kept as E.164. Without a country's code it is dialled in the workspace's country."""

    key: ClassVar = "phone"
    label: ClassVar = gettext_lazy("Phone")
    position: ClassVar = 10
    control: ClassVar = "phone"
    shown_as: ClassVar = "phone"
    sample: ClassVar = "+923001234567"

    def parse(self, about: AttributeDefinition, raw: Any) -> str | None:
        try:
            return normalise.phone(str(raw), about.workspace.country) or None
        except normalise.Invalid:
            wanted = _("a phone number; start with + and the country's code")
            raise wrong(about, raw, wanted) from None

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers import normalise
from raabta.customers.attribute_kind import AttributeKind, wrong
from raabta.customers.models import AttributeDefinition


class Email(AttributeKind):
    """An address that is only known: nobody is found or reached by it."""

    key: ClassVar = "email"
    label: ClassVar = gettext_lazy("E-mail")
    position: ClassVar = 11
    control: ClassVar = "email"
    shown_as: ClassVar = "email"
    sample: ClassVar = "ayesha@example.com"

    def parse(self, about: AttributeDefinition, raw: Any) -> str | None:
        try:
            return normalise.email(str(raw)) or None
        except normalise.Invalid:
            raise wrong(about, raw, _("an e-mail address")) from None

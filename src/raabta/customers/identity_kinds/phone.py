from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers import normalise
from raabta.customers.identity_kind import PHONE, IdentityKind


class Phone(IdentityKind):
    key: ClassVar = PHONE
    label: ClassVar = _("Phone")
    icon: ClassVar = "phone"
    problem: ClassVar = _("“%(text)s” is not a phone number. Start with + and the country's code.")
    field: ClassVar = "phone"

    @classmethod
    def normalise(cls, text: str, region: str) -> str:
        return normalise.phone(text, region)

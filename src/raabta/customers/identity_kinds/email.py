from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers import normalise
from raabta.customers.identity_kind import EMAIL, IdentityKind


class Email(IdentityKind):
    key: ClassVar = EMAIL
    label: ClassVar = _("E-mail")
    icon: ClassVar = "mail"
    problem: ClassVar = _("“%(text)s” is not an e-mail address.")
    field: ClassVar = "email"

    @classmethod
    def normalise(cls, text: str, region: str) -> str:
        return normalise.email(text)

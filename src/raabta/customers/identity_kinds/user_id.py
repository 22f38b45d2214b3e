from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers import normalise
from raabta.customers.identity_kind import USER_ID, IdentityKind


class UserId(IdentityKind):
    """What a shop or app calls somebody who logged in. Two of them are never one by machine."""

    key: ClassVar = USER_ID
    label: ClassVar = _("User id")
    icon: ClassVar = "id-card"
    problem: ClassVar = _("“%(text)s” is too long for an id.")

    @classmethod
    def normalise(cls, text: str, region: str) -> str:
        return normalise.identifier(text)

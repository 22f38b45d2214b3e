from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers import normalise
from raabta.customers.identity_kind import ANONYMOUS_ID, IdentityKind


class AnonymousId(IdentityKind):
    """A browser or device, until its `reset`."""

    key: ClassVar = ANONYMOUS_ID
    label: ClassVar = _("Browser or device")
    icon: ClassVar = "monitor-smartphone"
    problem: ClassVar = _("“%(text)s” is too long for an id.")

    @classmethod
    def normalise(cls, text: str, region: str) -> str:
        return normalise.identifier(text)

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import RowFollower


class PendingConsents(RowFollower):
    key: ClassVar[str] = "pending_consents"
    label: ClassVar[Promise | str] = _("Consents to confirm")
    models: ClassVar[tuple[str, ...]] = ("messaging.pendingconsent",)

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import RowFollower


class Refunds(RowFollower):
    key: ClassVar[str] = "refunds"
    label: ClassVar[Promise | str] = _("Refunds")
    models: ClassVar[tuple[str, ...]] = ("commerce.refund",)

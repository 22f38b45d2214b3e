from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import RowFollower


class Orders(RowFollower):
    key: ClassVar[str] = "orders"
    label: ClassVar[Promise | str] = _("Orders")
    models: ClassVar[tuple[str, ...]] = ("commerce.order",)
    table: ClassVar[str] = "order"

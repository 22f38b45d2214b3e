from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import RowFollower


class Changes(RowFollower):
    """The history of fields: it tells where a value that was taken over came from."""

    key: ClassVar[str] = "changes"
    label: ClassVar[Promise | str] = _("History of fields")
    models: ClassVar[tuple[str, ...]] = ("customers.customerchange",)

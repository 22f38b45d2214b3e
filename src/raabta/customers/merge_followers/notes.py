from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import RowFollower


class Notes(RowFollower):
    key: ClassVar[str] = "notes"
    label: ClassVar[Promise | str] = _("Notes")
    models: ClassVar[tuple[str, ...]] = ("customers.note",)

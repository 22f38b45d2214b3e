from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.company_follower import CompanyFollower


class Notes(CompanyFollower):
    key: ClassVar[str] = "notes"
    label: ClassVar[Promise | str] = _("Notes")
    models: ClassVar[tuple[str, ...]] = ("customers.note",)

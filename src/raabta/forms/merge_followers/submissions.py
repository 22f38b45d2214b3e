from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import RowFollower


class Submissions(RowFollower):
    key: ClassVar[str] = "form_submissions"
    label: ClassVar[Promise | str] = _("Form submissions")
    models: ClassVar[tuple[str, ...]] = ("forms.formsubmission",)

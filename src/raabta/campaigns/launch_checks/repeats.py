from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.campaigns.launch_check import Finding, LaunchCheck, Severity
from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import policy_of, recently_sent_to
from raabta.workspaces.models import Workspace


class NotTooSoon(LaunchCheck):
    """The same audience got another campaign a few days ago."""

    key: ClassVar[str] = "repeats"
    label: ClassVar[str | Promise] = gettext_lazy("The audience was left in peace lately")
    place: ClassVar[int] = 110

    def check(self, workspace: Workspace, campaign: Campaign) -> list[Finding]:
        days = policy_of(workspace).repeat_days
        if not days:
            return []
        words = _("The same audience got “%(name)s” within the last %(days)d days.")
        return [
            Finding(
                severity=Severity.WARN,
                message=words % {"name": other.name, "days": days},
                fix_url_name="web:campaigns:show",
                fix_args=(other.pk,),
            )
            for other in recently_sent_to(workspace, campaign, days)
        ]

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.campaigns.launch_check import Finding, LaunchCheck, Severity
from raabta.campaigns.models import Campaign
from raabta.workspaces.models import Workspace


class ValidSender(LaunchCheck):
    key: ClassVar[str] = "sender"
    label: ClassVar[str | Promise] = gettext_lazy("The sender is set and valid")
    place: ClassVar[int] = 60

    def check(self, workspace: Workspace, campaign: Campaign) -> list[Finding]:
        if campaign.sender is None:
            return [self._finding(_("Choose who the mail is from."))]
        try:
            validate_email(campaign.sender.address)
        except ValidationError:
            message = _("%(address)s is not a valid sender address.")
            return [self._finding(message % {"address": campaign.sender.address})]
        return []

    @staticmethod
    def _finding(message: str) -> Finding:
        return Finding(
            severity=Severity.BLOCK, message=message, fix_url_name="web:campaigns:message"
        )

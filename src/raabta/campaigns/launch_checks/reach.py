from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raabta.campaigns.launch_check import Finding, LaunchCheck, Severity
from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import RULE, Reach, audiences_of, reach_of
from raabta.workspaces.models import Workspace

NO_CONSENT = f"{RULE}no_consent"


class Reachable(LaunchCheck):
    """Somebody will get it, and most of the audience agreed to that."""

    key: ClassVar[str] = "reach"
    label: ClassVar[str | Promise] = gettext_lazy("People can be reached and agreed to it")
    place: ClassVar[int] = 80

    def check(self, workspace: Workspace, campaign: Campaign) -> list[Finding]:
        if not audiences_of(campaign)[0]:
            return []
        reach = reach_of(campaign)
        if not reach.is_current:
            words = _("The reach was not counted for these settings. Count it first.")
            return [_finding(Severity.BLOCK, words)]
        return self._counted(reach)

    def _counted(self, reach: Reach) -> list[Finding]:
        candidates = reach.counts["audience"] - reach.counts.get("excluded", 0)
        without = reach.counts.get(NO_CONSENT, 0)
        if candidates and without == candidates:
            words = _("Nobody in the audience has given consent for this purpose.")
            return [_finding(Severity.BLOCK, words)]
        if not reach.will_get:
            return [_finding(Severity.BLOCK, _("Nobody would get this mail."))]
        if without * 2 > candidates:
            words = ngettext(
                "%(number)d person has given no consent and gets nothing: more than half.",
                "%(number)d people have given no consent and get nothing: more than half.",
                without,
            )
            return [_finding(Severity.WARN, words % {"number": without})]
        return []


def _finding(severity: Severity, message: str) -> Finding:
    return Finding(severity=severity, message=message, fix_url_name="web:campaigns:reach")

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.campaigns.launch_check import Finding, LaunchCheck, Severity
from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import costs_of
from raabta.workspaces.models import Workspace


class WithinBudget(LaunchCheck):
    key: ClassVar[str] = "budget"
    label: ClassVar[str | Promise] = gettext_lazy("The costs fit the budget")
    place: ClassVar[int] = 100

    def check(self, workspace: Workspace, campaign: Campaign) -> list[Finding]:
        if campaign.budget_minor is None:
            return []
        costs = costs_of(campaign)
        if max(costs.planned_minor, costs.actual_minor) <= campaign.budget_minor:
            return []
        return [
            Finding(
                severity=Severity.BLOCK,
                message=_("The costs are higher than the budget. Raise it or cut the costs."),
                fix_url_name="web:campaigns:costs",
            )
        ]

"""Campaigns with goal, budget, costs and audiences."""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.workspaces.workspace_export import Row, Table, WorkspaceExport

if TYPE_CHECKING:
    from raabta.workspaces.leaving.new_ids import NewIds

CAMPAIGN = "campaigns.Campaign"
# nothing that was under way goes on elsewhere, for it may go on here
STOPPED = {
    "scheduled": "draft",
    "preparing": "cancelled",
    "sending": "cancelled",
    "paused": "cancelled",
}


class CampaignRows(Table):
    def incoming(self, row: Row, ids: "NewIds") -> None:
        row["state"] = STOPPED.get(row["state"], row["state"])


class Campaigns(WorkspaceExport):
    key: ClassVar = "campaigns"
    label: ClassVar = _("Campaigns with their goals, costs and audiences")
    order: ClassVar = 60
    tables: ClassVar = (
        CampaignRows(
            "campaigns",
            CAMPAIGN,
            references={"snapshot_id": "audiences.Snapshot", "cloned_from_id": CAMPAIGN},
            left_here=("job_id",),
        ),
        Table("campaign_audiences", "campaigns.CampaignAudience"),
        Table("campaign_costs", "campaigns.CostLine"),
        Table("campaign_policies", "campaigns.CampaignPolicy"),
    )
    left_out: ClassVar = {"campaigns.ReachEstimate": "counted again"}
    origins: ClassVar = {"campaign": CAMPAIGN}

from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class CampaignPolicy(WorkspaceModel):
    """How launches behave; one row a workspace, the defaults while there is none."""

    cancel_window_seconds = models.PositiveSmallIntegerField(default=60)
    repeat_days = models.PositiveSmallIntegerField(default=3)  # same audience again: warn

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace"], name="one_campaign_policy"),)

from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class ReachEstimate(WorkspaceModel):
    """The last pre-flight count of a campaign, with the settings it was computed from."""

    campaign = models.OneToOneField("campaigns.Campaign", models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)  # of the settings; other settings: out of date
    counts = models.JSONField(default=dict)  # stage key -> people
    samples = models.JSONField(default=dict)  # stage key -> the first customer ids
    job_id = models.BigIntegerField(null=True)
    computed_at = models.DateTimeField(null=True)

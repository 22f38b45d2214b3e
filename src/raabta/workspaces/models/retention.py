from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class RetentionRule(WorkspaceModel):
    """How long rows of one kind are kept; nothing happens while it is off."""

    key = models.CharField(max_length=40)  # member of retention_objects
    keep_days = models.PositiveIntegerField()
    is_on = models.BooleanField(default=False)
    counted_at = models.DateTimeField(null=True)  # the last dry run
    count = models.PositiveBigIntegerField(null=True)  # what it would have removed
    applied_at = models.DateTimeField(null=True)
    removed = models.PositiveBigIntegerField(default=0)  # when it was applied last

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "key"], name="one_retention_rule_a_key"),
        )

from django.db import models
from django.db.models import Q

from raabta.workspaces.scoped import WorkspaceModel


class Mailing(WorkspaceModel):
    """What one origin sends: the template and the way out, and whether it may go on."""

    class State(models.TextChoices):
        ACTIVE = "active"
        PAUSED = "paused"
        CANCELLED = "cancelled"
        FINISHED = "finished"

    origin = models.CharField(max_length=40)
    name = models.CharField(max_length=150, blank=True)
    template = models.ForeignKey("content.Template", models.PROTECT, null=True, related_name="+")
    sender = models.ForeignKey("messaging.Sender", models.PROTECT, null=True, related_name="+")
    channel = models.ForeignKey(
        "messaging.ChannelSetting", models.PROTECT, null=True, related_name="+"
    )  # null: the workspace's default
    purpose = models.CharField(max_length=30, default="marketing")
    topic = models.ForeignKey("customers.Topic", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    per_second = models.PositiveIntegerField(null=True)
    allowance = models.FloatField(default=0)  # token bucket of per_second
    allowance_at = models.DateTimeField(null=True)
    is_tracked = models.BooleanField(default=True)
    is_test = models.BooleanField(default=False)  # kept out of statistics and caps
    problem = models.TextField(blank=True)  # why nothing can leave at present
    resting_until = models.DateTimeField(null=True)  # nothing due, or the way out is down
    created_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)  # everything is planned
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "origin"], name="one_mailing_an_origin"),
        )
        indexes = (
            models.Index(
                fields=["state"],
                name="mailing_at_work",
                condition=Q(state__in=["active", "cancelled"], finished_at=None),
            ),
        )

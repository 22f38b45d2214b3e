from django.db import models
from django.utils.translation import gettext_lazy as _

from raabta.workspaces.scoped import WorkspaceModel


class Campaign(WorkspaceModel):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")  # also the cancel window of a launch "now"
        PREPARING = "preparing", _("Preparing")  # snapshot and ledger rows are written
        SENDING = "sending", _("Sending")
        PAUSED = "paused", _("Paused")
        SENT = "sent", _("Sent")
        CANCELLED = "cancelled", _("Cancelled")

    class Metric(models.TextChoices):
        ORDERS = "orders", _("Orders")
        REVENUE = "revenue", _("Revenue")
        CLICKS = "clicks", _("People who clicked")

    class Timing(models.TextChoices):
        NOW = "now", _("As soon as it is launched")
        AT = "at", _("At one moment for everybody")
        LOCAL = "local", _("At this time on each reader's own clock")

    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    goal_metric = models.CharField(max_length=10, choices=Metric, blank=True)
    goal_baseline = models.BigIntegerField(null=True)  # minor units when the metric is revenue
    goal_target = models.BigIntegerField(null=True)
    goal_deadline_on = models.DateField(null=True)
    attribution_days = models.PositiveSmallIntegerField(default=7)
    budget_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    template = models.ForeignKey("content.Template", models.PROTECT, null=True, related_name="+")
    sender = models.ForeignKey("messaging.Sender", models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=30, default="marketing")
    topic = models.ForeignKey("customers.Topic", models.PROTECT, null=True, related_name="+")
    timing = models.CharField(max_length=5, choices=Timing, default=Timing.NOW)
    send_at = models.DateTimeField(null=True)  # AT: the moment; LOCAL: the wall clock, read as UTC
    holdout_percent = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField(null=True)  # end of the cancel window or the scheduled moment
    snapshot_id = models.BigIntegerField(null=True)
    job_id = models.BigIntegerField(null=True)
    launched_by = models.CharField(max_length=150, blank=True)
    launched_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    learnings = models.TextField(blank=True)  # what to repeat, in the marketer's words
    cloned_from_id = models.BigIntegerField(null=True)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(holdout_percent__lte=50), name="holdout_at_most_half"
            ),
        )
        indexes = (
            models.Index(
                fields=["starts_at"],
                name="campaign_due",
                condition=models.Q(state="scheduled"),
            ),
            models.Index(fields=["workspace", "-id"], name="campaign_newest"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_running(self) -> bool:
        """Launched and not over."""
        return self.state in RUNNING

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.SENT, self.State.CANCELLED}

    @property
    def origin(self) -> str:
        """How the send ledger names this campaign."""
        return f"campaign:{self.pk}"


RUNNING = frozenset(
    {
        Campaign.State.SCHEDULED,
        Campaign.State.PREPARING,
        Campaign.State.SENDING,
        Campaign.State.PAUSED,
    }
)


class CampaignAudience(WorkspaceModel):
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="audiences")
    audience = models.ForeignKey("audiences.Audience", models.PROTECT, related_name="+")
    is_excluded = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["campaign", "audience"], name="one_use_of_an_audience"),
        )


class CostLine(WorkspaceModel):
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="costs")
    label = models.CharField(max_length=120)
    is_actual = models.BooleanField(default=False)
    amount_minor = models.BigIntegerField()
    spent_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.label

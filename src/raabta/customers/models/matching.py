from django.db import models
from django.db.models import F, Q

from raabta.workspaces.scoped import WorkspaceModel


class MatchingSettings(WorkspaceModel):
    """How a workspace looks for people who are held twice."""

    review_at = models.PositiveSmallIntegerField(default=50)  # per cent: less is not shown
    bulk_at = models.PositiveSmallIntegerField(default=99)  # per cent: less is not accepted in bulk
    is_nightly = models.BooleanField(default=False)
    fields = models.JSONField(default=dict)  # field that is compared -> attribute, "" for none
    unused = models.JSONField(default=list)  # fields that are not compared

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace"], name="one_matching_settings_a_workspace"),
        )


class MatchingRun(WorkspaceModel):
    """One search for duplicates: what was compared, learnt and found."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    job_id = models.BigIntegerField(null=True)
    people = models.BigIntegerField(default=0)
    compared = models.BigIntegerField(default=0)
    found = models.BigIntegerField(default=0)
    is_cut_short = models.BooleanField(default=False)  # there were too many pairs to keep
    learnt = models.JSONField(default=dict)  # priors, shares by field and level, large blocks
    created_by = models.CharField(max_length=150)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace"], condition=Q(state="running"), name="one_search_at_a_time"
            ),
        )
        indexes = (models.Index(fields=["workspace", "-id"], name="matching_runs_newest"),)


class CandidatePair(WorkspaceModel):
    """Two people who may be one. Holds no personal data: reasons name fields, never values."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        REJECTED = "rejected"  # for good: it never opens again
        OBSOLETE = "obsolete"  # no longer found

    first = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    second = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    run = models.ForeignKey(MatchingRun, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    bits = models.FloatField()
    probability = models.FloatField()
    reasons = models.JSONField(default=list)  # [field, level, bits]
    is_clear = models.BooleanField(default=False)  # nothing speaks against it: fit for bulk
    later_at = models.DateTimeField(null=True)  # somebody put it behind the others
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="one_candidate_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        )
        indexes = (
            models.Index(fields=["workspace", "state", "-bits"], name="candidates_by_weight"),
        )

from django.db import models


class OutboxEvent(models.Model):
    """A domain event, written with the change it tells of and delivered after the commit."""

    name = models.CharField(max_length=200)
    payload = models.JSONField()
    published_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)


class Change(models.Model):
    """Rows of one table that the warehouse must load again; one row a batch, not one an id."""

    workspace_id = models.BigIntegerField()
    table = models.CharField(max_length=60)
    ids = models.JSONField()
    marked_at = models.DateTimeField()


class Job(models.Model):
    """Work that a person or the system asked for, run in the background, with its progress."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    workspace_id = models.BigIntegerField(null=True, db_index=True)
    kind = models.CharField(max_length=100)
    queue = models.CharField(max_length=20)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    is_cancel_requested = models.BooleanField(default=False)
    requested_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    run_after = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["queue", "run_after"],
                name="job_ready",
                condition=models.Q(state__in=["queued", "running"]),
            ),
        )

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


class Schedule(models.Model):
    """One recurring duty: when it ran, when it runs next, whether an administrator paused it."""

    key = models.CharField(max_length=100, unique=True)
    next_run_at = models.DateTimeField()
    last_run_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    is_paused = models.BooleanField(default=False)

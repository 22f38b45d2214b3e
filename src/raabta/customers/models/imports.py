from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class Import(WorkspaceModel):
    """One uploaded file and what became of it."""

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"
        REVERTED = "reverted"

    target = models.CharField(max_length=40)
    filename = models.CharField(max_length=200)
    path = models.CharField(max_length=300)  # inside the files folder
    size = models.BigIntegerField()
    layout = models.JSONField(default=dict)  # format, encoding, delimiter, header
    mapping = models.JSONField(default=dict)  # column -> field
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    job_id = models.BigIntegerField(null=True)
    change_set_id = models.BigIntegerField(null=True)
    rows_read = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)  # created, updated, unchanged, rejected, skipped...
    position = models.JSONField(default=dict)  # where a killed run goes on
    error = models.TextField(blank=True)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class RejectedRow(WorkspaceModel):
    """A row that was not imported, word for word, with the reason."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="+")
    line = models.BigIntegerField()
    reason = models.CharField(max_length=60)  # a key, for counting
    message = models.TextField()
    row = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["run", "line"], name="a_line_is_rejected_once"),
        )

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
        REVERTING = "reverting"
        REVERTED = "reverted"

    target = models.CharField(max_length=40)
    filename = models.CharField(max_length=200)
    path = models.CharField(max_length=300, blank=True)  # inside the files folder; "" once removed
    size = models.BigIntegerField()
    asked_target = models.CharField(max_length=60, blank=True)  # before the file was recognised
    recognised = models.CharField(max_length=40, blank=True)  # key of the known export
    trusts_recognition = models.BooleanField(default=False)  # or mapped by hand
    layout = models.JSONField(default=dict)  # the format's key and its parameters
    mapping = models.JSONField(default=dict)  # number of the column -> key of the field
    options = models.JSONField(default=dict)  # the target's parameters
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    job_id = models.BigIntegerField(null=True)
    change_set_id = models.BigIntegerField(null=True)
    total_rows = models.BigIntegerField(default=0)  # an estimate until the end
    rows_read = models.BigIntegerField(default=0)
    last_line = models.BigIntegerField(default=0)  # a killed run goes on after it
    counts = models.JSONField(default=dict)  # created, updated, unchanged, rejected…
    notes = models.JSONField(default=dict)  # what the target wants to tell: sums, oddities
    error = models.TextField(blank=True)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "-id"], name="imports_newest"),)

    def __str__(self) -> str:
        return self.filename

    @property
    def is_over(self) -> bool:
        return self.state not in {self.State.UPLOADED, self.State.RUNNING, self.State.REVERTING}


class RejectedRow(WorkspaceModel):
    """A row that was not imported, word for word, with the reasons."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="+")
    line = models.BigIntegerField()
    reason = models.CharField(max_length=60)  # the first one, for counting
    problems = models.JSONField(default=list)  # [[column or -1, reason, value]]
    row = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["run", "line"], name="a_line_is_rejected_once"),
        )

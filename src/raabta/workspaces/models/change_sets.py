from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class ChangeSet(WorkspaceModel):
    """A change to many rows that can be taken back: bulk edit, import, deletion."""

    class State(models.TextChoices):
        APPLIED = "applied"
        REVERTING = "reverting"
        REVERTED = "reverted"

    kind = models.CharField(max_length=40)  # "bulk_edit", "import", "delete"
    summary = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.APPLIED)
    actor_label = models.CharField(max_length=150)
    actor_via = models.CharField(max_length=20)
    actor_user_id = models.BigIntegerField(null=True)
    rows = models.BigIntegerField(default=0)
    restored = models.BigIntegerField(default=0)
    skipped = models.JSONField(default=dict)  # reason -> rows left as they are
    job_id = models.BigIntegerField(null=True)  # the revert in the background
    created_at = models.DateTimeField()
    reverted_at = models.DateTimeField(null=True)
    reverted_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "-id"], name="change_sets_newest"),)

    def __str__(self) -> str:
        return self.summary


class ChangePage(WorkspaceModel):
    """Some rows of a change set as they were before, packed."""

    change_set = models.ForeignKey(ChangeSet, models.CASCADE, related_name="pages")
    model = models.CharField(max_length=60)
    verb = models.CharField(max_length=10)  # created, updated, deleted
    rows = models.PositiveIntegerField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    packed = models.BinaryField()  # zstd of a JSON list
    reverted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["model", "first_id", "last_id"], name="change_pages_by_row"),
        )

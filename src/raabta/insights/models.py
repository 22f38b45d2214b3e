from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class SavedAnalysis(WorkspaceModel):
    """An analysis with a name. Its numbers are computed each time that it is opened."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)  # a key of the family of analyses
    settings = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=True)
    owner_id = models.BigIntegerField(null=True)  # a user; None is a key of the API
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

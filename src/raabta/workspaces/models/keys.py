from django.db import models

from raabta.workspaces.models.accounts import User
from raabta.workspaces.scoped import WorkspaceModel


class ApiKey(WorkspaceModel):
    """A program's way in: its permissions never exceed those of the person who made it."""

    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=16)  # shown, so that people can tell keys apart
    key_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

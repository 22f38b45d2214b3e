from django.db import models

from raabta.workspaces.models.accounts import User
from raabta.workspaces.policy import ROLE_LABELS, Role
from raabta.workspaces.scoped import WorkspaceModel


class Invitation(WorkspaceModel):
    """A colleague asked in by e-mail; the link in the mail is kept as a hash only."""

    email = models.EmailField()
    role = models.CharField(max_length=20, choices=[(r, ROLE_LABELS[r]) for r in Role])
    language = models.CharField(max_length=8)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "email"],
                condition=models.Q(accepted_at=None),
                name="one_open_invitation_an_address",
            ),
        )

    def __str__(self) -> str:
        return self.email

from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class AuditEntry(WorkspaceModel):
    """Who did what to what and when; written once, never changed."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)  # "member.removed", named in `verbs`
    actor_label = models.CharField(max_length=150)
    actor_via = models.CharField(max_length=20)
    actor_user_id = models.BigIntegerField(null=True)
    target_kind = models.CharField(max_length=60, blank=True)  # "customers.customer"
    target_id = models.CharField(max_length=40, blank=True)
    target_label = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=["workspace", "-id"], name="audit_newest"),
            models.Index(fields=["workspace", "verb", "-id"], name="audit_by_verb"),
        )

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.verb} {self.target_label}"

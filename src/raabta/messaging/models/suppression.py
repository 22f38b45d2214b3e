from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class Suppression(WorkspaceModel):
    """An address or domain that must not be contacted; the hash stays when its person is erased."""

    class Reason(models.TextChoices):
        BOUNCE = "bounce"
        COMPLAINT = "complaint"
        UNSUBSCRIBE = "unsubscribe"
        MANUAL = "manual"
        IMPORT = "import"
        ERASED = "erased"

    channel = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=[("address", "address"), ("domain", "domain")])
    value_hash = models.CharField(max_length=64)  # SHA-256 of the normalised value, hex
    value = models.CharField(max_length=254, blank=True)
    reason = models.CharField(max_length=12, choices=Reason)
    evidence = models.TextField(blank=True)
    actor = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "channel", "value_hash"], name="suppressed_once_a_channel"
            ),
        )

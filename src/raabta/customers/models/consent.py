from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class ConsentState(models.TextChoices):
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


class ConsentRecord(WorkspaceModel):
    """One line of the consent ledger; never changed, never deleted but by erasure of the person."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=30)
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=ConsentState)
    source = models.CharField(max_length=100)  # import, form, unsubscribe, ui, api
    text_version = models.CharField(max_length=100, blank=True)
    ip = models.GenericIPAddressField(null=True)
    evidence = models.TextField(blank=True)
    actor = models.CharField(max_length=150)
    given_at = models.DateTimeField()
    recorded_at = models.DateTimeField()


class Consent(WorkspaceModel):
    """Where a person stands now for a purpose and channel, computed from the ledger."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=30)
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=ConsentState)
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["customer", "purpose", "channel"], name="one_consent_a_purpose_and_channel"
            ),
        )

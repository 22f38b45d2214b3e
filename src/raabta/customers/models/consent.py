from typing import Any, ClassVar, Self

from django.db import models
from django_scopes import ScopedManager

from raabta.workspaces.scoped import ScopedQuerySet, WorkspaceModel


class ConsentState(models.TextChoices):
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"
    CLEARED = "cleared"  # only in the ledger: as if nothing had been recorded


class AppendOnly(Exception):
    """A line of the consent ledger was about to be changed or removed."""


class LedgerQuerySet(ScopedQuerySet["ConsentRecord"]):
    def update(self, **kwargs: Any) -> int:
        raise AppendOnly("consent records are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly("consent records are never deleted")

    def erase(self) -> int:
        """Remove the lines of people who asked to be forgotten; nothing else may call this."""
        return super().delete()[0]


class ConsentRecord(WorkspaceModel):
    """One line of the consent ledger; never changed, never deleted but by erasure of the person.

    The lines of one person are a chain: each `seal` is the hash of the line and of the seal before.
    """

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()  # 1, 2, 3… for each person
    purpose = models.CharField(max_length=30)
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=ConsentState)
    source = models.CharField(max_length=100)  # import, form, unsubscribe, ui, api
    basis = models.CharField(max_length=30, default="consent")  # lawful basis
    text_version = models.CharField(max_length=100, blank=True)
    ip = models.GenericIPAddressField(null=True)
    jurisdiction = models.CharField(max_length=2, blank=True)  # ISO 3166-1: where they lived then
    file_digest = models.CharField(max_length=64, blank=True)  # SHA-256 of a `ConsentFile`
    evidence = models.TextField(blank=True)
    actor = models.CharField(max_length=150)
    given_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    seal = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[Self]] = ScopedManager(
        workspace="workspace", _manager_class=models.Manager.from_queryset(LedgerQuerySet)
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["customer", "position"], name="one_consent_record_a_position"
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("consent records are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("consent records are never deleted")


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

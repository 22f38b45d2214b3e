from django.db import models
from django.db.models import Q

from raabta.workspaces.scoped import WorkspaceModel


def own_fields() -> list[str]:
    """What people may correct themselves, unless the workspace decides otherwise."""
    return ["first_name", "last_name", "phone", "language", "city"]


class RightsPolicy(WorkspaceModel):
    """What people may do on their own page; one row a workspace."""

    own_fields = models.JSONField(default=own_fields)  # names of fields they may correct
    erases_at_once = models.BooleanField(default=False)  # else a colleague approves

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace"], name="one_rights_policy"),)


class LegalHold(WorkspaceModel):
    """While it is open nobody erases this person, neither by hand nor by a rule."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    reason = models.TextField()
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=150)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(released_at=None),
                name="one_open_hold_a_customer",
            ),
        )


class ErasureRequest(WorkspaceModel):
    """A person asked to be forgotten; the row stays as the proof that it was done, or why not."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    via = models.CharField(max_length=20)  # preferences, ui, api
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True)  # of a refusal

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(state="waiting"),
                name="one_waiting_erasure_a_customer",
            ),
        )
        indexes = (models.Index(fields=["workspace", "state", "-id"], name="erasures_by_state"),)

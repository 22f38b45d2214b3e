from django.db import models
from django.db.models import Q

from raabta.workspaces.scoped import WorkspaceModel


class Merge(WorkspaceModel):
    """Two people became one; everything that taking it back needs is kept here.

    The other person's row stays, hidden, and points to the survivor.
    """

    survivor = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    other = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    actor = models.CharField(max_length=150)
    via = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True)
    choices = models.JSONField(default=dict)  # field -> "survivor" or "other", as asked for
    values = models.JSONField(default=dict)  # field of the survivor -> [before, after]
    moved = models.JSONField(default=dict)  # key of the merge follower -> what it moved
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["other"], condition=Q(undone_at=None), name="merged_into_one_person"
            ),
            models.CheckConstraint(
                condition=~Q(survivor=models.F("other")), name="nobody_merges_with_themselves"
            ),
        )

    def __str__(self) -> str:
        return f"#{self.other_id} → #{self.survivor_id}"


class EventOwner(WorkspaceModel):
    """Events that were handed in under `origin_id` belong to this customer.

    Events of ids without a row belong to the customer of that id. A negative id is nobody's own:
    that of a visitor who was not known.
    """

    origin_id = models.BigIntegerField()
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "origin_id"], name="one_owner_of_an_origins_events"
            ),
        )


class SourceRule(WorkspaceModel):
    """Who may overwrite whom in one field: `sources` has the most trusted first.

    A source is a way ("ui", "import", "api", "form") or one program ("api:ERP", by its key).
    """

    field = models.CharField(max_length=100)  # as `edit_customer` names it
    sources = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "field"], name="one_source_rule_a_field"),
        )

    def __str__(self) -> str:
        return f"{self.field}: {' > '.join(self.sources)}"

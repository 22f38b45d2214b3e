from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raabta.workspaces.scoped import WorkspaceModel


class CatalogueEvent(WorkspaceModel):
    """A name that events came under, with what was seen in them."""

    class State(models.TextChoices):
        SEEN = "seen", _("Unplanned")
        PLANNED = "planned", pgettext_lazy("event", "Planned")
        BLOCKED = "blocked", _("Blocked")

    kind = models.CharField(max_length=10)  # track, page, screen, identify, group
    name = models.CharField(max_length=200, blank=True)  # only tracked events have one
    state = models.CharField(max_length=10, choices=State, default=State.SEEN)
    owner = models.CharField(max_length=100, blank=True)
    description = models.TextField(blank=True)
    count = models.BigIntegerField(default=0)
    by_day = models.JSONField(default=dict)  # "2026-03-31" -> count, the last weeks
    properties = models.JSONField(default=dict)  # name -> {types, sample, count, last_seen}
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "kind", "name"], name="one_catalogue_line"
            ),
        )

    def __str__(self) -> str:
        return self.name or self.kind


class HeldCall(WorkspaceModel):
    """A call of an unplanned event that waits for somebody's decision."""

    source = models.ForeignKey("tracking.Source", models.CASCADE, related_name="+")
    event = models.ForeignKey(CatalogueEvent, models.CASCADE, related_name="+")
    received_at = models.DateTimeField()
    customer_id = models.BigIntegerField(null=True, db_index=True)  # whose it is, when known
    packed = models.BinaryField()  # a delivery with this call alone

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raabta.workspaces.scoped import WorkspaceModel


class Source(WorkspaceModel):
    """A site, app or server that sends events with a write key of its own.

    The key stands in web pages, so it is no secret: it lets nobody do anything but send events.
    """

    class Kind(models.TextChoices):
        WEB = "web", _("Website or app")
        SERVER = "server", pgettext_lazy("event source", "Server")

    class Unplanned(models.TextChoices):
        ALLOW = "allow", _("Take them")
        QUEUE = "queue", _("Hold them until somebody decides")
        BLOCK = "block", _("Refuse them")

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind)
    write_key = models.CharField(max_length=40, unique=True)
    allowed_origins = models.JSONField(default=list)  # none: any
    unplanned = models.CharField(max_length=10, choices=Unplanned, default=Unplanned.ALLOW)
    is_on = models.BooleanField(default=True)
    honours_signals = models.BooleanField(default=True)  # Global Privacy Control, Do Not Track
    sets_machines_apart = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class SourceDay(WorkspaceModel):
    """How many calls of a source ended one way on one day (UTC)."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="+")
    on = models.DateField()
    outcome = models.CharField(max_length=10)
    count = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["source", "on", "outcome"], name="one_count_an_outcome"
            ),
        )


class SeenCall(WorkspaceModel):
    """A call as it came and what became of it, kept for a while to look at."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    outcome = models.CharField(max_length=10)
    reason = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, blank=True)  # track, page, …
    name = models.CharField(max_length=200, blank=True)
    user_id = models.CharField(max_length=254, blank=True)
    anonymous_id = models.CharField(max_length=254, blank=True)
    customer_id = models.BigIntegerField(null=True)  # None also for a visitor
    library = models.CharField(max_length=100, blank=True)
    payload = models.TextField()  # JSON, cut when it is long

    class Meta:
        indexes = (
            models.Index(fields=["source", "-id"], name="calls_newest"),
            models.Index(fields=["customer_id"], name="calls_of_customer"),
        )

    def __str__(self) -> str:
        return self.name or self.kind

from django.db import models
from django.db.models import Q

from raabta.workspaces.scoped import WorkspaceModel


class Message(WorkspaceModel):
    """The send ledger: one row for a sender, person and occurrence, written before any sending."""

    class State(models.TextChoices):
        QUEUED = "queued"
        CLAIMED = "claimed"  # a process renders it; nothing left yet
        HANDED = "handed"  # given to the provider, answer not stored yet
        SENT = "sent"
        BOUNCED = "bounced"
        FAILED = "failed"
        REFUSED = "refused"  # may_contact said no; `reason` tells the rule
        HELD_OUT = "held_out"
        CANCELLED = "cancelled"
        UNKNOWN = "unknown"  # handed over, no answer known; never resent by itself

    mailing = models.ForeignKey("messaging.Mailing", models.PROTECT, related_name="+")
    origin = models.CharField(max_length=40)  # "campaign:12", "test:3"
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, related_name="+")
    occurrence = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=30, default="marketing")
    channel = models.CharField(max_length=20, default="email")
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=40, blank=True)
    error = models.TextField(blank=True)
    token = models.CharField(max_length=32, unique=True)  # in links and the Message-ID
    provider_id = models.CharField(max_length=200, blank=True)
    not_before = models.DateTimeField()
    claimed_by = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)  # first by a person
    clicked_at = models.DateTimeField(null=True)  # first by a person
    machine_opened_at = models.DateTimeField(null=True)
    machine_clicked_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    bounce_kind = models.CharField(max_length=10, blank=True)  # hard, soft
    unsubscribed_at = models.DateTimeField(null=True)
    complained_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "origin", "customer", "occurrence"],
                name="nobody_gets_it_twice",
            ),
        )
        indexes = (
            models.Index(
                fields=["mailing", "not_before", "id"],
                name="message_queue",
                condition=Q(state="queued"),
            ),
            models.Index(
                fields=["lease_until"],
                name="message_in_flight",
                condition=Q(state__in=["claimed", "handed"]),
            ),
            models.Index(fields=["workspace", "origin", "state"], name="message_of_origin"),
            models.Index(fields=["customer", "sent_at"], name="message_of_customer"),
            models.Index(fields=["workspace", "address"], name="message_to_address"),
        )


class TrackedLink(WorkspaceModel):
    """A link of a message; it outlives its campaign, for mails stay in mailboxes."""

    origin = models.CharField(max_length=40)
    key = models.CharField(max_length=16)  # from the URL's SHA-256: known before it is stored
    url = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "origin", "key"], name="one_link_an_origin_and_url"
            ),
        )


class Engagement(WorkspaceModel):
    """One open, click, unsubscribe, complaint or bounce, with what made us think who did it."""

    class Kind(models.TextChoices):
        OPEN = "open"
        CLICK = "click"
        UNSUBSCRIBE = "unsubscribe"
        COMPLAINT = "complaint"
        BOUNCE = "bounce"

    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    link = models.ForeignKey(TrackedLink, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)  # null: it waits for what comes with it
    is_machine = models.BooleanField(default=False)
    why = models.JSONField(default=list)  # signals that decided is_machine
    hints = models.JSONField(default=list)  # what the request alone gave away: head, prefetch
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["message", "at"], name="engagement_of_message"),
            models.Index(fields=["at"], name="engagement_to_judge", condition=Q(judged_at=None)),
        )

from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class ChannelSetting(WorkspaceModel):
    """A configured channel; its settings are sealed JSON of the channel class's fields."""

    key = models.CharField(max_length=40)  # member of the channels family
    name = models.CharField(max_length=80)
    sealed_settings = models.TextField(blank=True)
    per_second = models.PositiveIntegerField(null=True)
    allowance = models.FloatField(default=0)  # token bucket of per_second, shared by processes
    allowance_at = models.DateTimeField(null=True)
    resting_until = models.DateTimeField(null=True)  # the server asked for a break, or is down
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    problem = models.TextField(blank=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace"],
                condition=models.Q(is_default=True),
                name="one_default_channel",
            ),
        )


class Sender(WorkspaceModel):
    """Who a mail says it is from."""

    name = models.CharField(max_length=100)
    address = models.EmailField()
    reply_to = models.EmailField(blank=True)
    bounce_address = models.EmailField(blank=True)  # where bounces go, with the message's token
    is_default = models.BooleanField(default=False)
    dkim_selector = models.CharField(max_length=60, blank=True)
    sealed_dkim_key = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace"], condition=models.Q(is_default=True), name="one_default_sender"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"


class ContactPolicy(WorkspaceModel):
    """How often and when people may be contacted; one row a workspace."""

    most_messages = models.PositiveSmallIntegerField(default=4)
    within_days = models.PositiveSmallIntegerField(default=7)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace"], name="one_contact_policy"),)


class OutboxMail(WorkspaceModel):
    """A mail that the built-in outbox kept instead of sending, exactly as it would have left."""

    message = models.ForeignKey("messaging.Message", models.CASCADE, null=True, related_name="+")
    token = models.CharField(max_length=64, unique=True)  # a message is kept once
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=500)
    raw = models.BinaryField()  # zstd of the whole message
    received_at = models.DateTimeField()

from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class PendingConsent(WorkspaceModel):
    """Somebody was asked by mail to confirm a consent; no consent until they press the button.

    It keeps how they were asked, so that the ledger's line can prove both moments.
    """

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    token = models.CharField(max_length=43, unique=True)
    purpose = models.CharField(max_length=30)
    channel = models.CharField(max_length=20)
    address = models.EmailField()
    text = models.TextField(blank=True)  # the words that they agreed to
    text_version = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=100)
    ip = models.GenericIPAddressField(null=True)
    evidence = models.TextField(blank=True)
    actor = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(null=True)  # a mail waits to leave, or to be tried again
    mailed_at = models.DateTimeField(null=True)
    mails = models.PositiveSmallIntegerField(default=0)  # how many left
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    problem = models.TextField(blank=True)  # why the last one did not leave

    class Meta:
        indexes = (
            models.Index(
                fields=["mail_due_at"],
                condition=models.Q(mail_due_at__isnull=False),
                name="confirming_mail_due",
            ),
        )

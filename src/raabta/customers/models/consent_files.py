from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class ConsentFile(WorkspaceModel):
    """What proves an answer, such as the scan of a signed form; its digest is in the ledger."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)  # SHA-256
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=40)  # a media type of `KINDS`
    content = models.BinaryField()
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["customer", "digest"], name="one_consent_file_a_digest"
            ),
        )

    def __str__(self) -> str:
        return self.name

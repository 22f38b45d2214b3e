from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class RememberedCall(WorkspaceModel):
    """The answer to a call with an Idempotency-Key, so that repeating it changes nothing."""

    key_id = models.BigIntegerField()  # of the API key
    idempotency_key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)  # null while the first call runs
    body = models.BinaryField(default=b"")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["key_id", "idempotency_key"], name="one_answer_a_key"),
        )

from django.db import models


class InboxBatch(models.Model):
    """Events as they were accepted, compressed; deleted once the warehouse has them.

    With a source it is a delivery whose people are not known yet: stitching turns it into events
    of people, and takes the source away.
    """

    workspace_id = models.BigIntegerField()
    source_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    body = models.BinaryField()  # zstd of a JSON list of events, or of a delivery

    class Meta:
        indexes = (
            models.Index(
                fields=["id"],
                condition=models.Q(source_id__isnull=False),
                name="deliveries_to_stitch",
            ),
        )

from django.db import models


class InboxBatch(models.Model):
    """Events as they were accepted, compressed; deleted once the warehouse has them."""

    workspace_id = models.BigIntegerField()
    received_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    body = models.BinaryField()  # zstd of a JSON list of events

from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class ConsentRequirement(WorkspaceModel):
    """What a purpose asks for on one channel before somebody may be contacted."""

    class Kind(models.TextChoices):
        OPT_IN = "opt_in"  # a yes
        BY_LAW = "by_law"  # what the law of their country asks for; a yes where it is unknown
        OPT_OUT = "opt_out"  # nothing, as long as there is no no

    purpose = models.CharField(max_length=30)
    channel = models.CharField(max_length=20)
    kind = models.CharField(max_length=8, choices=Kind)
    needs_confirming = models.BooleanField(default=False)  # a yes counts once confirmed by mail
    why = models.TextField(blank=True)  # who asks for less than usual says why they may

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "purpose", "channel"],
                name="one_requirement_a_purpose_and_channel",
            ),
        )

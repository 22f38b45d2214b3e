from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class Audience(WorkspaceModel):
    """A rule with a name. Who is in it is computed from the rule."""

    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    rule = models.JSONField(default=dict)
    last_count = models.BigIntegerField(null=True)
    last_counted_at = models.DateTimeField(null=True)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=models.Q(archived_at=None),
                name="one_audience_a_name",
            ),
        )

    def __str__(self) -> str:
        return self.name


class AudienceCount(WorkspaceModel):
    """How many people were in an audience on a day; the last count of the day stands."""

    audience = models.ForeignKey(Audience, models.CASCADE, related_name="+")
    counted_on = models.DateField()
    count = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["audience", "counted_on"], name="one_count_a_day"),
        )


class TraitStanding(WorkspaceModel):
    """How the values of a computed attribute stand: for which day, and how many people have one."""

    definition = models.OneToOneField(
        "customers.AttributeDefinition", models.CASCADE, related_name="+"
    )
    computed_on = models.DateField()
    computed_at = models.DateTimeField()
    people = models.BigIntegerField()


class TraitDue(WorkspaceModel):
    """People about whom something changed, so that the traits that follow are computed anew."""

    source = models.CharField(max_length=20, default="event")  # as traits name theirs
    customer_ids = models.JSONField()
    noted_at = models.DateTimeField()


class Snapshot(WorkspaceModel):
    """Who was in an audience at one moment; the rule and sentence as they stood."""

    audience = models.ForeignKey(Audience, models.SET_NULL, null=True, related_name="+")
    rule = models.JSONField()
    sentence = models.TextField()
    count = models.BigIntegerField(default=0)
    taken_at = models.DateTimeField()


class SnapshotPage(WorkspaceModel):
    """Up to 50,000 customer ids of a snapshot, ascending: little-endian int64, zstd."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    ids = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["snapshot", "position"], name="one_page_a_position"),
        )

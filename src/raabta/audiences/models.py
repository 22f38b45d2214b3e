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
    """How many people were in an audience at the end of a day, and came and went that day."""

    audience = models.ForeignKey(Audience, models.CASCADE, related_name="+")
    counted_on = models.DateField()
    count = models.BigIntegerField()
    entered = models.BigIntegerField(default=0)
    left = models.BigIntegerField(default=0)

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
    """People whose events changed, so that their traits are computed anew."""

    customer_ids = models.JSONField()
    noted_at = models.DateTimeField()


class Snapshot(WorkspaceModel):
    """Who was in an audience at one moment; the rule and sentence as they stood."""

    audience = models.ForeignKey(Audience, models.SET_NULL, null=True, related_name="+")
    rule = models.JSONField()
    sentence = models.TextField()
    count = models.BigIntegerField(default=0)
    taken_at = models.DateTimeField()
    list_key = models.CharField(
        max_length=36, blank=True
    )  # of a list that rules name; "" of others

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "list_key"],
                condition=~models.Q(list_key=""),
                name="one_snapshot_a_list",
            ),
        )


class SnapshotPage(WorkspaceModel):
    """Up to 50,000 customer ids of a snapshot, ascending: little-endian int64, zstd."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    ids = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["snapshot", "position"], name="one_page_a_position"),
        )


class MembershipStanding(WorkspaceModel):
    """How the kept membership of an audience stands; the members are in the warehouse."""

    audience = models.OneToOneField(Audience, models.CASCADE, related_name="+")
    built_for = models.CharField(max_length=64, blank=True)  # of the rule; "" before the first time
    move = models.BigIntegerField(default=0)  # the number of the last move that was decided
    size = models.BigIntegerField(default=0)
    built_at = models.DateTimeField(null=True)
    refresh_at = models.DateTimeField(null=True, db_index=True)  # when time may change it next
    is_lost = models.BooleanField(default=False)  # the warehouse forgot the members


class MembershipMove(WorkspaceModel):
    """Who enters and leaves an audience: decided here, then carried out in the warehouse."""

    audience = models.ForeignKey(Audience, models.CASCADE, related_name="+")
    number = models.BigIntegerField()
    entered = models.BinaryField()  # ids, packed
    left = models.BinaryField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["audience", "number"], name="one_move_a_number"),
        )


class MembershipDue(WorkspaceModel):
    """People who changed in the warehouse, so that their memberships are looked at again."""

    customer_ids = models.JSONField()
    noted_at = models.DateTimeField()

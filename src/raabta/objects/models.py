from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from raabta.workspaces.scoped import WorkspaceModel

SUBJECT = "o:"  # of AttributeDefinition, followed by the kind's key


class ObjectKind(WorkspaceModel):
    """What a workspace keeps beside people: vehicles, subscriptions, households."""

    class Icon(models.TextChoices):
        BOX = "box"
        CAR = "car"
        CALENDAR = "calendar-clock"
        HOUSE = "house"
        FILE = "file-text"
        KEY = "key"
        HEART = "heart"
        WRENCH = "wrench"
        SCHOOL = "graduation-cap"
        PLANE = "plane"
        BRIEFCASE = "briefcase"
        TICKET = "ticket"

    key = models.SlugField(max_length=38)  # a subject has room for two letters more
    names = models.JSONField(default=dict)  # language -> [one, many]
    icon = models.CharField(max_length=20, choices=Icon, default=Icon.BOX)
    title_field = models.CharField(max_length=60, blank=True)  # "" titles by the unique key
    goes_with_person = models.BooleanField(default=False)  # erased with its only person
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "key"], name="one_object_kind_a_key"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The singular in the reader's language, else in another one."""
        return self._named(0)

    @property
    def plural(self) -> str:
        return self._named(1)

    @property
    def subject(self) -> str:
        """What the definitions of its fields are about."""
        return SUBJECT + self.key

    def _named(self, at: int) -> str:
        wanted = ((get_language() or "en")[:2], "en", *self.names)
        found: Any = next((self.names[one] for one in wanted if self.names.get(one)), [self.key])
        return str(found[min(at, len(found) - 1)] or found[0])


class ObjectRole(WorkspaceModel):
    """A relation of a kind: a vehicle has an owner (one person) and drivers (many)."""

    class Target(models.TextChoices):
        PERSON = "person"
        COMPANY = "company"
        RECORD = "record"

    kind = models.ForeignKey(ObjectKind, models.CASCADE, related_name="+")
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=80)
    target = models.CharField(max_length=10, choices=Target)
    target_kind = models.ForeignKey(ObjectKind, models.CASCADE, null=True, related_name="+")
    is_many = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "key"], name="one_object_role_a_key"),
        )

    def __str__(self) -> str:
        return self.label


class ObjectRecord(WorkspaceModel):
    kind = models.ForeignKey(ObjectKind, models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=150, blank=True)
    title = models.CharField(max_length=300, blank=True)
    attributes = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "external_id"],
                condition=~Q(external_id="") & Q(deleted_at=None),
                name="one_object_an_external_id",
            ),
        )
        indexes = (models.Index(fields=["kind", "title", "id"], name="object_by_title"),)

    def __str__(self) -> str:
        return self.title or self.external_id or f"#{self.pk}"


class ObjectLink(WorkspaceModel):
    """A record and one person, company or other record, in a role."""

    record = models.ForeignKey(ObjectRecord, models.CASCADE, related_name="+")
    role = models.ForeignKey(ObjectRole, models.CASCADE, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, null=True, related_name="+")
    company = models.ForeignKey("customers.Company", models.CASCADE, null=True, related_name="+")
    other = models.ForeignKey(ObjectRecord, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["record", "role", "customer"], name="one_object_link_a_person"
            ),
            models.UniqueConstraint(
                fields=["record", "role", "company"], name="one_object_link_a_company"
            ),
            models.UniqueConstraint(
                fields=["record", "role", "other"], name="one_object_link_a_record"
            ),
            models.CheckConstraint(
                condition=Q(customer__isnull=False, company=None, other=None)
                | Q(customer=None, company__isnull=False, other=None)
                | Q(customer=None, company=None, other__isnull=False),
                name="an_object_link_has_one_end",
            ),
        )


class ObjectLinkChange(WorkspaceModel):
    """A link was made or taken away; the person's timeline and the record's page tell it."""

    record = models.ForeignKey(ObjectRecord, models.CASCADE, related_name="+")
    role = models.ForeignKey(ObjectRole, models.CASCADE, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, null=True, related_name="+")
    company = models.ForeignKey("customers.Company", models.CASCADE, null=True, related_name="+")
    other = models.ForeignKey(ObjectRecord, models.CASCADE, null=True, related_name="+")
    is_linked = models.BooleanField()  # or taken away
    actor = models.CharField(max_length=150)
    via = models.CharField(max_length=20)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["record", "-id"], name="object_link_changes"),)


class ObjectChange(WorkspaceModel):
    """One edit of a record's own fields; links are not in it, for they name people."""

    record = models.ForeignKey(ObjectRecord, models.CASCADE, related_name="+")
    differences = models.JSONField(default=dict)  # field -> [old, new]
    actor = models.CharField(max_length=150)
    via = models.CharField(max_length=20)
    changed_at = models.DateTimeField()

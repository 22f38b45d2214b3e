import uuid

from django.db import models
from django.db.models import Case, F, Q, When

from raabta.customers.identity_kind import identity_kinds
from raabta.workspaces.scoped import WorkspaceModel


class Customer(WorkspaceModel):
    """A person. `email` and `phone` repeat the primary identity, for lists and matching."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    external_id = models.CharField(max_length=100, blank=True)
    first_name = models.CharField(max_length=150, blank=True)
    last_name = models.CharField(max_length=150, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True)  # E.164
    language = models.CharField(max_length=8, blank=True)  # BCP 47
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1
    city = models.CharField(max_length=100, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)  # IANA
    company = models.ForeignKey(
        "customers.Company", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    attributes = models.JSONField(default=dict)
    source = models.CharField(max_length=100, blank=True)
    paused_until = models.DateTimeField(null=True)
    # their own wish: at most one message of marketing in so many days
    contact_every_days = models.PositiveSmallIntegerField(null=True)
    # whoever was merged is hidden as the deleted are, and points to who has their things now
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "external_id"],
                condition=~Q(external_id="") & Q(deleted_at=None),
                name="one_customer_an_external_id",
            ),
        )
        indexes = (
            models.Index(fields=["workspace", "created_at"], name="customer_by_time"),
            models.Index(
                fields=["merged_into"],
                name="customers_merged_away",
                condition=Q(merged_into__isnull=False),
            ),
            models.Index(
                fields=["workspace", "external_id"],
                name="customer_ids_merged_away",
                condition=Q(merged_into__isnull=False),
            ),
            models.Index(
                fields=["company"], condition=Q(company__isnull=False), name="people_of_company"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What to call the person: their name, else the best identity they have."""
        full = f"{self.first_name} {self.last_name}".strip()
        return full or self.email or self.phone or self.external_id or f"#{self.pk}"


class Identity(WorkspaceModel):
    """What points to a person (see `identity_kinds`), with where it came from.

    The primary ones are repeated on the customer. A value points to at most one person who is
    not deleted.
    """

    # no index on the workspace alone: nobody asks for that, and imports write a row for each address
    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.CASCADE, related_name="identities", db_index=False
    )
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=254)  # normalised: matching compares this
    display = models.CharField(max_length=254)  # as it was given
    is_primary = models.BooleanField(default=False)
    is_verified = models.BooleanField(default=False)
    is_live = models.BooleanField(default=True)  # false while its person is deleted
    source = models.CharField(max_length=100, blank=True)
    merge_id = models.BigIntegerField(null=True)  # the merge that brought it to this person
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "kind", "value"],
                condition=Q(is_live=True),
                name="one_customer_an_identity",
            ),
            # of all rows, not of the primary ones alone: it also finds the identities of a person
            models.UniqueConstraint(
                "customer",
                "kind",
                Case(
                    When(is_primary=True, then=0),
                    default=F("id"),
                    output_field=models.BigIntegerField(),
                ),
                name="one_primary_identity_of_a_kind",
            ),
        )

    @property
    def label(self) -> str:
        """What kind it is, in words."""
        return str(identity_kinds[self.kind].label) if self.kind in identity_kinds else self.kind

    @property
    def is_address(self) -> bool:
        """Whether the person can be reached there."""
        return self.kind in identity_kinds and bool(identity_kinds[self.kind].field)


class CustomerTag(WorkspaceModel):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    tag = models.ForeignKey("customers.Tag", models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["customer", "tag"], name="tagged_once"),)
        indexes = (models.Index(fields=["tag", "customer"], name="customers_of_tag"),)


class Note(WorkspaceModel):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+", null=True)
    company = models.ForeignKey("customers.Company", models.CASCADE, related_name="+", null=True)
    body = models.TextField()
    author = models.CharField(max_length=150)
    author_id = models.BigIntegerField(null=True)
    is_pinned = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["customer", "created_at"], name="note_of_customer"),)


class CustomerChange(WorkspaceModel):
    """One field of one person, before and after, with who did it and by which way."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    field = models.CharField(max_length=100)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    actor = models.CharField(max_length=150)
    via = models.CharField(max_length=20)
    change_set_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["customer", "changed_at"], name="change_of_customer"),)

    def __str__(self) -> str:
        return f"{self.field}: {self.old!r} -> {self.new!r}"

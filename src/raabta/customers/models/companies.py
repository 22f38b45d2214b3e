from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class Company(WorkspaceModel):
    """`domain` repeats the primary one of its `CompanyDomain` rows, for lists and search."""

    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=253, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=100, blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", db_index=False)
    attributes = models.JSONField(default=dict)
    # one that was merged is hidden as deleted ones are, and points to who has its things now
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "external_id"],
                condition=~models.Q(external_id="") & models.Q(deleted_at=None),
                name="one_company_an_external_id",
            ),
        )
        indexes = (
            models.Index(fields=["workspace", "name"], name="company_name"),
            models.Index(fields=["workspace", "domain"], name="company_domain"),
            models.Index(
                fields=["parent"], condition=models.Q(parent__isnull=False), name="company_children"
            ),
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="companies_merged_away",
            ),
        )

    def __str__(self) -> str:
        return self.name


class CompanyDomain(WorkspaceModel):
    """A registrable domain ("acme.co.uk") whose e-mail addresses belong to the company's people."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="domains", db_index=False)
    domain = models.CharField(max_length=253)
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "domain"], name="one_company_a_domain"),
            models.UniqueConstraint(
                fields=["company"], condition=models.Q(is_primary=True), name="one_primary_domain"
            ),
        )
        indexes = (models.Index(fields=["company"], name="domains_of_company"),)

    def __str__(self) -> str:
        return self.domain


class LinkingSettings(WorkspaceModel):
    """What a workspace does with somebody whose address tells the company they work for."""

    class Mode(models.TextChoices):
        OFF = "off"
        LINK = "link"  # to a company that has the domain
        MAKE = "make"  # and make the company where nobody has it

    mode = models.CharField(max_length=10, choices=Mode, default=Mode.LINK)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace"], name="one_linking_settings_a_workspace"),
        )


class CompanyMerge(WorkspaceModel):
    """Two companies became one; everything that taking it back needs is kept here."""

    survivor = models.ForeignKey(Company, models.CASCADE, related_name="+")
    other = models.ForeignKey(Company, models.CASCADE, related_name="+")
    actor = models.CharField(max_length=150)
    via = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True)
    choices = models.JSONField(default=dict)  # field -> "survivor" or "other", as asked for
    values = models.JSONField(default=dict)  # field of the survivor -> [before, after]
    moved = models.JSONField(default=dict)  # key of the company follower -> what it moved
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["other"],
                condition=models.Q(undone_at=None),
                name="merged_into_one_company",
            ),
            models.CheckConstraint(
                condition=~models.Q(survivor=models.F("other")),
                name="no_company_merges_with_itself",
            ),
        )

    def __str__(self) -> str:
        return f"#{self.other_id} → #{self.survivor_id}"

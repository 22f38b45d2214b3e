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
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "external_id"],
                condition=~models.Q(external_id=""),
                name="one_company_an_external_id",
            ),
        )
        indexes = (
            models.Index(fields=["workspace", "name"], name="company_name"),
            models.Index(fields=["workspace", "domain"], name="company_domain"),
            models.Index(
                fields=["parent"], condition=models.Q(parent__isnull=False), name="company_children"
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

from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class Company(WorkspaceModel):
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

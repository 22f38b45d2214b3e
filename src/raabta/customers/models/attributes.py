from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class AttributeDefinition(WorkspaceModel):
    """A custom field of people, companies, orders or custom objects, made in the UI; values live in `attributes`."""

    class Subject(models.TextChoices):
        CUSTOMER = "customer"
        COMPANY = "company"
        ORDER = "order"

    subject = models.CharField(max_length=40, default=Subject.CUSTOMER)
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, default="text")  # a key of the family attribute_kinds
    rules = models.JSONField(default=dict, blank=True)  # the limits that the kind offers
    choices = models.JSONField(default=list)
    help = models.CharField(max_length=200, blank=True)
    is_required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    is_sensitive = models.BooleanField(default=False)  # masked until somebody who may asks for it
    # what its values are computed from (a trait of `audiences`); nobody writes such a value by hand
    computed = models.JSONField(null=True)
    # what its values are computed from, of the record's own fields (see `formulas`)
    formula = models.TextField(blank=True, default="")
    formula_on = models.DateField(null=True)  # the day for which everybody's values are right

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "subject", "key"], name="one_attribute_a_key"
            ),
        )

    @property
    def is_computed(self) -> bool:
        """Whether its values follow from something else, so that nobody writes them."""
        return bool(self.computed or self.formula)


class AttributePath(WorkspaceModel):
    """A place inside the values of a free-form attribute, as it was last seen in profiles.

    It keeps no value of anybody: samples are read from the profiles when somebody looks.
    """

    definition = models.ForeignKey(AttributeDefinition, models.CASCADE, related_name="+")
    path = models.CharField(max_length=120)  # "preferences.size"; "items[].sku" within a list
    kind = models.CharField(max_length=10)  # text, number, date, boolean, list, object
    seen_in = models.BigIntegerField()  # profiles
    looked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["definition", "path"], name="one_attribute_path"),
        )


class Tag(WorkspaceModel):
    name = models.CharField(max_length=60)
    tone = models.CharField(max_length=10, default="neutral")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "name"], name="one_tag_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class SavedView(WorkspaceModel):
    """A list as somebody wants to see it again: filters, sorting and columns, as a query string."""

    resource = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    query = models.TextField(blank=True)
    owner_id = models.BigIntegerField()
    is_shared = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

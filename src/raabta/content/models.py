from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class Brand(WorkspaceModel):
    """Colours, logo, type and footer that new blocks start with."""

    primary_colour = models.CharField(max_length=9, default="#1d4ed8")
    text_colour = models.CharField(max_length=9, default="#1f2937")
    background_colour = models.CharField(max_length=9, default="#f4f5f7")
    font = models.CharField(max_length=200, default="Inter, Arial, sans-serif")
    logo = models.ForeignKey("content.Image", models.SET_NULL, null=True, related_name="+")
    footer = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["workspace"], name="one_brand"),)


class Image(WorkspaceModel):
    """An uploaded picture, served publicly by its token because mails show it."""

    token = models.CharField(max_length=32, unique=True)
    filename = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    uploaded_at = models.DateTimeField()


class Template(WorkspaceModel):
    """An e-mail with one variant a language; `default_language` serves everybody else."""

    name = models.CharField(max_length=120)
    default_language = models.CharField(max_length=8, default="en")
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Variant(WorkspaceModel):
    """A template in one language: subject, preheader and the MJML block tree."""

    template = models.ForeignKey(Template, models.CASCADE, related_name="variants")
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=300, blank=True)
    preheader = models.CharField(max_length=300, blank=True)
    tree = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)  # optimistic lock of the editor
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["template", "language"], name="one_variant_a_language"),
        )


class VariantStep(WorkspaceModel):
    """An earlier state of a variant, so that the editor can undo."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    tree = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["variant", "revision"], name="one_step_a_revision"),
        )

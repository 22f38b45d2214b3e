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

    def __str__(self) -> str:
        return self.filename


class Template(WorkspaceModel):
    """An e-mail with one variant a language; `default_language` serves everybody else."""

    class WhenMissing(models.TextChoices):
        FALLBACK = "fallback"  # send with what stands in
        SKIP = "skip"  # do not send to a person for whom a variable is empty and nothing stands in

    name = models.CharField(max_length=120)
    default_language = models.CharField(max_length=8, default="en")
    when_missing = models.CharField(
        max_length=10, choices=WhenMissing, default=WhenMissing.FALLBACK
    )
    link_answers = models.JSONField(default=dict)  # address -> what it answered when last asked
    links_checked_at = models.DateTimeField(null=True)
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
    plain_text = models.TextField(blank=True)  # empty: made from the tree
    revision = models.PositiveIntegerField(default=1)  # optimistic lock of the editor
    step = models.PositiveIntegerField(default=1)  # where the editor's history stands
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["template", "language"], name="one_variant_a_language"),
        )


class VariantStep(WorkspaceModel):
    """A state that the editor can go back or forward to; `number` orders them."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    tree = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["variant", "number"], name="one_step_a_number"),
        )

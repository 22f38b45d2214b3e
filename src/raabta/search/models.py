from django.db import models

from raabta.workspaces.scoped import WorkspaceModel


class Shelf(WorkspaceModel):
    """The index of one kind of record; `source` is the key of its search source."""

    source = models.CharField(max_length=40)
    filled_at = models.DateTimeField(null=True)  # when all its records had been filed once

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "source"], name="one_shelf_a_source"),
        )


class Document(WorkspaceModel):
    """What one record is filed under now."""

    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False
    )
    shelf = models.ForeignKey(Shelf, models.CASCADE, related_name="+", db_index=False)
    object_id = models.BigIntegerField()
    terms = models.TextField()  # words with a space before, between and behind

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["shelf", "object_id"], name="one_document_a_record"),
        )


class Posting(WorkspaceModel):
    """A word and a record that has it."""

    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False
    )
    shelf = models.ForeignKey(Shelf, models.CASCADE, related_name="+", db_index=False)
    term = models.CharField(max_length=60)  # PostgreSQL: compared byte by byte, see the migration
    object_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["shelf", "term", "object_id"], name="one_posting"),
        )


class Spelling(WorkspaceModel):
    """A word of names, under one of the forms that lead to it from other spellings."""

    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False
    )
    form = models.CharField(max_length=60)
    word = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "form", "word"], name="one_spelling"),
        )


class Mark(WorkspaceModel):
    """Records that must be filed again; written in the transaction of their change."""

    source = models.CharField(max_length=40)
    ids = models.JSONField()

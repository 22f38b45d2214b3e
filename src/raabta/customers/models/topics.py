from django.db import models

from raabta.workspaces.scoped import WorkspaceModel

PREFIX = "topic:"


class Topic(WorkspaceModel):
    """Something people may choose to hear about, under one purpose.

    What they answer are lines of the consent ledger whose purpose is "topic:" and the key.
    """

    class Kind(models.TextChoices):
        OPT_IN = "opt_in"  # nobody gets it who did not say yes
        OPT_OUT = "opt_out"  # whom the purpose allows gets it until they say no

    key = models.SlugField(max_length=24)  # never changes: answers are kept under it
    names = models.JSONField(default=dict)  # language -> name
    descriptions = models.JSONField(default=dict)
    purpose = models.CharField(max_length=30, default="marketing")
    channels = models.JSONField(default=list)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.OPT_IN)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "key"], name="one_topic_a_key"),
        )

    def __str__(self) -> str:
        return self.name_in(self.workspace.language)

    @property
    def ledger_purpose(self) -> str:
        """The purpose of the ledger's lines about this topic."""
        return f"{PREFIX}{self.key}"

    def name_in(self, language: str) -> str:
        return _said(self.names, language) or self.key

    def description_in(self, language: str) -> str:
        return _said(self.descriptions, language)


def _said(words: dict[str, str], language: str) -> str:
    """In this language, else in the first that has words."""
    own = words.get(language.partition("-")[0], "")
    return own or next((text for text in words.values() if text), "")

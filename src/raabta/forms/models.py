import secrets
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raabta.forms.form_field import FormField, field_from
from raabta.workspaces.scoped import WorkspaceModel


def new_public_id() -> str:
    return secrets.token_hex(8)


class Form(WorkspaceModel):
    """What is asked, and what is said before and after; `words` holds the texts by language."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("form", "Draft")
        PUBLISHED = "published", pgettext_lazy("form", "Published")
        ARCHIVED = "archived", pgettext_lazy("form", "Archived")

    class Puzzle(models.TextChoices):
        NEVER = "never", _("Never")
        SUSPICIOUS = "suspicious", _("When a submission looks suspicious")
        ALWAYS = "always", _("Always")

    class Disposable(models.TextChoices):
        TAKE = "take", _("Take them like others")
        FLAG = "flag", _("Take them with a remark")
        HOLD = "hold", _("Hold them until somebody decides")

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id)
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    fields = models.JSONField(default=list)
    words = models.JSONField(
        default=dict
    )  # {"en": {"title": …, "text": …, "button": …, "thanks": …}}
    redirect_url = models.URLField(max_length=500, blank=True)
    tag = models.CharField(max_length=60, blank=True)
    puzzle = models.CharField(max_length=10, choices=Puzzle, default=Puzzle.SUSPICIOUS)
    disposable = models.CharField(max_length=10, choices=Disposable, default=Disposable.FLAG)
    held_above = models.PositiveSmallIntegerField(default=20)  # from one address in an hour
    most_further = models.PositiveSmallIntegerField(default=1)  # asked in place of what is known
    notify = models.JSONField(default=list)  # e-mail addresses of members
    notified_at = models.DateTimeField(null=True)
    seen = models.PositiveIntegerField(default=0)
    started = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["workspace", "created_at"], name="forms_by_time"),)

    def __str__(self) -> str:
        return self.name

    @property
    def items(self) -> list[FormField]:
        """The fields in their order; a kind whose plug-in has gone is left out."""
        rows: list[dict[str, Any]] = self.fields or []
        return [found for row in rows if (found := field_from(row)) is not None]

    def say(self, name: str, language: str) -> str:
        """A text in this language, else in the workspace's, else in any."""
        for tag in (language, self.workspace.language, *self.words):
            if text := self.words.get(tag, {}).get(name):
                return str(text)
        return ""


class ConsentText(WorkspaceModel):
    """The words of one consent as they were shown; a change makes a new version, none goes."""

    form = models.ForeignKey(Form, models.CASCADE, related_name="+")
    field = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    text = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["form", "field", "language", "version"], name="one_consent_text_a_version"
            ),
        )

    @property
    def label(self) -> str:
        """What the consent ledger names the words by."""
        return f"form {self.form.public_id} {self.field} {self.language} v{self.version}"


class FormSubmission(WorkspaceModel):
    """The answers of one visitor, as they came; a person is made of them afterwards."""

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("submission", "Received")
        ACCEPTED = "accepted", pgettext_lazy("submission", "Accepted")
        HELD = "held", pgettext_lazy("submission", "Held")
        DISCARDED = "discarded", pgettext_lazy("submission", "Thrown away")

    class Reason(models.TextChoices):
        TRAP = "trap", _("a field that people cannot see was filled in")
        FAST = "fast", _("it was sent faster than people can type")
        UNSIGNED = "unsigned", _("the form's own token was missing, false or too old")
        MANY = "many", _("many came from one address within an hour")
        PUZZLE = "puzzle", _("the browser did not solve the puzzle that slows machines down")
        DISPOSABLE = "disposable", _("the e-mail address is a throw-away one")

    form = models.ForeignKey(Form, models.CASCADE, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", null=True)
    key = models.CharField(max_length=64)  # a repeated POST is the same submission
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    reasons = models.JSONField(default=list)
    remarks = models.JSONField(default=list)  # reasons it was not held for
    answers = models.JSONField(default=dict)
    consents = models.JSONField(default=dict)  # field: id of the ConsentText that was shown
    email_hash = models.CharField(max_length=64, blank=True)  # finds what is held of the erased
    language = models.CharField(max_length=8)
    ip = models.GenericIPAddressField(null=True)
    page_url = models.CharField(max_length=500, blank=True)
    referrer = models.CharField(max_length=500, blank=True)
    anonymous_id = models.CharField(max_length=100, blank=True)  # of the tracking snippet
    user_agent = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["form", "key"], name="one_submission_a_key"),
        )
        indexes = (
            models.Index(fields=["form", "received_at"], name="submissions_of_form"),
            models.Index(fields=["customer", "received_at"], name="submissions_of_customer"),
            models.Index(fields=["workspace", "ip", "received_at"], name="submissions_of_address"),
        )

    @property
    def why(self) -> list[str]:
        """The reasons it was held for, in words."""
        return _in_words(self.reasons)

    @property
    def noted(self) -> list[str]:
        """What is remarked about it, in words."""
        return _in_words(self.remarks)


def _in_words(reasons: list[str]) -> list[str]:
    known = dict(FormSubmission.Reason.choices)
    return [str(known.get(reason, reason)) for reason in reasons]


class FormFile(WorkspaceModel):
    """A file that a visitor sent along; its bytes lie in the files' folder under `token`."""

    submission = models.ForeignKey(FormSubmission, models.CASCADE, related_name="+")
    field = models.CharField(max_length=40)
    token = models.CharField(max_length=32, unique=True)
    filename = models.CharField(max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.filename

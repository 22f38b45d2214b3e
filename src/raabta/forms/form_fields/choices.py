from collections.abc import Sequence
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.forms.form_field import FormField, Raw, Value
from raabta.forms.form_fields.choice import named, one_of
from raabta.workspaces.models import Workspace


class Choices(FormField):
    key: ClassVar = "choices"
    label: ClassVar[Promise | str] = _("Several choices")
    icon: ClassVar = "list-checks"
    widget: ClassVar = "checkboxes"
    settings: ClassVar = ("writes", "choices", "labels")

    choices: list[str] = []
    labels: dict[str, dict[str, str]] = {}  # by language: what a choice is called

    def options(self, languages: Sequence[str]) -> list[tuple[str, str]]:
        return named(self.choices, self.labels, languages)

    def read(self, raw: Raw, workspace: Workspace) -> Value:
        texts = dict.fromkeys(text.strip() for text in raw if text.strip())
        return [one_of(self.choices, text) for text in texts] or None

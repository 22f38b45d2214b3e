from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.forms.form_field import FormField, Raw, Value
from raabta.forms.form_fields.choice import one_of
from raabta.workspaces.models import Workspace


class Choices(FormField):
    key: ClassVar = "choices"
    label: ClassVar[Promise | str] = _("Several choices")
    icon: ClassVar = "list-checks"
    widget: ClassVar = "checkboxes"
    settings: ClassVar = ("writes", "choices")

    choices: list[str] = []

    def read(self, raw: Raw, workspace: Workspace) -> Value:
        texts = dict.fromkeys(text.strip() for text in raw if text.strip())
        return [one_of(self.choices, text) for text in texts] or None

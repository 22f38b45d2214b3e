from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers import normalise
from raabta.forms.form_field import FormField, Value, limited
from raabta.workspaces.models import Workspace

MOST = 300


class Text(FormField):
    key: ClassVar = "text"
    label: ClassVar[Promise | str] = _("Text")
    settings: ClassVar = ("writes",)

    def parse(self, text: str, workspace: Workspace) -> Value:
        return limited(normalise.line(text), MOST) or None

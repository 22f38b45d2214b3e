from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.forms.form_field import FormField, Value, limited
from raabta.workspaces.models import Workspace

MOST = 5_000


class LongText(FormField):
    key: ClassVar = "long_text"
    label: ClassVar[Promise | str] = _("Long text")
    icon: ClassVar = "text"
    widget: ClassVar = "textarea"
    settings: ClassVar = ("writes",)

    def parse(self, text: str, workspace: Workspace) -> Value:
        return limited(text.replace("\x00", ""), MOST) or None

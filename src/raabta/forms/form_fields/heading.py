from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.forms.form_field import FormField, Raw, Value
from raabta.workspaces.models import Workspace


class Heading(FormField):
    key: ClassVar = "heading"
    label: ClassVar[Promise | str] = _("Heading and text")
    icon: ClassVar = "heading"
    widget: ClassVar = "heading"
    asks: ClassVar = False

    def read(self, raw: Raw, workspace: Workspace) -> Value:
        return None

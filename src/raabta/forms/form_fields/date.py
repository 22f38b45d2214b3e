import unicodedata
from datetime import date
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.forms.form_field import FormField, InvalidAnswer, Value
from raabta.workspaces.models import Workspace


class Date(FormField):
    key: ClassVar = "date"
    label: ClassVar[Promise | str] = gettext_lazy("Date")
    icon: ClassVar = "calendar"
    input_type: ClassVar = "date"
    settings: ClassVar = ("writes",)

    def parse(self, text: str, workspace: Workspace) -> Value:
        digits = "".join(str(unicodedata.digit(c, c)) for c in text)
        try:
            return date.fromisoformat(digits).isoformat()
        except ValueError:
            raise InvalidAnswer(_("Please write a date such as 2026-03-31.")) from None

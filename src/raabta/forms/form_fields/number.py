import unicodedata
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.forms.form_field import FormField, InvalidAnswer, Value
from raabta.workspaces.models import Workspace

LARGEST = 1e15


class Number(FormField):
    key: ClassVar = "number"
    label: ClassVar[Promise | str] = gettext_lazy("Number")
    icon: ClassVar = "hash"
    input_type: ClassVar = "number"
    settings: ClassVar = ("writes",)

    def parse(self, text: str, workspace: Workspace) -> Value:
        digits = "".join(str(unicodedata.digit(c, c)) for c in text).replace(",", "")
        try:
            number = float(digits)
        except ValueError:
            number = float("nan")
        if not abs(number) <= LARGEST:  # also true of NaN
            raise InvalidAnswer(_("Please write a number."))
        return int(number) if number.is_integer() else number

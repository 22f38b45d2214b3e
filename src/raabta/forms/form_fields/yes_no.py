from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.attribute_kinds.boolean import FALSE, TRUE
from raabta.forms.form_field import FormField, InvalidAnswer, Value
from raabta.workspaces.models import Workspace


class YesNo(FormField):
    key: ClassVar = "yes_no"
    label: ClassVar[Promise | str] = gettext_lazy("Yes or no")
    icon: ClassVar = "toggle-left"
    widget: ClassVar = "yes_no"
    settings: ClassVar = ("writes",)

    def parse(self, text: str, workspace: Workspace) -> Value:
        if text.casefold() in TRUE:
            return True
        if text.casefold() in FALSE:
            return False
        raise InvalidAnswer(_("Please choose yes or no."))

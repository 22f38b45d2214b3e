from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.forms.form_field import FormField, InvalidAnswer, Value
from raabta.workspaces.models import Workspace


class Choice(FormField):
    key: ClassVar = "choice"
    label: ClassVar[Promise | str] = gettext_lazy("Choice")
    icon: ClassVar = "list"
    widget: ClassVar = "select"
    settings: ClassVar = ("writes", "choices")

    choices: list[str] = []

    def parse(self, text: str, workspace: Workspace) -> Value:
        return one_of(self.choices, text)


def one_of(choices: list[str], text: str) -> str:
    """Raises InvalidAnswer."""
    if text not in choices:
        raise InvalidAnswer(_("Please choose from the list."))
    return text

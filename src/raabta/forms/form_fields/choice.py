from collections.abc import Sequence
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
    settings: ClassVar = ("writes", "choices", "labels")

    choices: list[str] = []
    labels: dict[str, dict[str, str]] = {}  # by language: what a choice is called

    def options(self, languages: Sequence[str]) -> list[tuple[str, str]]:
        return named(self.choices, self.labels, languages)

    def parse(self, text: str, workspace: Workspace) -> Value:
        return one_of(self.choices, text)


def one_of(choices: list[str], text: str) -> str:
    """Raises InvalidAnswer."""
    if text not in choices:
        raise InvalidAnswer(_("Please choose from the list."))
    return text


def named(
    choices: list[str], labels: dict[str, dict[str, str]], languages: Sequence[str]
) -> list[tuple[str, str]]:
    """Each choice with its label in the first of the languages that has one, else as it is."""
    known = [labels.get(language, {}) for language in languages]
    return [(one, next((words[one] for words in known if words.get(one)), one)) for one in choices]

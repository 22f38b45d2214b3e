from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.attribute_kind import AttributeKind, wrong
from raabta.customers.models import AttributeDefinition


class Choice(AttributeKind):
    key: ClassVar = "choice"
    label: ClassVar = gettext_lazy("One of a list")
    position: ClassVar = 6
    compared_as: ClassVar = "choice"
    cell: ClassVar = "choice"
    control: ClassVar = "choice"
    choices: ClassVar = "must"

    def parse(self, about: AttributeDefinition, raw: Any) -> str:
        return chosen(about, raw)


def chosen(about: AttributeDefinition, raw: Any) -> str:
    """One of the definition's choices, as it is written there."""
    text = str(raw).strip()
    known = {choice.casefold(): choice for choice in about.choices}
    try:
        return str(known[text.casefold()])
    except KeyError:
        wanted = _("one of: %(choices)s") % {"choices": ", ".join(about.choices)}
        raise wrong(about, raw, wanted) from None

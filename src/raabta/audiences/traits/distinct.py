from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.trait import PropertyTrait, by_person


class Distinct(PropertyTrait):
    key: ClassVar = "distinct"
    label: ClassVar = gettext_lazy("How many different values of a property")
    kind: ClassVar = "number"

    def of(self, rows: Any) -> Any:
        found = self.with_text(rows)
        return by_person(found, found.text.nunique())

    def sentence(self) -> str:
        words = _("How many different %(property)s their %(event)s have %(filters)s %(when)s")
        return words % self.words()

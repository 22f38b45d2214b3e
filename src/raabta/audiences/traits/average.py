from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.trait import PropertyTrait, by_person


class Average(PropertyTrait):
    key: ClassVar = "average"
    label: ClassVar = gettext_lazy("Average of a property")
    kind: ClassVar = "number"

    def of(self, rows: Any) -> Any:
        found = self.with_number(rows)
        return by_person(found, found.amount.mean())

    def sentence(self) -> str:
        words = _("The average of %(property)s of their %(event)s %(filters)s %(when)s")
        return words % self.words()

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.trait import EventTrait, by_person


class Count(EventTrait):
    key: ClassVar = "count"
    label: ClassVar = gettext_lazy("How many times")
    kind: ClassVar = "number"

    def of(self, rows: Any) -> Any:
        return by_person(rows, rows.count())

    def sentence(self) -> str:
        return _("How many times they did %(event)s %(filters)s %(when)s") % self.words()

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.trait import by_person
from raabta.commerce.order_trait import OrderTrait


class OrderCount(OrderTrait):
    key: ClassVar = "order_count"
    label: ClassVar = gettext_lazy("How many orders")
    kind: ClassVar = "number"

    def of(self, rows: Any) -> Any:
        return by_person(rows, rows.count())

    def sentence(self) -> str:
        return _("How many orders they placed %(when)s") % self.words()

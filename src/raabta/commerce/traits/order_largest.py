from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.trait import by_person
from raabta.commerce.order_trait import MoneyTrait


class OrderLargest(MoneyTrait):
    key: ClassVar = "order_largest"
    label: ClassVar = gettext_lazy("Largest order, less refunds")

    def of(self, rows: Any) -> Any:
        return by_person(rows, rows.net_minor.max())

    def sentence(self) -> str:
        return _("What their largest order %(when)s came to, less refunds") % self.words()

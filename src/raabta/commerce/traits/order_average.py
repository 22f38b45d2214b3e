from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.trait import by_person
from raabta.commerce.order_trait import MoneyTrait


class OrderAverage(MoneyTrait):
    key: ClassVar = "order_average"
    label: ClassVar = gettext_lazy("Average order, less refunds")

    def of(self, rows: Any) -> Any:
        return by_person(rows, rows.net_minor.mean())

    def sentence(self) -> str:
        return _("What they spent on an order on average %(when)s, less refunds") % self.words()

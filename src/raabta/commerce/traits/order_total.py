from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.trait import by_person
from raabta.commerce.order_trait import MoneyTrait


class OrderTotal(MoneyTrait):
    key: ClassVar = "order_total"
    label: ClassVar = gettext_lazy("Money spent, less refunds")

    def of(self, rows: Any) -> Any:
        return by_person(rows, rows.net_minor.sum())

    def sentence(self) -> str:
        return _("What they spent on orders %(when)s, less refunds") % self.words()

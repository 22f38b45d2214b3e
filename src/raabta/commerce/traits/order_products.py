from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.trait import by_person
from raabta.commerce.order_trait import LineTrait


class OrderProducts(LineTrait):
    """By the products' numbers (SKU); lines without one do not count."""

    key: ClassVar = "order_products"
    label: ClassVar = gettext_lazy("How many different products")
    kind: ClassVar = "number"

    def of(self, rows: Any) -> Any:
        found = rows.filter(rows.sku != "")
        return by_person(found, found.sku.nunique())

    def sentence(self) -> str:
        return _("How many different products they bought %(when)s") % self.words()

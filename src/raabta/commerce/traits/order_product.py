from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.commerce.favourite import FavouriteTrait


class OrderProduct(FavouriteTrait):
    key: ClassVar = "order_product"
    label: ClassVar = gettext_lazy("Product bought most")
    column: ClassVar = "product_name"

    def sentence(self) -> str:
        return _("The product that they bought the most pieces of %(when)s") % self.words()

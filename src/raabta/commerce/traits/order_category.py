from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.commerce.favourite import FavouriteTrait


class OrderCategory(FavouriteTrait):
    key: ClassVar = "order_category"
    label: ClassVar = gettext_lazy("Category bought most")
    column: ClassVar = "category"

    def sentence(self) -> str:
        return _("The category that they bought the most pieces of %(when)s") % self.words()

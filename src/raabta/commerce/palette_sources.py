from typing import ClassVar

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.commerce.models import Order, Product
from raabta.commerce.queries.orders import number_begins
from raabta.customers.search import Hit, PaletteSource
from raabta.workspaces.models import Workspace


class Orders(PaletteSource):
    key: ClassVar = "orders"
    label: ClassVar = _("Orders")
    icon: ClassVar = "shopping-cart"
    permission: ClassVar = "commerce.view"
    position: ClassVar = 40

    def hits(self, workspace: Workspace, text: str, limit: int) -> list[Hit]:
        found = Order.objects.filter(number_begins(text), workspace=workspace).order_by("number")
        return [
            Hit(order.number, reverse("web:orders:show", args=[order.pk]), order.source)
            for order in found[:limit]
        ]


class Products(PaletteSource):
    key: ClassVar = "products"
    label: ClassVar = _("Products")
    icon: ClassVar = "package"
    permission: ClassVar = "commerce.view"
    position: ClassVar = 45

    def hits(self, workspace: Workspace, text: str, limit: int) -> list[Hit]:
        matches = Q(sku__istartswith=text) | Q(name__icontains=text)
        found = Product.objects.filter(matches, workspace=workspace).order_by("name")
        return [
            Hit(one.name, reverse("web:products:show", args=[one.pk]), one.sku)
            for one in found[:limit]
        ]

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.commerce.models import Order, Product
from raabta.search.source import Hit, SearchSource, Texts
from raabta.workspaces.models import Workspace


class Orders(SearchSource):
    key: ClassVar = "orders"
    label: ClassVar = _("Orders")
    icon: ClassVar = "shopping-cart"
    permission: ClassVar = "commerce.view"
    position: ClassVar = 40
    table: ClassVar = "order"

    def rows(self, workspace: Workspace) -> QuerySet[Order]:
        return Order.objects.filter(workspace=workspace)

    def read(self, rows: QuerySet[Any]) -> Iterable[tuple[int, Texts]]:
        for pk, number in rows.values_list("pk", "number"):
            yield pk, Texts(codes=(number,))

    def hit(self, record: Order) -> Hit:
        url = reverse("web:orders:show", args=[record.pk])
        return Hit(record.number, url, record.source, id=record.pk)


class Products(SearchSource):
    key: ClassVar = "products"
    label: ClassVar = _("Products")
    icon: ClassVar = "package"
    permission: ClassVar = "commerce.view"
    position: ClassVar = 45
    table: ClassVar = "product"

    def rows(self, workspace: Workspace) -> QuerySet[Product]:
        return Product.objects.filter(workspace=workspace)

    def read(self, rows: QuerySet[Any]) -> Iterable[tuple[int, Texts]]:
        for pk, name, sku in rows.values_list("pk", "name", "sku"):
            yield pk, Texts(names=(name,), codes=(sku,))

    def hit(self, record: Product) -> Hit:
        url = reverse("web:products:show", args=[record.pk])
        return Hit(record.name, url, record.sku, id=record.pk)

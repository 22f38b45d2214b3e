from collections.abc import Iterable, Sequence
from typing import ClassVar

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

    def ids(self, workspace: Workspace, *, after: int, limit: int) -> list[int]:
        rows = Order.objects.filter(workspace=workspace, pk__gt=after).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:limit])

    def texts(self, workspace: Workspace, ids: Sequence[int]) -> Iterable[tuple[int, Texts]]:
        rows = Order.objects.filter(workspace=workspace, pk__in=ids)
        for pk, number in rows.values_list("pk", "number"):
            yield pk, Texts(codes=(number,))

    def hits(self, workspace: Workspace, ids: Sequence[int]) -> list[Hit]:
        known = Order.objects.filter(workspace=workspace).in_bulk(list(ids))
        return [
            Hit(one.number, reverse("web:orders:show", args=[pk]), one.source, id=pk)
            for pk in ids
            if (one := known.get(pk))
        ]


class Products(SearchSource):
    key: ClassVar = "products"
    label: ClassVar = _("Products")
    icon: ClassVar = "package"
    permission: ClassVar = "commerce.view"
    position: ClassVar = 45
    table: ClassVar = "product"

    def ids(self, workspace: Workspace, *, after: int, limit: int) -> list[int]:
        rows = Product.objects.filter(workspace=workspace, pk__gt=after).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:limit])

    def texts(self, workspace: Workspace, ids: Sequence[int]) -> Iterable[tuple[int, Texts]]:
        rows = Product.objects.filter(workspace=workspace, pk__in=ids)
        for pk, name, sku in rows.values_list("pk", "name", "sku"):
            yield pk, Texts(names=(name,), codes=(sku,))

    def hits(self, workspace: Workspace, ids: Sequence[int]) -> list[Hit]:
        known = Product.objects.filter(workspace=workspace).in_bulk(list(ids))
        return [
            Hit(one.name, reverse("web:products:show", args=[pk]), one.sku, id=pk)
            for pk in ids
            if (one := known.get(pk))
        ]

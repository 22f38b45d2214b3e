"""Products: the list, and what one product sold."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from raabta.commerce.models import Product
from raabta.commerce.queries.products import (
    categories,
    find_products,
    orders_with,
    product_facts,
)
from raabta.web.http import HttpRequest, page, render
from raabta.web.paging import number

SIZE = 50
SORTS = {"name": "name", "sku": "sku", "price": "price_minor"}
SHOWN_ORDERS = 20


@page("commerce.view")
def index(request: HttpRequest) -> HttpResponse:
    sort = request.GET.get("sort", "")
    field = SORTS.get(sort.lstrip("-"), "name")
    turn = "-" if sort.startswith("-") else ""
    found = matching(request)
    place = min(max(1, number(request, "page") or 1), 10_000)
    rows = list(found.order_by(f"{turn}{field}", "id")[(place - 1) * SIZE : place * SIZE + 1])
    context = {
        "products": rows[:SIZE],
        "previous": place - 1 if place > 1 else None,
        "next": place + 1 if len(rows) > SIZE else None,
        "total": found.count(),
        "categories": [(one, one) for one in categories(request.workspace)],
        "is_narrowed": bool(request.GET.get("q") or request.GET.get("category")),
        "may_export": request.may("customers.export"),
    }
    return render(request, "commerce/products/index.html", context, part="rows")


def matching(request: HttpRequest) -> QuerySet[Product]:
    """The products that the address asks for."""
    text = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    return find_products(request.workspace, text, request.GET.get("category", ""))


@page("commerce.view")
def show(request: HttpRequest, product_id: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=product_id)
    context = {
        "product": product,
        "facts": product_facts(request.workspace, product.pk),
        "lines": orders_with(request.workspace, product.pk, SHOWN_ORDERS),
    }
    return render(request, "commerce/products/show.html", context)

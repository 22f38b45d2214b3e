"""Orders, their lines, and products as files, filtered as the lists are."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from raabta.commerce import line_words
from raabta.commerce.models import Order, OrderLine
from raabta.commerce.queries.orders import find_orders
from raabta.customers.attributes import exported
from raabta.customers.fields import definitions_of
from raabta.customers.models import AttributeDefinition, Customer
from raabta.kernel.money import Money
from raabta.web.commerce.orders import STATES, asked_of
from raabta.web.commerce.products import matching
from raabta.web.customers.table_response import table_response
from raabta.web.http import HttpRequest, page

CHUNK = 2_000


@page("customers.export")
def orders(request: HttpRequest, kind: str) -> HttpResponse:
    own = definitions_of(request.workspace, AttributeDefinition.Subject.ORDER)
    headings = [
        pgettext("id", "Number"),
        _("Placed"),
        _("State"),
        _("Customer"),
        _("Customer id"),
        _("E-mail"),
        _("Country"),
        _("Currency"),
        _("Total"),
        _("Refunded"),
        _("Source"),
        *[one.label for one in own],
    ]
    rows = _orders(request, own)
    return table_response(request, _("Orders"), kind, headings=headings, rows=rows)


@page("customers.export")
def lines(request: HttpRequest, kind: str) -> HttpResponse:
    """One row a line, under the headings that the import of orders recognises."""
    headings = [field.label for field in line_words.fields()]
    return table_response(request, _("Order lines"), kind, headings=headings, rows=_lines(request))


@page("customers.export")
def products(request: HttpRequest, kind: str) -> HttpResponse:
    headings = [_("Code"), _("Name"), _("Category"), _("Last price"), _("Currency")]
    return table_response(request, _("Products"), kind, headings=headings, rows=_products(request))


def buyer(order: Order) -> Customer | None:
    """Nobody who was deleted or erased."""
    who = order.customer
    return who if who and who.deleted_at is None else None


def _orders(request: HttpRequest, own: list[AttributeDefinition]) -> Iterator[list[Any]]:
    found = find_orders(request.workspace, asked_of(request)).select_related("customer")
    for one in found.order_by("-placed_at", "-pk").iterator(chunk_size=CHUNK):
        state, _tone = STATES[Order.State(one.state)]
        who = buyer(one)
        yield [
            one.number,
            one.placed_at,
            str(state),
            who.name if who else None,
            who.external_id if who else None,
            who.email if who else None,
            one.country,
            one.currency,
            Money(one.total_minor, one.currency),
            Money(one.refunded_minor, one.currency),
            one.source,
            *[exported(each, one.attributes.get(each.key)) for each in own],
        ]


def _lines(request: HttpRequest) -> Iterator[list[Any]]:
    found = OrderLine.objects.filter(order__in=find_orders(request.workspace, asked_of(request)))
    rows = found.select_related("order__customer", "product")
    for one in rows.order_by("-order__placed_at", "-order", "position").iterator(chunk_size=CHUNK):
        order, who = one.order, buyer(one.order)
        yield [
            order.number,
            order.placed_at,
            one.sku,
            one.name,
            one.quantity,
            Money(one.unit_minor, order.currency),
            who.external_id if who else None,
            who.email if who else None,
            order.country,
            order.currency,
            one.product.category if one.product else None,
        ]


def _products(request: HttpRequest) -> Iterator[list[Any]]:
    for one in matching(request).order_by("name", "pk").iterator(chunk_size=CHUNK):
        price = None if one.price_minor is None else Money(one.price_minor, one.currency)
        yield [one.sku, one.name, one.category, price, one.currency]

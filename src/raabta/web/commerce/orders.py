"""Orders: the list, and one order with its lines and refunds."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from raabta.commerce.models import Order, OrderLine, Refund
from raabta.commerce.queries.orders import OrderFilter, find_orders, page_of_orders
from raabta.commerce.services.attributes import edit_order_attributes
from raabta.customers.fields import ATTRIBUTE, attribute_field, definitions_of
from raabta.customers.models import AttributeDefinition
from raabta.web.customers.attribute_values import ValuesForm
from raabta.web.customers.profile import Property
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.workspaces.models import Workspace

STATES = {
    Order.State.PLACED: (pgettext_lazy("order", "Placed"), "success"),
    Order.State.CANCELLED: (pgettext_lazy("order", "Cancelled"), "neutral"),
}
KINDS = {
    OrderLine.Kind.ITEM: pgettext_lazy("order line", "Article"),
    OrderLine.Kind.SHIPPING: pgettext_lazy("order line", "Shipping"),
    OrderLine.Kind.DISCOUNT: pgettext_lazy("order line", "Discount"),
    OrderLine.Kind.FEE: pgettext_lazy("order line", "Fee"),
    OrderLine.Kind.ADJUSTMENT: pgettext_lazy("order line", "Correction"),
}
MONEY = [("refunded", _("Refunded")), ("anonymous", _("Without a customer"))]
COUNT_SECONDS = 60
MOST_COUNTED = 10_000
COLUMNS = 3  # of attributes in the list
SUBJECT = AttributeDefinition.Subject.ORDER


@page("commerce.view")
def index(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    found = page_of_orders(
        find_orders(request.workspace, asked),
        sort=request.GET.get("sort", "") or "-placed_at",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    is_narrowed = asked != OrderFilter()
    shown = [attribute_field(one) for one in definitions_of(request.workspace, SUBJECT)[:COLUMNS]]
    keys = [field.key.removeprefix(ATTRIBUTE) for field in shown]
    context = {
        "rows": [
            (order, STATES[Order.State(order.state)], [order.attributes.get(key) for key in keys])
            for order in found.orders
        ],
        "columns": shown,
        "previous": found.previous,
        "next": found.following,
        "total": None if is_narrowed else count_all(request.workspace),
        "states": [(state, label) for state, (label, _tone) in STATES.items()],
        "money": MONEY,
        "is_narrowed": is_narrowed,
        "may_export": request.may("customers.export"),
        "may_import": request.may("customers.import"),
    }
    return render(request, "commerce/orders/index.html", context, part="rows")


@page("commerce.view")
def show(request: HttpRequest, order_id: int) -> HttpResponse:
    held = Order.objects.filter(workspace=request.workspace).select_related("customer")
    order = get_object_or_404(held, pk=order_id)
    lines = OrderLine.objects.filter(order=order).order_by("position")
    refunds = Refund.objects.filter(order=order).order_by("refunded_at")
    context = {
        "order": order,
        "state": STATES[Order.State(order.state)],
        "lines": [(line, KINDS[OrderLine.Kind(line.kind)]) for line in lines],
        "refunds": refunds,
        "attributes": [
            Property(attribute_field(one), order.attributes.get(one.key))
            for one in definitions_of(request.workspace, SUBJECT)
        ],
        "may_edit": request.may("commerce.edit"),
    }
    return render(request, "commerce/orders/show.html", context)


@page("commerce.edit", methods="GET POST")
def edit(request: HttpRequest, order_id: int) -> HttpResponse:
    """The attributes; what was bought is recorded, not edited."""
    order = get_object_or_404(Order, workspace=request.workspace, pk=order_id)
    form = ValuesForm(
        request.POST or None, workspace=request.workspace, subject=SUBJECT, held=order.attributes
    )
    if request.method == "POST" and form.is_valid():
        edit_order_attributes(
            workspace=request.workspace,
            actor=request.actor,
            order_id=order.pk,
            values=form.cleaned_data,
        )
        messages.success(request, gettext("Saved."))
        return redirect(request, reverse("web:orders:show", args=[order.pk]))
    status = 422 if form.errors else 200
    context = {"order": order, "form": form}
    return render(request, "commerce/orders/edit.html", context, status=status)


def asked_of(request: HttpRequest) -> OrderFilter:
    """The filters of the address."""
    return OrderFilter(
        search=request.GET.get("q", "").replace("\x00", "")[:100],
        state=request.GET.get("state", ""),
        money=request.GET.get("money", ""),
        since=_day(request.GET.get("since", "")),
        until=_day(request.GET.get("until", ""), days=1),
    )


def count_all(workspace: Workspace) -> int:
    """Counted at most once a minute, for it reads a whole index."""
    key = f"orders:{workspace.pk}"
    found = cache.get(key)
    if found is None:
        found = Order.objects.filter(workspace=workspace).count()
        if found > MOST_COUNTED:
            cache.set(key, found, COUNT_SECONDS)
    return int(found)


def _day(text: str, *, days: int = 0) -> datetime | None:
    """The beginning of a day in the reader's zone, or of the day after."""
    try:
        found = parse_date(text)
        if found is None:
            return None
        return timezone.make_aware(datetime.combine(found, datetime.min.time())) + timedelta(days)
    except (ValueError, OverflowError):
        return None

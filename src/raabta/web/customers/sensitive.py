"""The sensitive values of one customer, shown to who may see them; the audit trail keeps it."""

from django.http import HttpResponse

from raabta.customers.field_values import is_filled, value_of
from raabta.customers.fields import fields_of
from raabta.customers.sensitive import PERMISSION
from raabta.customers.services.sensitive import record_reading
from raabta.web.customers.customers import find
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page


@page(PERMISSION, methods="POST")
def show(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A POST, for looking at them is written down."""
    customer = find(request, customer_id)
    held = [
        (field, value_of(customer, key))
        for key, field in fields_of(request.workspace).items()
        if field.is_sensitive and is_filled(value_of(customer, key))
    ]
    record_reading(
        workspace=request.workspace, actor=request.actor, customer_ids=[customer.pk],
        fields=[field.key for field, _value in held], place="page",
    )  # fmt: skip
    context = {"customer": customer, "held": held}
    return render(request, "customers/sensitive/show.html", context, part="panel")

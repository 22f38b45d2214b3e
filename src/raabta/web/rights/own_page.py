"""A person's own page: what we hold of them, why they got our messages, and what they may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.commerce.models import Order
from raabta.customers.field_values import is_filled, value_of
from raabta.customers.fields import Field, fields_of
from raabta.customers.models import Customer
from raabta.customers.purposes import CHANNELS, STATES, label_of
from raabta.customers.queries import consent_ledger, consents_of, identities_of
from raabta.customers.queries.rights import erasure_requests, rights_policy
from raabta.customers.queries.topics import UnknownPurpose, check_purpose, purpose_names
from raabta.customers.services.consent import Answer
from raabta.customers.services.identities import IdentityTaken, InvalidIdentity
from raabta.customers.services.people import edit_customer
from raabta.customers.services.person_export import export_person, person_exports
from raabta.customers.timeline_sources import via_label
from raabta.kernel import clock
from raabta.kernel.money import Money
from raabta.messaging.evidence import READER
from raabta.messaging.own_page import PAGE
from raabta.messaging.queries.own import explained_messages
from raabta.messaging.services.answers import take_answers
from raabta.messaging.signing import export_url
from raabta.web.http import redirect, render
from raabta.web.messaging.preferences import answer
from raabta.web.messaging.visitor import agent_of, ip_of
from raabta.web.rights.forms import OwnDataForm
from raabta.web.rights.visits import own
from raabta.web.rights.why import why

ANSWERS = {"granted", "withdrawn"}
MOST = 100
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bought:
    order: Order
    total: Money


@own(PAGE, methods="GET HEAD POST")
def show(request: HttpRequest, customer: Customer, token: str) -> HttpResponse:
    names = rights_policy(customer.workspace).own_fields
    form = OwnDataForm(request.POST or None, customer=customer, names=names)
    if request.method == "POST" and form.is_valid() and _saved(customer, form):
        messages.success(request, _("Saved."))
        return redirect(request, reverse("web:own:show", args=[token]))
    context = {**about(customer), "form": form, "token": token}
    status = 422 if form.errors else 200
    return render(request, "rights/own/show.html", context, status=status)


@own(PAGE, methods="GET HEAD POST")
def preferences(request: HttpRequest, customer: Customer, token: str) -> HttpResponse:
    return answer(request, customer, back=reverse("web:own:show", args=[token]))


@own(PAGE, methods="POST")
def consent(request: HttpRequest, customer: Customer, token: str) -> HttpResponse:
    """A new line of the ledger; only for what was asked before."""
    purpose, channel = request.POST.get("purpose", ""), request.POST.get("channel", "")
    state = request.POST.get("state", "")
    if state in ANSWERS and channel in CHANNELS and _can_answer(customer, purpose, channel):
        answer = Answer(
            customer_id=customer.pk, purpose=purpose, channel=channel, state=state,
            source="own_page", ip=ip_of(request), evidence=agent_of(request),
        )  # fmt: skip
        taken = take_answers(
            workspace=customer.workspace, actor=READER, customer=customer, answers=[answer]
        )
        if taken.waiting:
            messages.success(request, _("We sent you a mail. Confirm there that it was you."))
        else:
            messages.success(request, _("Saved. It holds from now on."))
    return redirect(request, reverse("web:own:show", args=[token]))


@own(PAGE, methods="POST")
def export(request: HttpRequest, customer: Customer, token: str) -> HttpResponse:
    """One a day is enough: what was made since is offered again."""
    made = person_exports(customer.workspace, customer.pk)
    if not made or made[0].created_at < clock.now() - A_DAY:
        export_person(workspace=customer.workspace, actor=READER, customer_id=customer.pk)
    messages.success(request, _("We collect everything into one file. Its link is on this page."))
    return redirect(request, reverse("web:own:show", args=[token]))


def _can_answer(customer: Customer, purpose: str, channel: str) -> bool:
    try:
        check_purpose(customer.workspace, purpose, channel)
    except UnknownPurpose:
        return False
    return True


def _saved(customer: Customer, form: OwnDataForm) -> bool:
    """Whether the service took it; else the form tells why."""
    try:
        edit_customer(
            workspace=customer.workspace, actor=READER, customer_id=customer.pk,
            values=form.cleaned_data,
        )  # fmt: skip
    except (IdentityTaken, InvalidIdentity):
        form.add_error("phone", _("This number cannot be used."))
        return False
    return True


def about(customer: Customer) -> dict[str, Any]:
    """Everything that the page draws."""
    workspace, names = customer.workspace, purpose_names(customer.workspace)
    orders = Order.objects.filter(workspace=workspace, customer=customer).order_by("-placed_at")
    return {
        "customer": customer,
        "brand_name": workspace.name,
        "addresses": identities_of(workspace, customer.pk),
        "held": held(customer),
        "consents": [_told(row, names) for row in consents_of(workspace, customer.pk)],
        "ledger": [_told(row, names) for row in consent_ledger(workspace, customer.pk)[:MOST]],
        "orders": [Bought(one, Money(one.total_minor, one.currency)) for one in orders[:MOST]],
        "messages_got": [
            (one.message, why(one)) for one in explained_messages(workspace, customer.pk)
        ],
        "exports": [(job, export_url(job.pk)) for job in person_exports(workspace, customer.pk)],
        "erasure": erasure_requests(workspace).filter(customer=customer).first(),
    }


def held(customer: Customer) -> list[tuple[Field, Any]]:
    """Every field that has a value, with it."""
    found = []
    for key, field in fields_of(customer.workspace).items():
        value = value_of(customer, key)
        if key == "company_id":
            value = customer.company.name if customer.company else ""
        if is_filled(value):
            found.append((field, value))
    return found


def _told(row: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """A state or a line of the ledger with its words."""
    return {
        "row": row,
        "purpose": label_of(names, row.purpose),
        "channel": label_of(CHANNELS, row.channel),
        "state": label_of(STATES, row.state),
        "way": via_label(getattr(row, "source", "")),
    }

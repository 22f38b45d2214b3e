"""Merge two customers: find the other one, choose field by field, take it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from raabta.customers.models import Customer, Merge
from raabta.customers.queries import find_people
from raabta.customers.queries.merge_preview import compare, following
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.rules import (
    CannotMerge,
    CannotUnmerge,
    have_different_logins,
)
from raabta.customers.services.merging.unmerge import unmerge
from raabta.customers.services.merging.values import UnknownChoice
from raabta.web.customers.customers import find
from raabta.web.customers.listing import ticked
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect

TEMPLATES = "customers/merges/"
FOUND = 20
FIELD = "field:"  # before the name of a field in the form


@page("customers.merge", methods="POST")
def pair(request: HttpRequest) -> HttpResponse:
    """From the list: the two that are ticked. The one who is known longer is to survive."""
    chosen = sorted(set(ticked(request)))
    if len(chosen) != 2 or request.POST.get("everything"):
        messages.error(request, _("Tick exactly two customers to merge them."))
        return redirect(request, reverse("web:customers:index"))
    return redirect(request, reverse("web:customers:merge_with", args=chosen))


@page("customers.merge")
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Look for the other one."""
    customer, text = find(request, customer_id), request.GET.get("q", "")[:200]
    found = find_people(request.workspace, text, FOUND + 1)
    context = {
        "customer": customer,
        "text": text,
        "found": [one for one in found if one.pk != customer.pk][:FOUND],
    }
    return render(request, TEMPLATES + "new.html", context)


@page("customers.merge", methods="GET POST")
def create(request: HttpRequest, customer_id: int, other_id: int) -> HttpResponse:
    """Side by side; nothing happens before the button."""
    survivor, other = find(request, customer_id), find(request, other_id)
    if request.method != "POST":
        return compared(request, survivor, other)
    try:
        merge = merge_customers(
            workspace=request.workspace,
            actor=request.actor,
            survivor_id=survivor.pk,
            other_id=other.pk,
            choices=choices_of(request),
            reason=request.POST.get("reason", "").replace("\x00", ""),
            is_warned=bool(request.POST.get("is_warned")),
        )
    except CannotMerge as error:
        return compared(request, survivor, other, problem=str(error))
    except UnknownChoice:
        words = _("They changed meanwhile. Please choose again; nothing was merged.")
        return compared(request, survivor, other, problem=words)
    tell(request, merge)
    return redirect(request, reverse("web:customers:show", args=[survivor.pk]))


@page("customers.merge", methods="POST")
def delete(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Take it back; the page of the one who came back opens."""
    merge = get_object_or_404(Merge, workspace=request.workspace, pk=merge_id)
    try:
        unmerge(workspace=request.workspace, actor=request.actor, merge_id=merge.pk)
    except CannotUnmerge as error:
        messages.error(request, str(error))
        return redirect(request, reverse("web:customers:show", args=[merge.survivor_id]))
    messages.success(request, _("The merge was taken back. This is the customer who came back."))
    return redirect(request, reverse("web:customers:show", args=[merge.other_id]))


def compared(
    request: HttpRequest, survivor: Customer, other: Customer, *, problem: str = ""
) -> HttpResponse:
    rows = compare(request.workspace, survivor, other)
    asked = choices_of(request)
    context: dict[str, Any] = {
        "survivor": survivor,
        "other": other,
        "same": [row for row in rows if row.is_same],
        "rows": [
            (FIELD + row.field.key, row, asked.get(row.field.key, row.side))
            for row in rows
            if not row.is_same
        ],
        "following": following(request.workspace, other.pk),
        "needs_warning": have_different_logins(survivor, other),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, TEMPLATES + "create.html", context, status=422 if problem else 200)


def choices_of(request: HttpRequest) -> dict[str, str]:
    return {
        name.removeprefix(FIELD): side
        for name, side in request.POST.items()
        if name.startswith(FIELD) and isinstance(side, str)
    }


def tell(request: HttpRequest, merge: Merge) -> None:
    """With a link to the entry on the page that takes it back."""
    link = '{} <a class="link" href="{}">{}</a>'
    history = reverse("web:customers:show", args=[merge.survivor_id]) + "?kind=merges"
    words = _("The two are one customer now. Nothing was lost.")
    messages.success(request, format_html(link, words, history, _("Merges")))

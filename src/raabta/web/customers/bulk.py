"""Do one thing to the ticked customers, or to all that match the list's filters."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from raabta.audiences import queries as audiences
from raabta.customers.deed import Deed
from raabta.customers.services.bulk_edit import told
from raabta.customers.services.bulk_jobs import bulk_edit
from raabta.customers.services.tags import InvalidTag
from raabta.web.customers.bulk_forms import FORMS, DeedForm
from raabta.web.customers.filters import Filters, read_filters
from raabta.web.customers.listing import selection, ticked
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect

DANGEROUS = {"delete"}


@page("customers.edit", methods="POST")
def new(request: HttpRequest) -> HttpResponse:
    """The form of an action; the people come along as hidden fields."""
    act = request.POST.get("act", "set_field")
    form = FORMS.get(act, FORMS["set_field"])(request.workspace)
    return form_page(request, form)


@page("customers.edit", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    act = request.POST.get("act", "")
    if act not in FORMS or not request.may(FORMS[act].permission):
        return redirect(request, reverse("web:customers:index"))
    form = FORMS[act](request.workspace, request.POST)
    count = how_many(request)
    if not count:
        messages.error(request, _("Nobody was chosen. Tick some customers first."))
        return redirect(request, back(request))
    if not form.is_valid():
        return form_page(request, form)
    return start(request, form, count)


def start(request: HttpRequest, form: DeedForm, count: int) -> HttpResponse:
    deed: Deed = form.deed()
    filters = filters_of(request)
    chosen = selection(request, filters.rule, filters.search)
    try:
        started = bulk_edit(
            workspace=request.workspace,
            actor=request.actor,
            selection=chosen,
            deed=deed,
            count=count,
        )
    except InvalidTag as error:
        form.add_error(None, str(error))
        return form_page(request, form)
    if started.job is not None:
        return redirect(request, reverse("web:customers:work", args=[started.job.pk]))
    undo = reverse("web:changesets:show", args=[started.change_set.pk])
    link = '{} <a class="link" href="{}">{}</a>'
    messages.success(request, format_html(link, told(started.changed, count), undo, _("Undo")))
    return redirect(request, back(request))


def form_page(request: HttpRequest, form: DeedForm) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "count": how_many(request),
        "selected": ticked(request),
        "everything": request.POST.get("everything", ""),
        "query": request.POST.get("query", ""),
        "back": back(request),
        "is_dangerous": form.act in DANGEROUS,
    }
    status = 422 if form.errors else 200
    return render(request, "customers/bulk/new.html", context, part="panel", status=status)


def filters_of(request: HttpRequest) -> Filters:
    """The filters of the list that the form came from."""
    return read_filters(request.workspace, QueryDict(request.POST.get("query", "")))


def how_many(request: HttpRequest, *, everything: bool = False) -> int:
    if not everything and not request.POST.get("everything"):
        return len(ticked(request))
    filters = filters_of(request)
    found = audiences.people(request.workspace, filters.rule, search=filters.search, limit=1)
    return found.total


def back(request: HttpRequest) -> str:
    query = request.POST.get("query", "")
    return reverse("web:customers:index") + (f"?{query}" if query else "")

"""Notes about a customer or a company."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.models import Company, Note
from raabta.customers.services import notes as services
from raabta.web.customers.customers import find
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect


@page("customers.edit", methods="POST")
def create(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = find(request, customer_id)
    _write(request, about=customer)
    return redirect(request, reverse("web:customers:show", args=[customer.pk]))


@page("customers.edit", methods="POST")
def create_for_company(request: HttpRequest, company_id: int) -> HttpResponse:
    company = get_object_or_404(Company, pk=company_id, deleted_at=None)
    _write(request, about=company)
    return redirect(request, reverse("web:companies:show", args=[company.pk]))


@page("customers.edit", methods="GET POST")
def edit(request: HttpRequest, note_id: int) -> HttpResponse:
    note = get_object_or_404(Note, pk=note_id)
    problem = ""
    if request.method == "POST":
        try:
            services.edit_note(
                workspace=request.workspace, note_id=note.pk, body=request.POST.get("body", "")
            )
            return redirect(request, _address(note))
        except services.InvalidNote as error:
            problem = str(error)
    context = {"note": note, "problem": problem, "back": _address(note)}
    status = 422 if problem else 200
    return render(request, "customers/notes/edit.html", context, part="panel", status=status)


@page("customers.edit", methods="POST")
def pin(request: HttpRequest, note_id: int) -> HttpResponse:
    note = get_object_or_404(Note, pk=note_id)
    is_pinned = request.POST.get("pinned") == "1"
    services.pin_note(workspace=request.workspace, note_id=note.pk, is_pinned=is_pinned)
    return redirect(request, _address(note))


@page("customers.edit", methods="POST")
def delete(request: HttpRequest, note_id: int) -> HttpResponse:
    note = get_object_or_404(Note, pk=note_id)
    services.delete_note(workspace=request.workspace, note_id=note.pk)
    messages.success(request, _("The note was deleted."))
    return redirect(request, _address(note))


def _write(request: HttpRequest, *, about: object) -> None:
    try:
        services.write_note(
            workspace=request.workspace,
            actor=request.actor,
            about=about,  # type: ignore[arg-type]
            body=request.POST.get("body", ""),
        )
    except services.InvalidNote as error:
        messages.error(request, str(error))


def _address(note: Note) -> str:
    if note.customer_id:
        return reverse("web:customers:show", args=[note.customer_id])
    return reverse("web:companies:show", args=[note.company_id])

"""The members of an audience as a file, written in the background."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language

from raabta.audiences.models import Audience
from raabta.audiences.selections import Members
from raabta.customers.columns import DEFAULT
from raabta.customers.services.exports import export_people
from raabta.customers.table_files import FORMATS
from raabta.web.audiences.showing import kept_for
from raabta.web.customers.listing import visible_columns
from raabta.web.http import HttpRequest, page, redirect, render


@page("customers.export", methods="GET POST")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Which columns and format; then the file is written."""
    audience = get_object_or_404(Audience, pk=pk)
    allowed = visible_columns(request)
    if request.method == "GET":
        context = {"audience": audience, "columns": allowed.values(), "chosen": DEFAULT}
        context["kept"] = kept_for(request, audience)
        return render(request, "audiences/exports/new.html", context)
    columns = [key for key in request.POST.getlist("columns") if key in allowed]
    kind = request.POST.get("format", "csv")
    job = export_people(
        workspace=request.workspace,
        actor=request.actor,
        selection=Members(audience=audience.pk),
        columns=columns or ["id", "name", "email", "phone"],
        kind=kind if kind in FORMATS else "csv",
        name=audience.name,
        language=get_language() or "en",
    )
    return redirect(request, reverse("web:customers:work", args=[job.pk]))

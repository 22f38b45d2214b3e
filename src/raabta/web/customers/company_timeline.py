"""The timeline of a company: its own entries and those of its people."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from raabta.customers.company_timeline import company_timeline_sources
from raabta.customers.models import Company
from raabta.customers.timeline import read_timeline, sources_for
from raabta.web.customers.profile import moment_in
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect

TEMPLATE = "customers/companies/timeline.html"


@page("customers.view")
def index(request: HttpRequest, company_id: int) -> HttpResponse:
    """With ?before= only the entries that follow; else the chips and the first entries."""
    held = Company.objects.filter(workspace=request.workspace, deleted_at=None)
    company = get_object_or_404(held, pk=company_id)
    if not request.htmx:
        address = reverse("web:companies:show", args=[company.pk])
        return redirect(request, f"{address}?{request.GET.urlencode()}")
    part = "entries" if request.GET.get("before") else "timeline"
    return render(request, TEMPLATE, timeline_of(request, company), part=part)


def timeline_of(request: HttpRequest, company: Company) -> dict[str, Any]:
    sources = sources_for(request.may, company_timeline_sources)
    kinds = [key for key in request.GET.getlist("kind") if key in {one.key for one in sources}]
    chosen = [one for one in sources if not kinds or one.key in kinds]
    read = read_timeline(
        request.workspace,
        company.pk,
        sources=chosen,
        before=moment_in(request.GET.get("before")),
    )
    return {"company": company, "timeline": read, "sources": sources, "kinds": kinds}

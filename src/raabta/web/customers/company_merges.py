"""Merge two companies: those that look alike, find another, choose by field, take it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.company_values import UnknownChoice
from raabta.customers.models import Company, CompanyMerge
from raabta.customers.queries.company_merges import (
    compare_companies,
    duplicate_companies,
    following_company,
)
from raabta.customers.services.company_merging import (
    CannotMergeCompanies,
    merge_companies,
    unmerge_companies,
)
from raabta.web.customers.companies import find, matching
from raabta.web.customers.merges import FIELD, FOUND, choices_of
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect

TEMPLATES = "customers/company_merges/"


@page("customers.view")
def index(request: HttpRequest) -> HttpResponse:
    """Companies of one name or one domain."""
    return render(
        request, TEMPLATES + "index.html", {"alike": duplicate_companies(request.workspace)}
    )


@page("customers.merge")
def new(request: HttpRequest, company_id: int) -> HttpResponse:
    """Look for the other one."""
    company, text = find(request, company_id), request.GET.get("q", "")[:200]
    others = matching(request).exclude(pk=company.pk) if text.strip() else Company.objects.none()
    context = {"company": company, "text": text, "found": others.order_by("name", "pk")[:FOUND]}
    return render(request, TEMPLATES + "new.html", context)


@page("customers.merge", methods="GET POST")
def create(request: HttpRequest, company_id: int, other_id: int) -> HttpResponse:
    """Side by side; nothing happens before the button."""
    survivor, other = find(request, company_id), find(request, other_id)
    if request.method != "POST":
        return compared(request, survivor, other)
    try:
        merge_companies(
            workspace=request.workspace,
            actor=request.actor,
            survivor_id=survivor.pk,
            other_id=other.pk,
            choices=choices_of(request),
            reason=request.POST.get("reason", "").replace("\x00", ""),
        )
    except CannotMergeCompanies as error:
        return compared(request, survivor, other, problem=str(error))
    except UnknownChoice:
        words = _("They changed meanwhile. Please choose again; nothing was merged.")
        return compared(request, survivor, other, problem=words)
    messages.success(request, _("The two are one company now. Nothing was lost."))
    return redirect(request, reverse("web:companies:show", args=[survivor.pk]))


@page("customers.merge", methods="POST")
def delete(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Take it back; the page of the one that came back opens."""
    merge = get_object_or_404(CompanyMerge, workspace=request.workspace, pk=merge_id)
    try:
        unmerge_companies(workspace=request.workspace, actor=request.actor, merge_id=merge.pk)
    except CannotMergeCompanies as error:
        messages.error(request, str(error))
        return redirect(request, reverse("web:companies:show", args=[merge.survivor_id]))
    messages.success(request, _("The merge was taken back. This is the company that came back."))
    return redirect(request, reverse("web:companies:show", args=[merge.other_id]))


def compared(
    request: HttpRequest, survivor: Company, other: Company, *, problem: str = ""
) -> HttpResponse:
    rows = compare_companies(request.workspace, survivor, other)
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
        "following": following_company(request.workspace, other.pk),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, TEMPLATES + "create.html", context, status=422 if problem else 200)

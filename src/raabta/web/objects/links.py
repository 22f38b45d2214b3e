"""Tie a record to a person, a company or another record, and untie it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from raabta.objects.models import ObjectLink
from raabta.objects.queries import roles_of
from raabta.objects.queries.finding import TargetUnknown, target_of
from raabta.objects.services.links import InvalidLink, link, unlink
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.objects.rendering import record_of
from raabta.web.paging import whole


@page("objects.edit", methods="POST")
def create(request: HttpRequest, record_id: int) -> HttpResponse:
    record = record_of(request, record_id)
    roles = roles_of(record.kind)
    role = get_object_or_404(roles, pk=whole(request.POST.get("role", "")) or 0)
    try:
        target_id = target_of(request.workspace, role, request.POST.get("target", ""))
        link(
            workspace=request.workspace,
            actor=request.actor,
            record_id=record.pk,
            role=role,
            target_id=target_id,
        )
    except (TargetUnknown, InvalidLink) as error:
        messages.error(request, str(error))
    return redirect(request, reverse("web:objects:show", args=[record.pk]))


@page("objects.edit", methods="POST")
def delete(request: HttpRequest, link_id: int) -> HttpResponse:
    found = get_object_or_404(ObjectLink, pk=link_id)
    unlink(workspace=request.workspace, actor=request.actor, link_id=found.pk)
    return redirect(request, reverse("web:objects:show", args=[found.record_id]))

"""Saved views of the list of customers; what keeps and drops views serves other lists too."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from raabta.customers.models import SavedView
from raabta.customers.services import saved_views as services
from raabta.web.customers.forms import ViewForm
from raabta.web.customers.saved import kept, with_view
from raabta.web.http import HttpRequest, page, redirect

RESOURCE = "customers"


@page("customers.view", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    """A shared view needs the right to edit."""
    shares = request.may("customers.edit")
    return keep_view(request, RESOURCE, back=reverse("web:customers:index"), may_share=shares)


@page("customers.view", methods="POST")
def delete(request: HttpRequest, view_id: int) -> HttpResponse:
    return drop_view(request, RESOURCE, view_id, back=reverse("web:customers:index"))


def keep_view(request: HttpRequest, resource: str, *, back: str, may_share: bool) -> HttpResponse:
    """Keep the list as it is now."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect(request, back)
    view = services.save_view(
        workspace=request.workspace,
        owner_id=request.user.pk,
        resource=resource,
        name=form.cleaned_data["name"],
        query=kept(QueryDict(form.cleaned_data["query"])),
        is_shared=form.cleaned_data["is_shared"] and may_share,
    )
    return redirect(request, f"{back}?{with_view(view)}")


def drop_view(request: HttpRequest, resource: str, view_id: int, *, back: str) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=view_id, resource=resource)
    try:
        services.delete_view(workspace=request.workspace, owner_id=request.user.pk, view_id=view.pk)
    except services.NotYourView as error:
        raise PermissionDenied(str(error)) from error
    return redirect(request, back)

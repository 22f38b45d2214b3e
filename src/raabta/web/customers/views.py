"""Saved views of the list of customers."""

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
    """Keep the list as it is now; a shared view needs the right to edit."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect(request, reverse("web:customers:index"))
    shared = form.cleaned_data["is_shared"] and request.may("customers.edit")
    view = services.save_view(
        workspace=request.workspace,
        owner_id=request.user.pk,
        resource=RESOURCE,
        name=form.cleaned_data["name"],
        query=kept(QueryDict(form.cleaned_data["query"])),
        is_shared=shared,
    )
    return redirect(request, f"{reverse('web:customers:index')}?{with_view(view)}")


@page("customers.view", methods="POST")
def delete(request: HttpRequest, view_id: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=view_id)
    try:
        services.delete_view(workspace=request.workspace, owner_id=request.user.pk, view_id=view.pk)
    except services.NotYourView as error:
        raise PermissionDenied(str(error)) from error
    return redirect(request, reverse("web:customers:index"))

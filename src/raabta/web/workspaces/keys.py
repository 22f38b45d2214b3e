"""API keys."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.kernel import clock
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.workspaces.forms import KeyForm
from raabta.workspaces import queries
from raabta.workspaces.services.keys import create_key, revoke_key


@page("workspace.keys")
def index(request: HttpRequest) -> HttpResponse:
    context = {"keys": queries.keys(request.workspace), "now": clock.now()}
    return render(request, "workspaces/keys/index.html", context)


@page("workspace.keys", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = KeyForm(request.POST or None, role=request.role)
    if not form.is_valid():
        status = 422 if request.POST else 200
        return render(request, "workspaces/keys/new.html", {"form": form}, status=status)
    key, plain = create_key(
        workspace=request.workspace,
        name=form.cleaned_data["name"],
        scopes=form.cleaned_data["scopes"],
        made_by=request.user,
        role=request.role,
        expires_at=form.expires_at,
    )
    return render(request, "workspaces/keys/show.html", {"key": key, "plain": plain})


@page("workspace.keys", methods="POST")
def delete(request: HttpRequest, key_id: int) -> HttpResponse:
    key = get_object_or_404(queries.keys(request.workspace), pk=key_id)
    revoke_key(workspace=request.workspace, key=key, actor=request.actor)
    messages.success(request, _("The key is revoked; it no longer opens anything."))
    return redirect(request, reverse("web:keys:index"))

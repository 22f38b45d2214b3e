"""Go on in another workspace."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from raabta.web.http import HttpRequest, own_page, redirect
from raabta.workspaces.queries import workspaces_of


@own_page(methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    own = {str(workspace.pk): workspace for workspace in workspaces_of(request.user)}
    chosen = own.get(request.POST.get("workspace", ""))
    if chosen is None:
        raise Http404
    request.session["workspace_id"] = chosen.pk
    return redirect(request, reverse("web:home"))

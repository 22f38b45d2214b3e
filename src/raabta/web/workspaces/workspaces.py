"""Make another workspace."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from raabta.web.http import HttpRequest, own_page, redirect, render
from raabta.web.workspaces.forms import WorkspaceForm
from raabta.workspaces.services import create_workspace


@own_page(methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    language, zone = request.LANGUAGE_CODE, timezone.get_current_timezone_name()
    start = {"language": language, "time_zone": zone, "currency": "USD"}
    form = WorkspaceForm(request.POST or None, initial=start)
    if not form.is_valid():
        status = 422 if request.POST else 200
        return render(request, "workspaces/workspaces/new.html", {"form": form}, status=status)
    made = create_workspace(owner=request.user, **form.cleaned_data)
    request.session["workspace_id"] = made.pk
    messages.success(request, _("The workspace is ready."))
    return redirect(request, reverse("web:home"))

"""The first visit: while there is no user, anybody may become the owner."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from raabta.web.http import redirect, render
from raabta.web.workspaces.forms import SetupForm
from raabta.workspaces.queries import has_users
from raabta.workspaces.services import SetUpAlready, set_up


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    if has_users():
        raise Http404
    start = {"language": request.LANGUAGE_CODE, "time_zone": "UTC", "currency": "USD"}
    form = SetupForm(request.POST or None, initial=start)
    if not form.is_valid():
        status = 422 if request.POST else 200
        return render(request, "workspaces/setup/new.html", {"form": form}, status=status)
    try:
        owner = set_up(**form.cleaned_data)
    except SetUpAlready:
        raise Http404 from None
    login(request, owner, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(request, reverse("web:home"))


new.is_public = True  # type: ignore[attr-defined]

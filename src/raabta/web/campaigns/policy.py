"""How launches behave in this workspace."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.campaigns import services
from raabta.campaigns.queries import policy_of
from raabta.web.campaigns.forms import PolicyForm
from raabta.web.http import HttpRequest, page, redirect, render


@page("campaigns.launch", methods="GET POST")
def edit(request: HttpRequest) -> HttpResponse:
    form = PolicyForm.of(policy_of(request.workspace), request.POST or None)
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "campaigns/policy/edit.html", {"form": form}, status=status)
    services.keep_policy(workspace=request.workspace, actor=request.actor, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect(request, reverse("web:campaigns:index"))

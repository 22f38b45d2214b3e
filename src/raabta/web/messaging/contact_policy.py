"""How often and when people may be contacted."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.messaging.contact import policy_of
from raabta.messaging.contact_rule import in_order
from raabta.messaging.services.policy import change_policy
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.messaging.settings_forms import PolicyForm


@page("messaging.channels", methods="GET POST")
def edit(request: HttpRequest) -> HttpResponse:
    form = PolicyForm.of(policy_of(request.workspace), request.POST or None)
    if not form.is_valid():
        context = {"form": form, "rules": [rule() for rule in in_order()]}
        status = 422 if form.is_bound else 200
        return render(request, "messaging/contact_policy/edit.html", context, status=status)
    change_policy(workspace=request.workspace, actor=request.actor, limits=form.limits())
    messages.success(request, _("Saved. It holds for everything that is sent from now on."))
    return redirect(request, reverse("web:contact_policy:edit"))

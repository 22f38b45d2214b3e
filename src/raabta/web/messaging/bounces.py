"""Bounces that reached a mailbox, read by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.messaging.services.bounces import Taken, take_bounce
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.messaging.settings_forms import ReturnedForm

KINDS = {
    "bounce": gettext_lazy("a bounce"),
    "complaint": gettext_lazy("a complaint"),
    "reply": gettext_lazy("an automatic reply"),
    "delivered": gettext_lazy("a note of delivery"),
    "other": gettext_lazy("no returned mail"),
}


@page("messaging.edit", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = ReturnedForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "messaging/bounces/new.html", {"form": form}, status=status)
    taken = take_bounce(form.cleaned_data["file"], workspace=request.workspace)
    tell(request, taken)
    if taken.message is None:
        return redirect(request, reverse("web:bounces:new"))
    return redirect(request, reverse("web:messages:show", args=[taken.message.pk]))


def tell(request: HttpRequest, taken: Taken) -> None:
    what = {"what": KINDS[taken.returned.kind]}
    if taken.message is None:
        messages.warning(request, _("It is %(what)s, but of no message of ours.") % what)
    else:
        messages.success(request, _("It is %(what)s of this message.") % what)

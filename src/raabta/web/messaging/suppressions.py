"""Addresses and domains that get nothing."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raabta.messaging import words
from raabta.messaging.models import Suppression
from raabta.messaging.queries.messages import suppressions
from raabta.messaging.services.suppressions import import_suppressions, suppress, unsuppress
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.messaging.found import own
from raabta.web.messaging.settings_forms import SuppressionFileForm, SuppressionForm
from raabta.web.paging import after_and_before

LIST = "web:suppressions:index"


@page("messaging.view")
def index(request: HttpRequest) -> HttpResponse:
    search, reason = request.GET.get("q", "").strip(), request.GET.get("reason", "")
    found = suppressions(request.workspace, search=search, reason=reason)
    rows, previous, following = after_and_before(request, found)
    context = {
        "rows": [(row, words.SUPPRESSED.get(row.reason, row.reason)) for row in rows],
        "previous": previous,
        "next": following,
        "total": found.count(),
        "can_edit": request.may("messaging.edit"),
        "reasons": list(words.SUPPRESSED.items()),
        "is_filtered": bool(search or reason),
    }
    return render(request, "messaging/suppressions/index.html", context, part="rows")


@page("messaging.edit", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = SuppressionForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "messaging/suppressions/new.html", {"form": form}, status=status)
    suppress(
        workspace=request.workspace, actor=request.actor, entry=form.cleaned_data["value"],
        reason=Suppression.Reason.MANUAL, evidence=form.cleaned_data["evidence"],
    )  # fmt: skip
    messages.success(request, _("It is on the list from now on."))
    return redirect(request, reverse(LIST))


@page("messaging.edit", methods="GET POST")
def upload(request: HttpRequest) -> HttpResponse:
    form = SuppressionFileForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "messaging/suppressions/upload.html", {"form": form}, status=status)
    done = import_suppressions(
        workspace=request.workspace, actor=request.actor, lines=form.cleaned_data["file"]
    )
    told = ngettext("%(count)s value was added.", "%(count)s values were added.", done.added)
    messages.success(request, told % {"count": done.added})
    if done.rejected:
        wrong = _("These lines are no addresses and were left out: %(lines)s")
        messages.warning(request, wrong % {"lines": ", ".join(done.rejected[:10])})
    return redirect(request, reverse(LIST))


@page("messaging.edit", methods="POST")
def delete(request: HttpRequest, suppression_id: int) -> HttpResponse:
    row = own(request, Suppression, suppression_id)
    unsuppress(workspace=request.workspace, actor=request.actor, suppression=row)
    messages.success(request, _("It is off the list; consent and the other rules still hold."))
    return redirect(request, reverse(LIST))

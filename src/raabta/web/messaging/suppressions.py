"""Addresses and domains that get nothing."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raabta.customers.purposes import CHANNELS, label_of
from raabta.messaging import words
from raabta.messaging.models import Suppression
from raabta.messaging.queries.messages import suppressions
from raabta.messaging.services.suppressions import import_suppressions, suppress, unsuppress
from raabta.messaging.suppression_hash import PHONE_CHANNELS
from raabta.web.customers.table_response import table_response
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.messaging.found import own
from raabta.web.messaging.settings_forms import SuppressionFileForm, SuppressionForm
from raabta.web.paging import after_and_before

LIST = "web:suppressions:index"


@page("messaging.view")
def index(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    found = suppressions(request.workspace, **asked)
    rows, previous, following = after_and_before(request, found)
    context = {
        "rows": [
            (row, words.SUPPRESSED.get(row.reason, row.reason), label_of(CHANNELS, row.channel))
            for row in rows
        ],
        "previous": previous,
        "next": following,
        "total": found.count(),
        "can_edit": request.may("messaging.edit"),
        "reasons": list(words.SUPPRESSED.items()),
        "channels": [(key, CHANNELS[key]) for key in ("email", *PHONE_CHANNELS)],
        "is_filtered": any(asked.values()),
    }
    return render(request, "messaging/suppressions/index.html", context, part="rows")


def asked_of(request: HttpRequest) -> dict[str, str]:
    return {
        "search": request.GET.get("q", "").strip(),
        "reason": request.GET.get("reason", ""),
        "channel": request.GET.get("channel", ""),
    }


@page("messaging.edit")
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as it is filtered; erased people's values are there as hashes."""
    headings = [_("Address or domain"), "SHA-256", _("Kind"), _("Channel"), _("Reason"), _("Since")]
    return table_response(
        request, _("Suppressions"), kind, headings=headings, rows=exported(request)
    )


def exported(request: HttpRequest) -> Iterator[list[Any]]:
    found = suppressions(request.workspace, **asked_of(request))
    for row in found.iterator(chunk_size=2_000):
        first = row.value or row.value_hash  # the column that an import reads
        yield [first, row.value_hash, row.kind, row.channel, row.reason, row.created_at]


@page("messaging.edit", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = SuppressionForm(request.POST or None, country=request.workspace.country)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "messaging/suppressions/new.html", {"form": form}, status=status)
    for channel in form.channels():
        suppress(
            workspace=request.workspace, actor=request.actor, entry=form.cleaned_data["entry"],
            reason=Suppression.Reason.MANUAL, evidence=form.cleaned_data["evidence"],
            channel=channel,
        )  # fmt: skip
    messages.success(request, _("It is on the list from now on."))
    return redirect(request, reverse(LIST))


@page("messaging.edit", methods="GET POST")
def upload(request: HttpRequest) -> HttpResponse:
    form = SuppressionFileForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "messaging/suppressions/upload.html", {"form": form}, status=status)
    for channel in form.channels():
        done = import_suppressions(
            workspace=request.workspace, actor=request.actor, lines=form.cleaned_data["lines"],
            channel=channel,
        )  # fmt: skip
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

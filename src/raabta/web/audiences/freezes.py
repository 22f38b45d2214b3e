"""Keep who is in an audience now, as a static one."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.models import Audience
from raabta.audiences.rules import BadRule
from raabta.audiences.services import NameTaken, freeze_audience
from raabta.audiences.services.audiences import LONGEST_NAME
from raabta.kernel import clock
from raabta.warehouse.engine import QueryStopped, WarehouseBusy
from raabta.web.audiences.showing import kept_for
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.templatetags import localised


class FreezeForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)


@page("audiences.edit", methods="GET POST")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    audience = get_object_or_404(Audience, pk=pk, archived_at=None)
    form = FreezeForm(request.POST or None, initial={"name": _name(audience, clock.now())})
    if request.method == "POST" and form.is_valid():
        try:
            made = freeze_audience(
                workspace=request.workspace,
                actor=request.actor,
                audience=audience,
                name=form.cleaned_data["name"],
            )
        except (NameTaken, BadRule) as error:
            form.add_error("name", str(error))
        except (QueryStopped, WarehouseBusy):
            form.add_error(None, _("This takes too long right now. Please try again."))
        else:
            return redirect(request, reverse("web:audiences:show", args=[made.pk]))
    context = {"audience": audience, "form": form, "kept": kept_for(request, audience)}
    status = 422 if form.is_bound else 200
    return render(request, "audiences/freezes/new.html", context, status=status)


def _name(audience: Audience, now: datetime) -> str:
    day = localised.day(now)
    return f"{audience.name[: LONGEST_NAME - len(day) - 2]}, {day}"

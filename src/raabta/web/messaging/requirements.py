"""What each purpose asks for on each channel before somebody may be contacted."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.jurisdictions import LAWS
from raabta.customers.purposes import CHANNELS, PURPOSES
from raabta.messaging.requirements import (
    LAWFUL,
    Kind,
    Requirement,
    requirement_of,
    requirements_of,
)
from raabta.messaging.services.requirements import InvalidRequirement, require_consent
from raabta.web.http import HttpRequest, page, redirect, render

LIST = "web:requirements:index"
KINDS = {
    "opt_in": gettext_lazy("Only people who said yes"),
    "by_law": gettext_lazy("What the law of their country asks for"),
    "opt_out": gettext_lazy("Everybody who did not say no"),
}
TONES = {"opt_in": "success", "by_law": "info", "opt_out": "warning"}


class RequirementForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Who may be contacted"), widget=forms.RadioSelect)
    needs_confirming = forms.BooleanField(
        label=gettext_lazy("A yes counts once it is confirmed by mail"),
        required=False,
        help_text=gettext_lazy(
            "For forms, programs and people's own pages; not for what colleagues record."
        ),
    )
    why = forms.CharField(
        label=gettext_lazy("Why people who never answered may be contacted"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Needed when you ask for less than usual; it is kept."),
    )

    def __init__(self, purpose: str, held: Requirement, data: Any = None) -> None:
        super().__init__(data, initial=vars(held))
        offered = [pair for pair in KINDS.items() if pair[0] != Kind.BY_LAW or purpose == LAWFUL]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]


@page("messaging.channels")
def index(request: HttpRequest) -> HttpResponse:
    required = requirements_of(request.workspace)
    purposes = [
        (name, [_cell(purpose, channel, required.of(purpose, channel)) for channel in CHANNELS])
        for purpose, name in PURPOSES.items()
    ]
    return render(
        request, "messaging/requirements/index.html", {"purposes": purposes, "laws": _laws()}
    )


@page("messaging.channels", methods="GET POST")
def edit(request: HttpRequest, purpose: str, channel: str) -> HttpResponse:
    if purpose not in PURPOSES or channel not in CHANNELS:
        raise Http404
    form = RequirementForm(
        purpose, requirement_of(request.workspace, purpose, channel), request.POST or None
    )
    if form.is_valid():
        try:
            require_consent(
                workspace=request.workspace, actor=request.actor, purpose=purpose,
                channel=channel, wanted=Requirement(**form.cleaned_data),
            )  # fmt: skip
            messages.success(request, _("Saved. It holds for everything that is sent from now on."))
            return redirect(request, reverse(LIST))
        except InvalidRequirement as error:
            form.add_error("why", str(error))
    context = {"form": form, "purpose": PURPOSES[purpose], "channel": CHANNELS[channel]}
    status = 422 if form.errors else 200
    return render(request, "messaging/requirements/edit.html", context, status=status)


def _cell(purpose: str, channel: str, held: Requirement) -> dict[str, Any]:
    return {
        "purpose": purpose,
        "channel": channel,
        "name": CHANNELS[channel],
        "kind": KINDS[held.kind],
        "tone": TONES[held.kind],
        "needs_confirming": held.needs_confirming,
        "why": held.why,
    }


def _laws() -> list[dict[str, Any]]:
    return [
        {
            "law": law,
            "countries": ", ".join(law.countries),
            "open": [CHANNELS[channel] for channel in CHANNELS if channel in law.allows],
        }
        for law in LAWS
    ]

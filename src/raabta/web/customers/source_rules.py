"""Settings: which source counts more for a field."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.models import SourceRule
from raabta.customers.ruled_fields import known_sources, ruled_fields
from raabta.customers.services.source_rules import remove_source_rule, set_source_rule
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect
from raabta.workspaces.models import Workspace

TEMPLATE = "customers/source_rules/index.html"


class RuleForm(forms.Form):
    field = forms.ChoiceField(label=gettext_lazy("Field"))
    first = forms.ChoiceField(label=gettext_lazy("Counts most"))
    second = forms.ChoiceField(label=gettext_lazy("Then"), required=False)
    third = forms.ChoiceField(label=gettext_lazy("Then"), required=False)

    def __init__(self, workspace: Workspace, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["field"].choices = list(ruled_fields(workspace).items())  # type: ignore[attr-defined]
        known = list(known_sources(workspace).items())
        self.fields["first"].choices = known  # type: ignore[attr-defined]
        for name in ("second", "third"):
            self.fields[name].choices = [("", "—"), *known]  # type: ignore[attr-defined]

    def order(self) -> list[str]:
        asked = (self.cleaned_data[name] for name in ("first", "second", "third"))
        return [source for source in asked if source]


@page("customers.view")
def index(request: HttpRequest) -> HttpResponse:
    return shown(request, RuleForm(request.workspace))


@page("customers.attributes", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    form = RuleForm(request.workspace, request.POST)
    if not form.is_valid():
        return shown(request, form)
    set_source_rule(
        workspace=request.workspace,
        actor=request.actor,
        field=form.cleaned_data["field"],
        sources=form.order(),
    )
    messages.success(request, _("Saved."))
    return redirect(request, reverse("web:source_rules:index"))


@page("customers.attributes", methods="POST")
def delete(request: HttpRequest, rule_id: int) -> HttpResponse:
    rule = get_object_or_404(SourceRule, workspace=request.workspace, pk=rule_id)
    remove_source_rule(workspace=request.workspace, actor=request.actor, rule_id=rule.pk)
    return redirect(request, reverse("web:source_rules:index"))


def shown(request: HttpRequest, form: RuleForm) -> HttpResponse:
    labels, known = ruled_fields(request.workspace), known_sources(request.workspace)
    rules = SourceRule.objects.filter(workspace=request.workspace).order_by("field")
    context = {
        "form": form,
        "rules": [
            (rule, labels.get(rule.field, rule.field), [known.get(s, s) for s in rule.sources])
            for rule in rules
        ],
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)

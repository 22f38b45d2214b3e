"""How long things are kept: the rules, and what they would remove now."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.web.http import HttpRequest, page, redirect, render
from raabta.workspaces.models import RetentionRule
from raabta.workspaces.retention import Retained, retention_objects
from raabta.workspaces.services.retention import last_count, request_count, set_rule

PAGE = "web:retention:edit"
LONGEST = 36_500
USUAL = 730


class RuleForm(forms.Form):
    keep_days = forms.IntegerField(label=gettext_lazy("Keep for days"), max_value=LONGEST)
    is_on = forms.BooleanField(label=gettext_lazy("Remove every night"), required=False)

    @classmethod
    def of(cls, member: type[Retained], rule: RetentionRule | None, data: Any) -> "RuleForm":
        days = rule.keep_days if rule else max(USUAL, member.least_days)
        form = cls(
            data,
            prefix=member.key,
            initial={"keep_days": days, "is_on": rule.is_on if rule else False},
        )
        field = form.fields["keep_days"]
        field.validators.append(forms.IntegerField(min_value=member.least_days).validators[0])
        field.widget.attrs["min"] = member.least_days
        return form


@dataclass(frozen=True)
class Kept:
    """One kind with its rule and form."""

    member: type[Retained]
    rule: RetentionRule | None
    form: RuleForm


@page("workspace.system", methods="GET POST")
def edit(request: HttpRequest) -> HttpResponse:
    kinds = kept(request)
    if request.method == "POST" and all(one.form.is_valid() for one in kinds):
        for one in kinds:
            set_rule(
                workspace=request.workspace, actor=request.actor, key=one.member.key,
                **one.form.cleaned_data,
            )  # fmt: skip
        messages.success(request, _("Saved. What is switched on is applied every night."))
        count_again(request)
        return redirect(request, reverse(PAGE))
    job = last_count(request.workspace)
    context = {"kinds": kinds, "job": job if job and not job.is_over else None}
    status = 422 if request.method == "POST" else 200
    return render(request, "workspaces/retention/edit.html", context, status=status)


@page("workspace.system", methods="POST")
def count(request: HttpRequest) -> HttpResponse:
    """The dry run, for rules that are saved."""
    count_again(request)
    return redirect(request, reverse(PAGE))


def count_again(request: HttpRequest) -> None:
    job = last_count(request.workspace)
    if job is None or job.is_over:
        request_count(workspace=request.workspace, actor=request.actor)


def kept(request: HttpRequest) -> list[Kept]:
    held = {rule.key: rule for rule in RetentionRule.objects.filter(workspace=request.workspace)}
    data = request.POST if request.method == "POST" else None
    return [
        Kept(member, held.get(member.key), RuleForm.of(member, held.get(member.key), data))
        for member in retention_objects.members()
    ]

"""An audience as text: read it, copy it, change it, or make a new one from it."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences import services
from raabta.audiences.models import Audience
from raabta.audiences.rules import BadRule
from raabta.audiences.services.files import keep_text, text_of
from raabta.audiences.text_form import BadText
from raabta.audiences.text_form.reading import LONGEST
from raabta.web.http import HttpRequest, page, redirect, render

PAGE = "audiences/texts/edit.html"


class TextForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(
            {"rows": 22, "dir": "ltr", "spellcheck": "false", "class": "font-mono text-sm"}
        ),
    )


@page("audiences.view")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    audience = get_object_or_404(Audience, pk=pk)
    form = TextForm(initial={"text": text_of(request.workspace, audience)})
    return _shown(request, audience, form)


@page("audiences.edit", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    return _kept(request, None) if request.method == "POST" else _shown(request, None, TextForm())


@page("audiences.edit", methods="POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _kept(request, get_object_or_404(Audience, pk=pk))


def _kept(request: HttpRequest, audience: Audience | None) -> HttpResponse:
    form = TextForm(request.POST)
    if not form.is_valid():
        return _shown(request, audience, form)
    try:
        kept = keep_text(
            workspace=request.workspace,
            actor=request.actor,
            audience=audience,
            text=form.cleaned_data["text"],
        )
    except (BadText, BadRule, services.NameTaken) as error:
        for line in str(error).splitlines():
            form.add_error("text", line)
        return _shown(request, audience, form)
    messages.success(request, _("“%(name)s” is saved.") % {"name": kept.name})
    return redirect(request, reverse("web:audiences:show", args=[kept.pk]))


def _shown(request: HttpRequest, audience: Audience | None, form: TextForm) -> HttpResponse:
    context = {"form": form, "audience": audience, "may_edit": request.may("audiences.edit")}
    return render(request, PAGE, context, status=422 if form.errors else 200)

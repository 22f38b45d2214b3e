"""Sending a mail to oneself before anybody else gets it."""

from importlib import import_module

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.content.models import Variant
from raabta.content.queries import awkward_people, candidates
from raabta.web.content.forms import TestForm
from raabta.web.content.found import variant_of
from raabta.web.content.previewing import preview_of
from raabta.web.content.tabs import tab_context
from raabta.web.http import HttpRequest, page, redirect, render


@page("content.edit", methods="GET POST")
def new(request: HttpRequest, variant_id: int) -> HttpResponse:
    variant = variant_of(request, variant_id)
    initial = {"addresses": request.user.email, "person": request.GET.get("person")}
    form = TestForm(request.POST or None, initial=initial)
    preview = preview_of(request, variant, str(form["person"].value() or ""))
    if request.method == "POST" and form.is_valid() and not preview.error:
        send(request, variant, form)
        return redirect(request, reverse("web:variants:test", args=[variant.pk]))
    context = tab_context(request, variant, "test") | {
        "form": form,
        "preview": preview,
        "awkward": awkward_people(
            request.workspace, variant.template, candidates(request.workspace)
        ),
    }
    status = 422 if form.is_bound else 200
    return render(request, "content/variants/test.html", context, status=status)


def send(request: HttpRequest, variant: Variant, form: TestForm) -> None:
    services = import_module("raabta.messaging.services")
    services.send_test(
        workspace=request.workspace,
        actor=request.actor,
        variant=variant,
        addresses=form.cleaned_data["addresses"],
        customer_id=form.cleaned_data["person"],
    )
    words = _("The test was sent. With the outbox channel you find it under Outbox.")
    messages.success(request, words)

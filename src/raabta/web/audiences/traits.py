"""Attributes that are computed from events or orders: made, changed, looked at before."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.audiences.queries.traits import in_words, sample, standing_of, uses_of_attribute
from raabta.audiences.services.traits import define_trait, edit_trait
from raabta.customers.attribute_kind import kind_named
from raabta.customers.models import AttributeDefinition
from raabta.customers.services.attributes import KeyTaken
from raabta.warehouse.engine import QueryStopped, QueryTooSlow, WarehouseBusy
from raabta.web.audiences.asking import asker
from raabta.web.audiences.trait_form import TraitForm
from raabta.web.http import HttpRequest, page, redirect, render

FORM, PREVIEW = "audiences/traits/form.html", "audiences/traits/preview.html"


@page("customers.attributes", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = TraitForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.trait:
        label = form.cleaned_data["label"]
        try:
            define_trait(
                workspace=request.workspace, actor=request.actor, label=label, trait=form.trait
            )
            messages.success(request, _("The values are being computed."))
            return redirect(request, reverse("web:attributes:index"))
        except KeyTaken as error:
            form.add_error("label", str(error))
    return form_page(request, form)


@page("customers.attributes", methods="GET POST")
def edit(request: HttpRequest, trait_id: int) -> HttpResponse:
    definition = get_object_or_404(AttributeDefinition, pk=trait_id, computed__isnull=False)
    form = TraitForm(request.POST or None, definition=definition)
    if request.method == "POST" and form.is_valid() and form.trait:
        edit_trait(
            workspace=request.workspace,
            actor=request.actor,
            definition=definition,
            label=form.cleaned_data["label"],
            trait=form.trait,
        )
        messages.success(request, _("The values are being computed."))
        return redirect(request, reverse("web:attributes:index"))
    return form_page(request, form, definition)


@page("customers.attributes", methods="POST")
def preview(request: HttpRequest) -> HttpResponse:
    form = TraitForm(request.POST)
    if not form.is_valid() or not form.trait:
        return render(request, PREVIEW, {"form": form})
    context: dict[str, Any] = {"form": form, "sentence": in_words(form.trait)}
    try:
        found = sample(request.workspace, form.trait, asker=asker(request, "trait"))
        kind = kind_named(form.trait.kind)()
        context["count"] = found.count
        context["people"] = [(person, kind.shown(value)) for person, value in found.people]
    except (QueryTooSlow, WarehouseBusy):
        context["is_slow"] = True
    except QueryStopped:
        return HttpResponse(status=204)  # a newer question is on its way
    return render(request, PREVIEW, context)


def form_page(
    request: HttpRequest, form: TraitForm, definition: AttributeDefinition | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "definition": definition}
    if definition:
        context["standing"] = standing_of(definition)
        context["uses"] = uses_of_attribute(request.workspace, definition)
    return render(request, FORM, context, status=422 if form.errors else 200)

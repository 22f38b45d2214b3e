"""What is inside a free-form attribute: its places, types, samples, and how many have them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from raabta.customers.models import AttributeDefinition
from raabta.customers.queries.paths import paths_of, samples_of
from raabta.customers.services.paths import request_look
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect

KINDS = {
    "text": pgettext_lazy("type of a value", "Text"),
    "number": pgettext_lazy("type of a value", "Number"),
    "date": pgettext_lazy("type of a value", "Date"),
    "boolean": pgettext_lazy("type of a value", "Yes or no"),
    "list": pgettext_lazy("type of a value", "List"),
    "object": pgettext_lazy("type of a value", "Object"),
}


@page("customers.view")
def index(request: HttpRequest, definition_id: int) -> HttpResponse:
    definition = free_form(request, definition_id)
    paths, samples = paths_of(definition), samples_of(definition)
    context = {
        "definition": definition,
        "rows": [(one, KINDS.get(one.kind, one.kind), samples.get(one.path, [])) for one in paths],
        "looked_at": paths[0].looked_at if paths else None,
    }
    return render(request, "customers/attributes/paths.html", context)


@page("customers.attributes", methods="POST")
def look(request: HttpRequest, definition_id: int) -> HttpResponse:
    definition = free_form(request, definition_id)
    request_look(workspace=request.workspace, actor=request.actor)
    messages.success(request, _("The profiles are being looked through. Come back in a moment."))
    return redirect(request, reverse("web:attributes:paths", args=[definition.pk]))


def free_form(request: HttpRequest, definition_id: int) -> AttributeDefinition:
    held = AttributeDefinition.objects.filter(
        workspace=request.workspace, kind="json", subject__in=["customer", "company"]
    )
    return get_object_or_404(held.select_related("workspace"), pk=definition_id)

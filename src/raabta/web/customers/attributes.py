"""Custom attributes of customers, companies and orders, made in the settings."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.attribute_kind import AttributeKind, kind_named
from raabta.customers.models import AttributeDefinition
from raabta.customers.queries.attribute_uses import uses_of_definition
from raabta.customers.sensitive import PERMISSION
from raabta.customers.services import attributes as services
from raabta.web.customers.attribute_forms import AttributeForm
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect

TEMPLATES = "customers/attributes/"
SUBJECTS = ("customer", "company", "order")


@page("customers.view")
def index(request: HttpRequest) -> HttpResponse:
    held = AttributeDefinition.objects.order_by("position", "pk")
    context = {
        "of_customers": _named(held.filter(subject="customer", archived_at=None)),
        "of_companies": _named(held.filter(subject="company", archived_at=None)),
        "of_orders": _named(held.filter(subject="order", archived_at=None)),
        "retired": held.filter(subject__in=SUBJECTS).exclude(archived_at=None),
    }
    return render(request, TEMPLATES + "index.html", context)


def _named(
    held: QuerySet[AttributeDefinition],
) -> list[tuple[AttributeDefinition, type[AttributeKind]]]:
    return [(one, kind_named(one.kind)) for one in held]


@page("customers.attributes", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = AttributeForm(request.POST or None, may_reveal=request.may(PERMISSION))
    if request.method == "POST" and form.is_valid():
        try:
            services.define_attribute(
                workspace=request.workspace, actor=request.actor, values=form.cleaned_data
            )
            messages.success(request, _("The attribute is ready to be filled in."))
            return redirect(request, reverse("web:attributes:index"))
        except services.KeyTaken as error:
            form.add_error("key", str(error))
        except services.ChoicesMissing as error:
            form.add_error("choices", str(error))
    return form_page(request, form)


@page("customers.attributes", methods="GET POST")
def edit(request: HttpRequest, definition_id: int) -> HttpResponse:
    definition = get_object_or_404(AttributeDefinition, pk=definition_id)
    if definition.formula:
        return redirect(request, reverse("web:formulas:edit", args=[definition.pk]))
    if definition.computed:
        return redirect(request, reverse("web:traits:edit", args=[definition.pk]))
    form = AttributeForm(
        request.POST or None, definition=definition, may_reveal=request.may(PERMISSION)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_attribute(
                workspace=request.workspace,
                actor=request.actor,
                definition_id=definition.pk,
                values=form.cleaned_data,
            )
            messages.success(request, _("Saved."))
            return redirect(request, reverse("web:attributes:index"))
        except services.ChoicesMissing as error:
            form.add_error("choices", str(error))
    return form_page(request, form, definition)


@page("customers.attributes", methods="GET POST")
def retire(request: HttpRequest, definition_id: int) -> HttpResponse:
    """What uses it is shown first; posting hides it, or shows it again."""
    definition = get_object_or_404(AttributeDefinition, subject__in=SUBJECTS, pk=definition_id)
    if request.method != "POST":
        uses, hidden = uses_of_definition(definition, request.may)
        shown = [(one.kind, one.label, reverse(one.url_name, args=one.url_args)) for one in uses]
        context = {"definition": definition, "uses": shown, "hidden": hidden}
        return render(request, TEMPLATES + "retire.html", context)
    services.retire_attribute(
        workspace=request.workspace,
        actor=request.actor,
        definition_id=definition.pk,
        is_retired=request.POST.get("retired") == "1",
    )
    return redirect(request, reverse("web:attributes:index"))


@page("customers.attributes", methods="POST")
def order(request: HttpRequest) -> HttpResponse:
    texts = request.POST.get("order", "").split(",")
    ids = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]
    services.order_attributes(workspace=request.workspace, ids=ids)
    return HttpResponse(status=204)


def form_page(
    request: HttpRequest, form: AttributeForm, definition: AttributeDefinition | None = None
) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "definition": definition}
    return render(request, TEMPLATES + "form.html", context, status=status)

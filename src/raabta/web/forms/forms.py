"""The list of forms, and one form with its fields, preview and ways in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.forms import queries
from raabta.forms.models import Form
from raabta.forms.services import building
from raabta.forms.starting import starting_fields
from raabta.web.forms.drawing import drawn
from raabta.web.forms.field_inputs import kinds
from raabta.web.forms.inputs import FormForm, NewFormForm, SettingsForm
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.paging import after_and_before

TONES = {Form.State.PUBLISHED: "success", Form.State.DRAFT: "neutral", Form.State.ARCHIVED: ""}

SCRIPT = '<script async src="%s" data-form="%s"></script>'


def find(request: HttpRequest, form_id: int) -> Form:
    return get_object_or_404(queries.forms(request.workspace), pk=form_id)


@page("forms.view")
def index(request: HttpRequest) -> HttpResponse:
    rows, previous, following = after_and_before(request, queries.forms(request.workspace))
    counts = queries.counts_of(request.workspace, rows)
    context = {
        "rows": [(row, counts[row.pk], TONES.get(Form.State(row.state), "")) for row in rows],
        "previous": previous,
        "next": following,
        "may_edit": request.may("forms.edit"),
        "may_read": request.may("forms.submissions"),
    }
    return render(request, "forms/forms/index.html", context)


@page("forms.edit", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = NewFormForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "forms/forms/new.html", {"form": form}, status=status)
    made = building.create_form(
        workspace=request.workspace,
        actor=request.actor,
        name=form.cleaned_data["name"],
        fields=starting_fields(),
    )
    return redirect(request, reverse("web:forms:show", args=[made.pk]))


@page("forms.view")
def show(request: HttpRequest, form_id: int) -> HttpResponse:
    form = find(request, form_id)
    context = {
        "form": form,
        "tone": TONES.get(Form.State(form.state), ""),
        "counts": queries.counts_of(request.workspace, [form])[form.pk],
        "fields": drawn(form, [request.workspace.language]),
        "kinds": kinds(),
        "script": SCRIPT % (settings.BASE_URL + reverse("web:form_script"), form.public_id),
        "url": settings.BASE_URL + reverse("web:form", args=[form.public_id]),
        "json_url": settings.BASE_URL + reverse("web:form_description", args=[form.public_id]),
        "may_edit": request.may("forms.edit"),
        "may_read": request.may("forms.submissions"),
    }
    return render(request, "forms/forms/show.html", context)


@page("forms.edit", methods="GET POST")
def edit(request: HttpRequest, form_id: int) -> HttpResponse:
    held = find(request, form_id)
    form = FormForm.of(held, request.POST or None)
    if not form.is_valid():
        context = {"form": form, "held": held}
        status = 422 if form.is_bound else 200
        return render(request, "forms/forms/edit.html", context, status=status)
    building.edit_form(
        workspace=request.workspace, actor=request.actor, form_id=held.pk, **form.values()
    )
    messages.success(request, _("Saved."))
    return redirect(request, reverse("web:forms:show", args=[held.pk]))


@page("forms.edit", methods="GET POST")
def protect(request: HttpRequest, form_id: int) -> HttpResponse:
    """Protection against machines, and who is told."""
    held = find(request, form_id)
    form = SettingsForm(held, request.POST or None)
    if not form.is_valid():
        context = {"form": form, "held": held}
        status = 422 if form.is_bound else 200
        return render(request, "forms/forms/protect.html", context, status=status)
    building.edit_form(
        workspace=request.workspace, actor=request.actor, form_id=held.pk, **form.cleaned_data
    )
    messages.success(request, _("Saved."))
    return redirect(request, reverse("web:forms:show", args=[held.pk]))


@page("forms.edit", methods="POST")
def move(request: HttpRequest, form_id: int) -> HttpResponse:
    """Publish, unpublish or archive it."""
    form, state = find(request, form_id), request.POST.get("state", "")
    if state in Form.State.values:
        try:
            building.move_form(
                workspace=request.workspace, actor=request.actor, form_id=form.pk, state=state
            )
        except building.NotReady as error:
            messages.error(request, str(error))
    return redirect(request, reverse("web:forms:show", args=[form.pk]))


@page("forms.edit", methods="POST")
def delete(request: HttpRequest, form_id: int) -> HttpResponse:
    form = find(request, form_id)
    building.delete_form(workspace=request.workspace, actor=request.actor, form_id=form.pk)
    messages.success(request, _("The form is deleted. You find it under Undo."))
    return redirect(request, reverse("web:forms:index"))

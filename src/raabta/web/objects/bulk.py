"""Do one thing to the ticked records of a kind, or to all that match the list's filters."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raabta.customers.attributes import InvalidValue, parse_value
from raabta.customers.fields import attribute_field, definitions_of
from raabta.objects.models import ObjectKind
from raabta.objects.services.bulk import Started, delete_many, set_field
from raabta.web.customers.inputs import widget_for
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.objects.listing import chosen_ids
from raabta.web.objects.rendering import kind_of, render

TEMPLATE = "objects/records/bulk.html"


class FieldForm(forms.Form):
    """Every field has its own control; the page shows the one that is chosen."""

    field = forms.ChoiceField(label=gettext_lazy("Field"))

    def __init__(self, data: Any = None, *, workspace: Any, kind: ObjectKind) -> None:
        super().__init__(data)
        held = definitions_of(workspace, kind.subject)
        self.known = {one.key: one for one in held if not one.is_computed}
        self.fields["field"] = forms.ChoiceField(
            label=_("Field"), choices=[(key, one.label) for key, one in self.known.items()]
        )
        for key, one in self.known.items():
            self.fields[f"value.{key}"] = forms.Field(
                label=_("New value"),
                required=False,
                widget=widget_for(attribute_field(one)),
                help_text=_("Left empty, the field is emptied."),
            )

    @property
    def values(self) -> list[tuple[str, Any]]:
        return [(key, self[f"value.{key}"]) for key in self.known]

    @property
    def chosen(self) -> str:
        return str(self.data.get("field") or next(iter(self.known), ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        key = cleaned.get("field", "")
        if key in self.known:
            cleaned["raw"] = self[f"value.{key}"].data
            try:
                parse_value(self.known[key], cleaned["raw"])
            except InvalidValue as error:
                self.add_error(f"value.{key}", str(error))
        return cleaned


@page("objects.edit", methods="POST")
def new(request: HttpRequest, kind_id: int) -> HttpResponse:
    """The form; the records come along as hidden fields."""
    kind = kind_of(request, kind_id)
    return form_page(request, kind, FieldForm(workspace=request.workspace, kind=kind))


@page("objects.edit", methods="POST")
def create(request: HttpRequest, kind_id: int) -> HttpResponse:
    kind = kind_of(request, kind_id)
    form = FieldForm(request.POST, workspace=request.workspace, kind=kind)
    ids = chosen_ids(request, kind)
    if not ids:
        messages.error(request, _("Nothing was chosen, so nothing was changed."))
        return redirect(request, back(request, kind))
    if not form.is_valid():
        return form_page(request, kind, form)
    started = set_field(
        workspace=request.workspace,
        actor=request.actor,
        kind=kind,
        ids=ids,
        key=form.cleaned_data["field"],
        value=form.cleaned_data["raw"],
    )
    return told(request, kind, started)


@page("objects.delete", methods="POST")
def delete(request: HttpRequest, kind_id: int) -> HttpResponse:
    """The chosen records; the change can be taken back."""
    kind = kind_of(request, kind_id)
    ids = chosen_ids(request, kind)
    if not ids:
        messages.info(request, _("Nothing was chosen, so nothing was deleted."))
        return redirect(request, reverse("web:objects:index", args=[kind.pk]))
    started = delete_many(workspace=request.workspace, actor=request.actor, kind=kind, ids=ids)
    if started.job is not None:
        return redirect(request, reverse("web:customers:work", args=[started.job.pk]))
    messages.success(request, started.change_set.summary)
    return redirect(request, reverse("web:changesets:show", args=[started.change_set.pk]))


def told(request: HttpRequest, kind: ObjectKind, started: Started) -> HttpResponse:
    if started.job is not None:
        return redirect(request, reverse("web:customers:work", args=[started.job.pk]))
    words = ngettext("Changed %(count)s record.", "Changed %(count)s records.", started.changed)
    undo = reverse("web:changesets:show", args=[started.change_set.pk])
    link = format_html(
        '{} <a class="link" href="{}">{}</a>', words % {"count": started.changed}, undo, _("Undo")
    )
    messages.success(request, link)
    return redirect(request, back(request, kind))


def form_page(request: HttpRequest, kind: ObjectKind, form: FieldForm) -> HttpResponse:
    everything = bool(request.POST.get("everything"))
    ids = chosen_ids(request, kind)
    context = {
        "kind": kind,
        "form": form,
        "count": len(ids),
        "ids": [] if everything else ids,
        "everything": everything,
        "query": request.POST.get("query", ""),
        "back": back(request, kind),
    }
    return render(request, TEMPLATE, context, part="panel", status=422 if form.errors else 200)


def back(request: HttpRequest, kind: ObjectKind) -> str:
    query = request.POST.get("query", "")
    return reverse("web:objects:index", args=[kind.pk]) + (f"?{query}" if query else "")

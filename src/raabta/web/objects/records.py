"""Records of a kind: the list, a record's page, and changing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.fields import attribute_field, definitions_of
from raabta.customers.models import Company, Customer
from raabta.objects.models import ObjectChange, ObjectKind, ObjectLinkChange, ObjectRecord
from raabta.objects.queries import links, roles_of
from raabta.objects.services.links import link
from raabta.objects.services.records import InvalidRecord, create_record, edit_record
from raabta.web.customers import saved
from raabta.web.customers.customers import carried
from raabta.web.customers.profile import Property
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.objects.forms import RecordForm
from raabta.web.objects.listing import columns_of, listing
from raabta.web.objects.rendering import kind_of, record_of, render
from raabta.web.objects.views import resource_of
from raabta.web.paging import number

TEMPLATES = "objects/records/"
SHOWN = 100


@page("objects.view")
def index(request: HttpRequest, kind_id: int) -> HttpResponse:
    kind = kind_of(request, kind_id)
    found = listing(request, kind)
    context = {
        "kind": kind,
        "listing": found,
        "views": saved.views_for(request, resource_of(kind)),
        "every_column": columns_of(request.workspace, kind).values(),
        "chosen": [column.key for column in found.columns],
        "carried": carried(request),
        "carried_on": [
            (name, one) for name in ("columns", "view") for one in request.GET.getlist(name)
        ],
        "clear_url": request.path if found.query else "",
    }
    return render(request, TEMPLATES + "index.html", context, part="rows")


@page("objects.view")
def show(request: HttpRequest, record_id: int) -> HttpResponse:
    record = record_of(request, record_id)
    kind = record.kind
    held = links(request.workspace).filter(record=record).order_by("pk")
    mine = list(held.select_related("customer", "company", "other", "role")[:SHOWN])
    others = links(request.workspace).filter(other=record).select_related("record", "role")
    definitions = definitions_of(request.workspace, kind.subject)
    context = {
        "record": record,
        "kind": kind,
        "roles": [(role, [x for x in mine if x.role_id == role.pk]) for role in roles_of(kind)],
        "others": others.order_by("pk")[:SHOWN],
        "properties": [
            Property(attribute_field(one), record.attributes.get(one.key)) for one in definitions
        ],
        "history": history_of(record, {one.key: one.label for one in definitions}),
    }
    return render(request, TEMPLATES + "show.html", context)


@page("objects.edit", methods="GET POST")
def new(request: HttpRequest, kind_id: int) -> HttpResponse:
    """With `?customer=` or `?company=` the new record is theirs, in the first role for such."""
    kind = kind_of(request, kind_id)
    form = RecordForm(request.POST or None, workspace=request.workspace, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_record(
                workspace=request.workspace, actor=request.actor, kind=kind, values=form.values()
            )
            give_to(request, made)
            return redirect(request, reverse("web:objects:show", args=[made.pk]))
        except InvalidRecord as error:
            form.refuse(error.errors)
    return form_page(request, form, kind)


@page("objects.edit", methods="GET POST")
def edit(request: HttpRequest, record_id: int) -> HttpResponse:
    record = record_of(request, record_id)
    form = form_of(request, record)
    if request.method == "POST" and form.is_valid():
        try:
            edit_record(
                workspace=request.workspace,
                actor=request.actor,
                record_id=record.pk,
                values=form.values(),
            )
            messages.success(request, _("Saved."))
            return redirect(request, reverse("web:objects:show", args=[record.pk]))
        except InvalidRecord as error:
            form.refuse(error.errors)
    return form_page(request, form, record.kind, record)


def form_of(request: HttpRequest, record: ObjectRecord) -> RecordForm:
    kind = record.kind
    return RecordForm(request.POST or None, workspace=request.workspace, kind=kind, record=record)


def give_to(request: HttpRequest, record: ObjectRecord) -> None:
    """The new record is whose page it was added on, in the first role for such."""
    for target, name in (("person", "customer"), ("company", "company")):
        target_id = number(request, name)
        role = roles_of(record.kind).filter(target=target).first()
        if target_id is None or role is None:
            continue
        model = Customer if target == "person" else Company
        held = model.objects.filter(workspace=request.workspace, deleted_at=None)
        owner = get_object_or_404(held, pk=target_id)
        link(
            workspace=request.workspace,
            actor=request.actor,
            record_id=record.pk,
            role=role,
            target_id=owner.pk,
        )


Told = tuple[Any, list[tuple[object, object, object]]]


def history_of(record: ObjectRecord, labels: dict[str, str]) -> list[Told]:
    """Changes of fields and of links, the newest first."""
    named = {"external_id": _("Unique key"), **labels}
    edits = ObjectChange.objects.filter(record=record).order_by("-pk")[:SHOWN]
    told: list[Told] = [
        (one, [(named.get(key, key), old, new) for key, (old, new) in one.differences.items()])
        for one in edits
    ]
    linked = ObjectLinkChange.objects.filter(record=record).order_by("-pk")
    for one in linked.select_related("role", "customer", "company", "other")[:SHOWN]:
        end = one.customer.name if one.customer else one.company or one.other
        ends = (None, end) if one.is_linked else (end, None)
        told.append((one, [(one.role.label, *ends)]))
    return sorted(told, key=lambda row: row[0].changed_at, reverse=True)[:SHOWN]


def form_page(
    request: HttpRequest, form: RecordForm, kind: ObjectKind, record: ObjectRecord | None = None
) -> HttpResponse:
    context = {"form": form, "kind": kind, "record": record}
    return render(request, TEMPLATES + "form.html", context, status=422 if form.errors else 200)

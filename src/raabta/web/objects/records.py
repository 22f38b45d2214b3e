"""Records of a kind: the list, a record's page, and changing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.fields import attribute_field, definitions_of
from raabta.customers.models import Customer
from raabta.objects.models import ObjectChange, ObjectKind, ObjectRecord
from raabta.objects.queries import links, matching, roles_of
from raabta.objects.services.links import link
from raabta.objects.services.records import (
    InvalidRecord,
    create_record,
    delete_records,
    edit_record,
)
from raabta.web.customers.profile import Property
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.objects.forms import RecordForm
from raabta.web.objects.rendering import kind_of, record_of, render
from raabta.web.paging import number, whole

TEMPLATES = "objects/records/"
SIZE, COLUMNS, SHOWN = 50, 4, 100
SORTS = {"title": "title", "key": "external_id", "created": "created_at"}


@page("objects.view")
def index(request: HttpRequest, kind_id: int) -> HttpResponse:
    kind = kind_of(request, kind_id)
    found = matching(request.workspace, kind, request.GET.get("q", ""))
    at = min(max(number(request, "page") or 1, 1), 10_000)
    rows = list(found.order_by(order_of(request), "pk")[(at - 1) * SIZE : at * SIZE + 1])
    fields = [attribute_field(one) for one in definitions_of(request.workspace, kind.subject)]
    shown = fields[:COLUMNS]
    keys = [field.key.partition(".")[2] for field in shown]
    context = {
        "kind": kind,
        "columns": shown,
        "rows": [(one, [one.attributes.get(key) for key in keys]) for one in rows[:SIZE]],
        "total": found.count(),
        "previous": at - 1 if at > 1 else None,
        "next": at + 1 if len(rows) > SIZE else None,
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
    """With `?customer=` the new record is that person's, in the kind's first role for people."""
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


@page("objects.delete", methods="POST")
def delete(request: HttpRequest, kind_id: int) -> HttpResponse:
    """The records whose ids are posted; the change can be taken back."""
    kind = kind_of(request, kind_id)
    ids = [pk for text in request.POST.getlist("ids")[:500] if (pk := whole(text))]
    if not ids:
        messages.info(request, _("Nothing was chosen, so nothing was deleted."))
        return redirect(request, reverse("web:objects:index", args=[kind.pk]))
    made = delete_records(workspace=request.workspace, actor=request.actor, kind=kind, ids=ids)
    messages.success(request, made.summary)
    return redirect(request, reverse("web:changesets:show", args=[made.pk]))


def form_of(request: HttpRequest, record: ObjectRecord) -> RecordForm:
    kind = record.kind
    return RecordForm(request.POST or None, workspace=request.workspace, kind=kind, record=record)


def give_to(request: HttpRequest, record: ObjectRecord) -> None:
    customer_id = number(request, "customer")
    role = roles_of(record.kind).filter(target="person").first()
    if customer_id is None or role is None:
        return
    people = Customer.objects.filter(workspace=request.workspace, deleted_at=None)
    person = get_object_or_404(people, pk=customer_id)
    link(workspace=request.workspace, record_id=record.pk, role=role, target_id=person.pk)


def history_of(
    record: ObjectRecord, labels: dict[str, str]
) -> list[tuple[ObjectChange, list[tuple[str, object, object]]]]:
    named = {"external_id": _("Unique key"), **labels}
    latest = ObjectChange.objects.filter(record=record).order_by("-pk")[:SHOWN]
    return [
        (one, [(named.get(key, key), old, new) for key, (old, new) in one.differences.items()])
        for one in latest
    ]


def order_of(request: HttpRequest) -> str:
    asked = request.GET.get("sort", "")
    column = SORTS.get(asked.removeprefix("-"), "")
    if not column:
        return "-created_at"
    return f"-{column}" if asked.startswith("-") else column


def form_page(
    request: HttpRequest, form: RecordForm, kind: ObjectKind, record: ObjectRecord | None = None
) -> HttpResponse:
    context = {"form": form, "kind": kind, "record": record}
    return render(request, TEMPLATES + "form.html", context, status=422 if form.errors else 200)

"""Make a form, write its texts and fields, publish it, put it away."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from raabta.forms.form_field import FormField
from raabta.forms.models import Form
from raabta.forms.services.consent_texts import keep_texts
from raabta.forms.services.notices import check_colleagues
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services.audit import record_audit
from raabta.workspaces.services.change_sets import (
    Reverted,
    Row,
    Verb,
    add_page,
    open_change_set,
    reverter,
)

MOST_FIELDS = 60
EDITABLE = (
    "name", "words", "redirect_url", "tag", "puzzle", "disposable", "held_above", "most_further",
    "notify",
)  # fmt: skip
VERBS = {
    Form.State.DRAFT: "form.withdrawn",
    Form.State.PUBLISHED: "form.published",
    Form.State.ARCHIVED: "form.archived",
}


class NotReady(Exception):
    """The form cannot be published; the message says what is missing."""


class TooManyFields(Exception):
    """The form has all the fields that it may have."""


@transaction.atomic
def create_form(
    *, workspace: Workspace, actor: Actor, name: str, fields: Sequence[FormField] = ()
) -> Form:
    now = clock.now()
    made = Form.objects.create(
        workspace=workspace,
        name=name,
        fields=[one.stored() for one in fields],
        created_at=now,
        updated_at=now,
    )
    record_audit(workspace=workspace, actor=actor, verb="form.created", target=made)
    return made


@transaction.atomic
def edit_form(*, workspace: Workspace, actor: Actor, form_id: int, **values: Any) -> Form:
    """`values` are some of EDITABLE. Raises Form.DoesNotExist or NotColleagues."""
    form = _locked(workspace, form_id)
    check_colleagues(workspace, values.get("notify", ()))
    changed = [name for name in EDITABLE if name in values and getattr(form, name) != values[name]]
    for name in changed:
        setattr(form, name, values[name])
    if "notify" in changed:
        form.notified_at = None  # of what came before this change, nobody wanted to be told
    if changed:
        _save(workspace, actor, form, {"fields": changed})
    return form


@transaction.atomic
def put_field(*, workspace: Workspace, actor: Actor, form_id: int, field: FormField) -> None:
    """Add the field at the end, or replace the one with its id. Raises TooManyFields."""
    form = _locked(workspace, form_id)
    ids = [row["id"] for row in form.fields]
    if field.id in ids:
        form.fields[ids.index(field.id)] = field.stored()
    elif len(ids) >= MOST_FIELDS:
        words = _("A form has at most %(most)s fields.")
        raise TooManyFields(words % {"most": MOST_FIELDS})
    else:
        form.fields.append(field.stored())
    _save(workspace, actor, form, {"field": field.id})


@transaction.atomic
def replace_fields(
    *, workspace: Workspace, actor: Actor, form_id: int, fields: Sequence[FormField]
) -> None:
    """These fields in this order, in place of all. Raises TooManyFields."""
    if len(fields) > MOST_FIELDS:
        raise TooManyFields(_("A form has at most %(most)s fields.") % {"most": MOST_FIELDS})
    form = _locked(workspace, form_id)
    form.fields = [one.stored() for one in fields]
    _save(workspace, actor, form, {"fields": ["fields"]})


@transaction.atomic
def remove_field(*, workspace: Workspace, actor: Actor, form_id: int, field_id: str) -> None:
    """Answers that were given to it stay."""
    form = _locked(workspace, form_id)
    form.fields = [row for row in form.fields if row["id"] != field_id]
    _save(workspace, actor, form, {"field": field_id})


@transaction.atomic
def order_fields(*, workspace: Workspace, actor: Actor, form_id: int, ids: Sequence[str]) -> None:
    """Fields that are not named keep their order, at the end."""
    form = _locked(workspace, form_id)
    place = {field_id: at for at, field_id in enumerate(ids)}
    form.fields = sorted(form.fields, key=lambda row: place.get(row["id"], len(place)))
    _save(workspace, actor, form, {"fields": ["order"]})


@transaction.atomic
def move_form(*, workspace: Workspace, actor: Actor, form_id: int, state: str) -> None:
    """Publish, unpublish or archive it. Raises NotReady."""
    form = _locked(workspace, form_id)
    if state == Form.State.PUBLISHED:
        check_ready(form)
    if form.state != state:
        form.state = Form.State(state)
        form.updated_at = clock.now()
        form.save(update_fields=["state", "updated_at"])
        verb = VERBS[form.state]
        record_audit(workspace=workspace, actor=actor, verb=verb, target=form)
    if form.state == Form.State.PUBLISHED:
        keep_texts(form)


def check_ready(form: Form) -> None:
    """Raises NotReady."""
    items = form.items
    if not any(item.fixed_target for item in items):
        raise NotReady(_("Ask for an e-mail address or a phone number: a person needs one."))
    for item in items:
        if item.key == "consent" and not item.say("label", []):
            raise NotReady(_("A consent has no text yet."))


@transaction.atomic
def delete_form(*, workspace: Workspace, actor: Actor, form_id: int) -> None:
    """Nobody can fill it in any more; what was submitted stays. Found under Undo."""
    form = _locked(workspace, form_id)
    summary = _("Deleted the form “%(name)s”") % {"name": form.name}
    change_set = open_change_set(workspace=workspace, actor=actor, kind="delete", summary=summary)
    rows = [{"id": form.pk, "before": {"deleted_at": None}}]
    add_page(change_set=change_set, model="forms.form", verb="deleted", rows=rows)
    form.deleted_at = clock.now()
    form.save(update_fields=["deleted_at"])
    record_audit(workspace=workspace, actor=actor, verb="form.deleted", target=form)


@reverter("forms.form")
def bring_back(workspace: Workspace, _verb: Verb, rows: list[Row], _actor: Actor) -> Reverted:
    mine = Form.objects.filter(workspace=workspace, pk__in=[row["id"] for row in rows])
    return Reverted(mine.exclude(deleted_at=None).update(deleted_at=None))


def count_seen(form: Form) -> None:
    Form.objects.filter(pk=form.pk).update(seen=F("seen") + 1)


def count_started(form: Form) -> None:
    with working_in(form.workspace):
        Form.objects.filter(pk=form.pk).update(started=F("started") + 1)


def _locked(workspace: Workspace, form_id: int) -> Form:
    rows = Form.objects.select_for_update().filter(workspace=workspace, deleted_at=None)
    return rows.get(pk=form_id)


def _save(workspace: Workspace, actor: Actor, form: Form, detail: dict[str, Any]) -> None:
    form.updated_at = clock.now()
    form.save(update_fields=[*EDITABLE, "fields", "notified_at", "updated_at"])
    record_audit(workspace=workspace, actor=actor, verb="form.edited", target=form, detail=detail)
    if form.state == Form.State.PUBLISHED:
        keep_texts(form)

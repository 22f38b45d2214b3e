"""Do one thing to many people: a change set that can be undone, in the background when large."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raabta.customers.deed import AddTags, Deed, Delete, RecordConsent, RemoveTags, SetField
from raabta.customers.models import Consent, Customer
from raabta.customers.services.consent import Answer, record_consents
from raabta.customers.services.deletion import delete_some
from raabta.customers.services.field_edit import set_fields
from raabta.customers.services.tags import add_tags, remove_tags
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.services.change_sets import Row, Verb, add_page, open_change_set

Page = tuple[str, Verb, list[Row]]
Doing = tuple[Workspace, Actor, ChangeSet]


def open_bulk_edit(*, workspace: Workspace, actor: Actor, deed: Deed, count: int) -> ChangeSet:
    """The change set that `apply_deed` fills."""
    who = ngettext("%(count)s customer: ", "%(count)s customers: ", count) % {"count": count}
    summary = who + deed.sentence(workspace) if count else deed.sentence(workspace)
    kind = "delete" if isinstance(deed, Delete) else "bulk_edit"
    return open_change_set(workspace=workspace, actor=actor, kind=kind, summary=summary)


@transaction.atomic
def apply_deed(
    *,
    workspace: Workspace,
    actor: Actor,
    change_set: ChangeSet,
    deed: Deed,
    customer_ids: Sequence[int],
) -> int:
    """Do it to some people (at most some thousands). Returns how many it changed.

    Doing it again to the same people changes nothing, so a job that died can repeat a batch.
    Raises InvalidTag.
    """
    alive = Customer.objects.filter(pk__in=list(customer_ids), deleted_at=None)
    ids = list(alive.order_by("pk").values_list("pk", flat=True))
    if isinstance(deed, Delete):
        return delete_some(workspace=workspace, change_set=change_set, customer_ids=ids)
    model, verb, rows = ACTS[type(deed)]((workspace, actor, change_set), deed, ids)
    if rows:
        add_page(change_set=change_set, model=model, verb=verb, rows=rows)
    return len(rows)


def _set_field(doing: Doing, deed: SetField, ids: list[int]) -> Page:
    workspace, actor, change_set = doing
    changed = set_fields(
        workspace=workspace,
        actor=actor,
        targets={pk: {deed.field: deed.value} for pk in ids},
        change_set_id=change_set.pk,
    )
    rows = [
        {"id": pk, "before": {f: old for f, (old, _new) in found.items()},
         "after": {f: new for f, (_old, new) in found.items()}}
        for pk, found in changed.items()
    ]  # fmt: skip
    return "customers.customer", "updated", rows


def _add_tags(doing: Doing, deed: AddTags, ids: list[int]) -> Page:
    workspace, actor, _change_set = doing
    given = add_tags(workspace=workspace, actor=actor, customer_ids=ids, names=deed.tags)
    return "customers.tagging", "created", _tag_rows(given)


def _remove_tags(doing: Doing, deed: RemoveTags, ids: list[int]) -> Page:
    workspace, actor, _change_set = doing
    taken = remove_tags(workspace=workspace, actor=actor, customer_ids=ids, names=deed.tags)
    return "customers.tagging", "deleted", _tag_rows(taken)


def _tag_rows(by_customer: dict[int, list[str]]) -> list[Row]:
    return [{"id": pk, "before": {"tags": tags}} for pk, tags in by_customer.items()]


def _record_consent(doing: Doing, deed: RecordConsent, ids: list[int]) -> Page:
    workspace, actor, _change_set = doing
    about = {"purpose": deed.purpose, "channel": deed.channel}
    held = dict(
        Consent.objects.filter(customer__in=ids, **about).values_list("customer_id", "state")
    )
    others = [pk for pk in ids if held.get(pk) != deed.state]
    answers = [
        Answer(
            customer_id=pk,
            purpose=deed.purpose,
            channel=deed.channel,
            state=deed.state,
            source=actor.via,
            evidence=deed.evidence,
        )
        for pk in others
    ]
    record_consents(workspace=workspace, actor=actor, answers=answers)
    rows = [{"id": pk, "before": {**about, "state": held.get(pk)}} for pk in others]
    return "customers.consent", "updated", rows


ACTS: dict[type, Callable[[Doing, Any, list[int]], Page]] = {
    SetField: _set_field,
    AddTags: _add_tags,
    RemoveTags: _remove_tags,
    RecordConsent: _record_consent,
}


def told(changed: int, asked: int) -> str:
    """What a bulk action did, for the person who asked for it."""
    words = ngettext("Changed %(count)s customer.", "Changed %(count)s customers.", changed) % {
        "count": changed
    }
    if changed < asked:
        words += " " + _("The others were so already.")
    return words

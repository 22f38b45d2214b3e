"""Keep how many rows were before a change, and take the change back."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, Literal

from django.db import transaction
from django.db.models import F
from django.utils.module_loading import autodiscover_modules
from django_scopes import scopes_disabled

from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.change_pages import pack, unpack
from raabta.workspaces.models import ChangePage, ChangeSet, User, Workspace
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services.audit import record_audit

Verb = Literal["created", "updated", "deleted"]
Row = dict[str, Any]
PAGE = 5_000
KEEP = timedelta(days=90)


class AlreadyReverted(Exception):
    """Somebody took this change back before."""


class NotRevertible(LookupError):
    """No context knows how to take back changes to this model."""


@dataclass(frozen=True)
class Reverted:
    """What one call of a reverter did; `skipped` counts rows it left alone, by reason."""

    restored: int
    skipped: Mapping[str, int] = field(default_factory=dict)


Reverter = Callable[[Workspace, Verb, list[Row], Actor], Reverted]
_reverters: dict[str, Reverter] = {}


def reverter(model: str) -> Callable[[Reverter], Reverter]:
    """Register what takes back changes to one model ("customers.customer").

    It is called inside a transaction and the workspace's scope with at most PAGE rows
    {"id": …, "before": {…}}; it skips rows that changed since, and says why. Put it in the
    context's `reverters.py` or import it from `services`, where it is found.
    """

    def add(function: Reverter) -> Reverter:
        _reverters[model] = function
        return function

    return add


def open_change_set(*, workspace: Workspace, actor: Actor, kind: str, summary: str) -> ChangeSet:
    """Begin a change that can be taken back; add its rows with `add_page`."""
    with working_in(workspace):
        return ChangeSet.objects.create(
            workspace=workspace,
            kind=kind,
            summary=summary[:300],
            actor_label=actor.label[:150],
            actor_via=actor.via,
            actor_user_id=actor.user_id,
            created_at=clock.now(),
        )


@transaction.atomic
def add_page(*, change_set: ChangeSet, model: str, verb: Verb, rows: list[Row]) -> None:
    """Keep rows {"id": …, "before": {…}}; call it inside the transaction that changes them."""
    with working_in(change_set.workspace):
        for at in range(0, len(rows), PAGE):
            some = rows[at : at + PAGE]
            ids = [row["id"] for row in some]
            ChangePage.objects.create(
                workspace_id=change_set.workspace_id,
                change_set=change_set,
                model=model,
                verb=verb,
                rows=len(some),
                first_id=min(ids),
                last_id=max(ids),
                packed=pack(some),
            )
        ChangeSet.objects.filter(pk=change_set.pk).update(rows=F("rows") + len(rows))


@transaction.atomic
def ask_for_revert(*, workspace: Workspace, change_set: ChangeSet, user: User) -> Job:
    """Take the change back in the background. Raises AlreadyReverted or NotRevertible."""
    with working_in(workspace):
        begin_revert(change_set=change_set)
        payload = {
            "workspace_id": workspace.pk,
            "change_set_id": change_set.pk,
            "actor": asdict(Actor.user(user)),
        }
        job = jobs.enqueue(
            "workspaces.revert",
            workspace_id=workspace.pk,
            payload=payload,
            requested_by_id=user.pk,
        )
        ChangeSet.objects.filter(pk=change_set.pk).update(job_id=job.pk)
    return job


def revert_change_set(
    *,
    workspace: Workspace,
    change_set: ChangeSet,
    actor: Actor,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ChangeSet:
    """Take the change back, newest page first, each page in a transaction of its own.

    A revert that died goes on where it was when called again. Raises AlreadyReverted, or
    NotRevertible before anything is changed.
    """
    with working_in(workspace):
        begin_revert(change_set=change_set)
        left = list(_left(change_set).order_by("-id").values_list("id", "rows"))
        done = change_set.rows - sum(rows for _page, rows in left)
        for page_id, rows in left:
            _revert_page(workspace, page_id, actor)
            done += rows
            progress(done, change_set.rows)
        return _finish(workspace, change_set, actor)


def begin_revert(*, change_set: ChangeSet) -> None:
    """Raises AlreadyReverted or NotRevertible."""
    for model in _left(change_set).order_by().values_list("model", flat=True).distinct():
        _reverter_of(model)
    open_states = (ChangeSet.State.APPLIED, ChangeSet.State.REVERTING)
    if not ChangeSet.objects.filter(pk=change_set.pk, state__in=open_states).update(
        state=ChangeSet.State.REVERTING
    ):
        raise AlreadyReverted(str(change_set))


@transaction.atomic
def _revert_page(workspace: Workspace, page_id: int, actor: Actor) -> None:
    if not ChangePage.objects.filter(pk=page_id, reverted_at=None).update(reverted_at=clock.now()):
        return  # another process was first
    page = ChangePage.objects.get(pk=page_id)
    done = _reverter_of(page.model)(workspace, page.verb, unpack(page.packed), actor)  # type: ignore[arg-type]
    kept = ChangeSet.objects.select_for_update().get(pk=page.change_set_id)
    ChangeSet.objects.filter(pk=kept.pk).update(
        restored=F("restored") + done.restored,
        skipped=dict(Counter(kept.skipped) + Counter(dict(done.skipped))),
    )


@transaction.atomic
def _finish(workspace: Workspace, change_set: ChangeSet, actor: Actor) -> ChangeSet:
    finished = ChangeSet.objects.filter(pk=change_set.pk, state=ChangeSet.State.REVERTING).update(
        state=ChangeSet.State.REVERTED, reverted_at=clock.now(), reverted_by=actor.label[:150]
    )
    change_set.refresh_from_db()
    if finished:
        detail = {"restored": change_set.restored, "skipped": change_set.skipped}
        record_audit(
            workspace=workspace,
            actor=actor,
            verb="change_set.reverted",
            target=change_set,
            detail=detail,
        )
    return change_set


@transaction.atomic
def forget_rows(*, workspace: Workspace, model: str, ids: Collection[int]) -> int:
    """Take rows out of every change set of a workspace, when a person's data is erased.

    Returns how many pages were written anew.
    """
    gone, written = set(ids), 0
    if not gone:
        return 0
    with working_in(workspace):
        touched = ChangePage.objects.filter(
            model=model, first_id__lte=max(gone), last_id__gte=min(gone)
        )
        for page in touched.select_for_update():
            rows = unpack(page.packed)
            kept = [row for row in rows if row["id"] not in gone]
            if len(kept) < len(rows):
                ChangePage.objects.filter(pk=page.pk).update(packed=pack(kept), rows=len(kept))
                written += 1
    return written


def forget_old_change_sets() -> None:
    """What is older than KEEP can no longer be taken back."""
    with scopes_disabled():
        ChangeSet.objects.filter(created_at__lt=clock.now() - KEEP).delete()


def _left(change_set: ChangeSet) -> Any:
    return ChangePage.objects.filter(change_set=change_set, reverted_at=None)


def _reverter_of(model: str) -> Reverter:
    if model not in _reverters:
        autodiscover_modules("services", "reverters")
    try:
        return _reverters[model]
    except KeyError:
        raise NotRevertible(model) from None

"""Attributes that are computed from events, orders and the like: defined and kept current here."""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from threading import Lock
from typing import Any

from django.db import transaction

from raabta.audiences.models import TraitDue, TraitStanding
from raabta.audiences.queries.traits import computed_attributes, every_value, values_of
from raabta.audiences.question import Question
from raabta.audiences.trait import Trait, Value, stored, trait_from, traits
from raabta.customers.models import AttributeDefinition
from raabta.customers.queries.computed import count_holders, holders
from raabta.customers.services.attributes import define_attribute, edit_attribute
from raabta.customers.services.computed import put_computed
from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

PAGE = 5_000  # people looked at in one transaction
STEP = 500  # people computed anew at once after their events changed
keeping = Lock()  # an older look at the events never overwrites a newer one


class KindStays(Exception):
    """Values of one kind exist, so the attribute cannot become one of another."""


@transaction.atomic
def define_trait(
    *, workspace: Workspace, actor: Actor, label: str, trait: Trait, **values: Any
) -> AttributeDefinition:
    """An attribute whose values a job computes. Raises KeyTaken."""
    given = {**values, "label": label, "kind": trait.kind, "computed": stored(trait)}
    made = define_attribute(workspace=workspace, actor=actor, values=given)
    compute_later(workspace=workspace, actor=actor, definition_id=made.pk)
    return made


@transaction.atomic
def edit_trait(
    *, workspace: Workspace, actor: Actor, definition: AttributeDefinition, label: str, trait: Trait
) -> AttributeDefinition:
    """Another name or way to compute; the kind of the values stays. Raises KindStays."""
    if trait.kind != definition.kind:
        raise KindStays
    given: Mapping[str, Any] = {"label": label, "computed": stored(trait)}
    made = edit_attribute(
        workspace=workspace, actor=actor, definition_id=definition.pk, values=given
    )
    compute_later(workspace=workspace, actor=actor, definition_id=made.pk)
    return made


def compute_later(
    *, workspace: Workspace, actor: Actor | None = None, definition_id: int | None = None
) -> Job:
    """A job for one attribute, or for all whose values are not of today."""
    return jobs.enqueue(
        "audiences.compute_traits",
        workspace_id=workspace.pk,
        payload={"definition_id": definition_id},
        requested_by_id=actor.user_id if actor else None,
    )


def compute(
    *, workspace: Workspace, definition: AttributeDefinition, run: jobs.Run | None = None
) -> int:
    """The values of everybody. Returns how many people have one."""
    asked, key = Question(workspace), definition.key
    found = every_value(trait_from(definition.computed or {}), asked)
    with keeping:
        last = done = 0
        while page := dict(islice(found, PAGE)):
            before, last = last, max(page)
            gone = dict.fromkeys(holders(workspace, key, after=before, upto=last))
            put_computed(workspace=workspace, key=key, values=gone | page)
            done += len(page)
            if run:
                run.progress(done)
        while rest := holders(workspace, key, after=last, limit=PAGE):
            put_computed(workspace=workspace, key=key, values=dict.fromkeys(rest))
    return _stands(workspace, definition, asked)


def _stands(workspace: Workspace, definition: AttributeDefinition, asked: Question) -> int:
    people = count_holders(workspace, definition.key)
    TraitStanding.objects.update_or_create(
        workspace=workspace,
        definition=definition,
        defaults={"computed_on": asked.today, "computed_at": clock.now(), "people": people},
    )
    return people


def stale(workspace: Workspace) -> list[AttributeDefinition]:
    """Computed attributes whose values are not of the day that it is at the workspace."""
    fresh = TraitStanding.objects.filter(
        workspace=workspace, computed_on__gte=Question(workspace).today
    )
    known = set(fresh.values_list("definition_id", flat=True))
    return [one for one in computed_attributes(workspace) if one.pk not in known]


def note_due(workspace_id: int, customer_ids: Collection[int], *, source: str = "event") -> None:
    """Compute the traits of this source anew soon for these people; visitors have none."""
    ids = sorted(pk for pk in customer_ids if pk > 0)
    if ids:
        workspace = Workspace.objects.filter(pk=workspace_id).first()
        if workspace is None:
            return
        with working_in(workspace):
            if of_source(computed_attributes(workspace), source):
                TraitDue.objects.create(
                    workspace=workspace, source=source, customer_ids=ids, noted_at=clock.now()
                )


def compute_due(*, workspace: Workspace) -> int:
    """Compute one step of what was noted. Returns how many notes it settled.

    While everybody's values are computed it does nothing, for projecting must not wait for that.
    """
    if not keeping.acquire(blocking=False):
        return 0
    try:
        taken = list(_taken(workspace))
        every = computed_attributes(workspace)
        for source in sorted({due.source for due in taken}):
            ids = sorted({pk for due in taken if due.source == source for pk in due.customer_ids})
            definitions = of_source(every, source)
            for at in range(0, len(ids), STEP):
                _compute_for(workspace, definitions, ids[at : at + STEP])
        TraitDue.objects.filter(pk__in=[due.pk for due in taken]).delete()
        return len(taken)
    finally:
        keeping.release()


def _taken(workspace: Workspace) -> Iterator[TraitDue]:
    people = 0
    for due in TraitDue.objects.filter(workspace=workspace).order_by("pk")[:200]:
        yield due
        people += len(due.customer_ids)
        if people >= STEP:
            return


def of_source(definitions: list[AttributeDefinition], source: str) -> list[AttributeDefinition]:
    """Those whose values follow from rows of this source."""
    return [one for one in definitions if traits[(one.computed or {})["key"]].source == source]


def _compute_for(
    workspace: Workspace, definitions: list[AttributeDefinition], ids: list[int]
) -> None:
    asked = Question(workspace)
    for definition in definitions:
        nothing: dict[int, Value] = dict.fromkeys(ids)
        right = values_of(trait_from(definition.computed or {}), asked, ids)
        put_computed(workspace=workspace, key=definition.key, values=nothing | right)

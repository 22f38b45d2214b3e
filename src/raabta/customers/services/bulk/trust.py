"""Rules about sources, obeyed by imports, the API and events: a lesser one overwrites no greater one.

Without a rule this costs one small question for a chunk; with one, only fields that are filled and
would change are looked into.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from raabta.customers.field_values import value_of
from raabta.customers.fields import ATTRIBUTE
from raabta.customers.models import Customer, CustomerChange
from raabta.customers.services.bulk.drafts import ATTRIBUTES, COLUMNS, Draft
from raabta.customers.trust import Trust, trust_of
from raabta.kernel import rows as raw
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.queries import kept_updates

RULED = ("first_name", "last_name", "language", "country", "city", "time_zone")
Place = tuple[int, str]  # person, field
Way = tuple[str, str]  # via, actor


def obey_source_rules(workspace: Workspace, actor: Actor, drafts: list[Draft]) -> None:
    """Put back, in the drafts, what a more trusted source said."""
    trust = trust_of(workspace)
    if not trust.rules:
        return
    wanted = {
        (draft.pk, field): old
        for draft in drafts
        if draft.before is not None and not draft.began_here
        for field, old in _overwritten(draft, trust).items()
    }
    ways = _latest_ways(workspace, wanted) if wanted else {}
    for draft in drafts:
        for field, old in _overwritten(draft, trust).items() if draft.before else ():
            way = ways.get((draft.pk, field))
            if way and trust.rank(field, actor.via, actor.label) > trust.rank(field, *way):
                _put_back(draft, field, old)


def without_greater(
    workspace: Workspace, actor: Actor, customer: Customer, values: Mapping[str, Any]
) -> dict[str, Any]:
    """The values that the actor may set: those that no more trusted source said otherwise."""
    trust = trust_of(workspace)
    wanted = {
        (customer.pk, field): old
        for field in values.keys() & trust.rules.keys()
        if (old := value_of(customer, field)) not in (None, "", []) and old != values[field]
    }
    ways = _latest_ways(workspace, wanted) if wanted else {}
    greater = {
        field
        for (_pk, field), way in ways.items()
        if trust.rank(field, actor.via, actor.label) > trust.rank(field, *way)
    }
    return {field: value for field, value in values.items() if field not in greater}


def _overwritten(draft: Draft, trust: Trust) -> dict[str, Any]:
    """Filled fields with a rule that the draft would change, and their values so far."""
    before, found = draft.before or [], {}
    for field in trust.rules:
        if field in RULED:
            place = COLUMNS.index(field)
            if before[place] and before[place] != draft.values[place]:
                found[field] = before[place]
        elif field.startswith(ATTRIBUTE) and draft.attributes is not None:
            key = field.removeprefix(ATTRIBUTE)
            old = raw.from_json(before[ATTRIBUTES]).get(key)
            if old not in (None, "", []) and old != draft.attributes.get(key):
                found[field] = old
    return found


def _put_back(draft: Draft, field: str, old: Any) -> None:
    if field in RULED:
        draft.values[COLUMNS.index(field)] = old
    elif draft.attributes is not None:
        draft.attributes[field.removeprefix(ATTRIBUTE)] = old


def _latest_ways(workspace: Workspace, wanted: dict[Place, Any]) -> dict[Place, Way]:
    """How each value came: the latest change to it, else as the person was made."""
    ids = sorted({pk for pk, _field in wanted})
    latest: dict[Place, tuple[datetime, Way]] = {}
    made = Customer.objects.filter(pk__in=ids).values_list("pk", "source", "created_at")
    begun = {pk: (at, (source, "")) for pk, source, at in made}
    for place in wanted:
        if place[0] in begun:
            latest[place] = begun[place[0]]
    changed = CustomerChange.objects.filter(
        workspace=workspace, customer__in=ids, field__in={field for _pk, field in wanted}
    )
    told = [
        ((pk, field), at, (via, actor))
        for pk, field, at, via, actor in changed.values_list(
            "customer", "field", "changed_at", "via", "actor"
        )
    ]
    for change_set, row in kept_updates(workspace, "customers.customer", ids):
        way = (change_set.actor_via, change_set.actor_label)
        told += [((row["id"], f), change_set.created_at, way) for f in row.get("after", {})]
    for place, at, way in told:
        if place in wanted and (place not in latest or at >= latest[place][0]):
            latest[place] = (at, way)
    return {place: way for place, (_at, way) in latest.items()}

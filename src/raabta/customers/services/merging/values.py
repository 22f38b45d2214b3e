"""The fields of a merged person: which value stands, and how one merge among several is undone.

A merge keeps [before, after] of each field that it changed. Undoing one takes its layer out: when
a later merge that holds began from this one's value, that merge now begins from the value before.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from raabta.customers.field_values import ADDRESSES, fields_of_both, is_filled, put, value_of
from raabta.customers.models import Customer, Identity, Merge
from raabta.customers.services.identities import lead

MOMENTS = ("created_at", "paused_until")
# nobody chooses: who came first, and what asks for fewer messages
PICKED: dict[str, Callable[[list[Any]], Any]] = {
    "created_at": min,
    "paused_until": max,
    "contact_every_days": max,
}
SIDES = ("survivor", "other")
Side = Literal["survivor", "other"]
Layers = dict[str, list[Any]]  # field -> [before, after] as JSON


class UnknownChoice(ValueError):
    """A field that nobody has, or a side other than "survivor" and "other"."""


def checked(survivor: Customer, other: Customer, choices: Mapping[str, str]) -> dict[str, str]:
    """Raises UnknownChoice."""
    known = fields_of_both(survivor, other)
    for field, side in choices.items():
        if field not in known or side not in SIDES:
            raise UnknownChoice(f"{field}: {side}")
    return dict(choices)


def layers_of(survivor: Customer, other: Customer, choices: Mapping[str, str]) -> Layers:
    """What the survivor's fields change to; a field not chosen keeps its value, or is filled."""
    layers: Layers = {}
    for field in fields_of_both(survivor, other):
        mine, theirs = value_of(survivor, field), value_of(other, field)
        side = choices.get(field) or ("survivor" if is_filled(mine) else "other")
        is_lost = field in ADDRESSES and not theirs  # the address itself stays in any case
        if side == "other" and theirs != mine and not is_lost:
            layers[field] = [mine, theirs]
    for field, pick in PICKED.items():
        both = [m for m in (getattr(survivor, field), getattr(other, field)) if m]
        if both and pick(both) != getattr(survivor, field):
            layers[field] = [as_json(getattr(survivor, field)), as_json(pick(both))]
    return layers


def apply(survivor: Customer, layers: Layers) -> None:
    """Set the values; the addresses must have moved by now."""
    for field, (_before, after) in layers.items():
        if field not in ADDRESSES:
            set_value(survivor, field, after)
    survivor.save()
    for kind in ADDRESSES:
        if kind in layers:
            repair_primary(survivor, kind, layers[kind][1])


def take_out(survivor: Customer, merge: Merge) -> None:
    """Undo the fields of one merge; a field that somebody changed since stays as it is."""
    later = list(
        Merge.objects.filter(survivor=survivor, undone_at=None, pk__gt=merge.pk).order_by("pk")
    )
    for field, (before, after) in merge.values.items():
        above = next((one for one in later if field in one.values), None)
        if above is not None and above.values[field][0] == after:
            above.values[field][0] = before
            above.save(update_fields=["values"])
        elif above is None and as_json(value_now(survivor, field)) == after:
            set_value(survivor, field, before)
    survivor.save()


def repair_primary(customer: Customer, kind: str, wanted: str) -> None:
    """Let the wanted address lead if the person has it, else the oldest one they have."""
    mine = customer.identities.filter(kind=kind).order_by("first_seen_at", "pk")
    chosen: Identity | None = mine.filter(value=wanted).first() or mine.first()
    value = chosen.value if chosen else ""
    is_right = getattr(customer, kind) == value and (chosen is None or chosen.is_primary)
    if not is_right:
        lead(customer, kind, chosen)


def value_now(customer: Customer, field: str) -> Any:
    return getattr(customer, field) if field in PICKED else value_of(customer, field)


def set_value(customer: Customer, field: str, value: Any) -> None:
    if field in MOMENTS:
        setattr(customer, field, datetime.fromisoformat(value) if value else None)
    elif field in ADDRESSES or field in PICKED:
        setattr(customer, field, value)
    else:
        put(customer, field, value)


def as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value

"""Values of traits as the warehouse tells them, and how computed attributes stand."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from raabta.audiences.models import Audience, TraitStanding
from raabta.audiences.profile import CUSTOM
from raabta.audiences.question import Question
from raabta.audiences.trait import Trait, Value, trait_from, traits
from raabta.audiences.wording import tidy
from raabta.customers.models import AttributeDefinition, Customer
from raabta.warehouse.queries import fetch, stream
from raabta.workspaces.models import Workspace

PEOPLE = 10
SECONDS = 10.0


@dataclass(frozen=True)
class Sample:
    """How many people have a value, and some of them."""

    count: int
    people: list[tuple[Customer, Value]]


def computed_attributes(workspace: Workspace) -> list[AttributeDefinition]:
    """The attributes in use that are computed, in their order, if there is still a way to do it."""
    held = AttributeDefinition.objects.filter(workspace=workspace, archived_at=None)
    found = held.filter(computed__isnull=False).order_by("position", "pk")
    return [one for one in found if (one.computed or {}).get("key") in traits]


def standing_of(definition: AttributeDefinition) -> TraitStanding | None:
    return TraitStanding.objects.filter(definition=definition).first()


def words_of(definition: AttributeDefinition) -> str:
    """How the values come about, in the active language."""
    computed = definition.computed or {}
    return in_words(trait_from(computed)) if computed.get("key") in traits else ""


def in_words(trait: Trait) -> str:
    return tidy(trait.sentence()) + "."


def values_of(trait: Trait, asked: Question, ids: Collection[int]) -> dict[int, Value]:
    """The values of these people; who has none is left out."""
    rows = fetch(trait.values(asked, sorted(ids)), seconds=60.0)
    return {pk: value for pk, raw in rows if (value := trait.read(raw, asked)) is not None}


def every_value(trait: Trait, asked: Question) -> Iterator[tuple[int, Value]]:
    """The values of everybody, by ascending id."""
    for block in stream(trait.values(asked).order_by("customer_id")):
        for pk, raw in block:
            value = trait.read(raw, asked)
            if value is not None:
                yield pk, value


def sample(workspace: Workspace, trait: Trait, *, asker: str = "") -> Sample:
    """What the definition would give. Raises QueryStopped."""
    asked = Question(workspace)
    found = trait.values(asked, asked.customer.customer_id)
    count = int(fetch(found.count(), seconds=SECONDS, asker=asker)[0][0])
    some: list[tuple[Any, ...]] = fetch(
        found.order_by("customer_id").limit(PEOPLE), seconds=SECONDS, asker=asker
    )
    people = Customer.objects.in_bulk([pk for pk, _raw in some])
    shown = [(people[pk], trait.read(raw, asked)) for pk, raw in some if pk in people]
    return Sample(count, shown)


def uses_of_attribute(workspace: Workspace, definition: AttributeDefinition) -> list[Audience]:
    """Audiences whose rule asks for the attribute."""
    field = CUSTOM + definition.key
    held = Audience.objects.filter(workspace=workspace, archived_at=None).order_by("name")
    return [one for one in held if field in _fields_in(one.rule)]


def _fields_in(rule: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    for item in rule.get("items", []):
        found.add(str(item.get("params", {}).get("field", "")))
        found |= _fields_in(item)
    return found

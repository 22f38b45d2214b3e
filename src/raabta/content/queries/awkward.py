import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from raabta.content.directions import base_language, text_direction
from raabta.content.models import Template, Variant
from raabta.customers.models import Customer
from raabta.customers.queries import people, people_by_id
from raabta.workspaces.models import Workspace

LOOKED_AT = 1_000
MOST = 5


@dataclass(frozen=True)
class Awkward:
    """A person for whom a mail most often goes wrong, and why they were chosen."""

    person: Customer
    reason: str


def candidates(workspace: Workspace) -> list[int]:
    """The newest people and the oldest, when no audience is chosen."""
    ids = people(workspace).values_list("pk", flat=True)
    half = LOOKED_AT // 2
    return list(dict.fromkeys([*ids.order_by("-pk")[:half], *ids.order_by("pk")[:half]]))


def awkward_people(
    workspace: Workspace, template: Template, customer_ids: Iterable[int]
) -> list[Awkward]:
    """Five of these people, when they are as many: the first five questions that find somebody."""
    found = people_by_id(workspace, list(customer_ids)[:LOOKED_AT])
    has = set(Variant.objects.filter(template=template).values_list("language", flat=True))
    chosen: list[Awkward] = []
    for reason, score in _questions(has):
        taken = {one.person.pk for one in chosen}
        free = [(score(person), person) for person in found if person.pk not in taken]
        best = max(free, key=lambda pair: pair[0], default=None)
        if best and best[0] > 0:
            chosen.append(Awkward(best[1], reason))
        if len(chosen) == MOST:
            break
    return chosen


def _questions(has: set[str]) -> list[tuple[str, Callable[[Customer], float]]]:
    return [
        (_("No name"), lambda p: not p.first_name and not p.last_name),
        (_("Longest name"), _length),
        (_("Name from right to left"), lambda p: text_direction(p.first_name) == "rtl"),
        (_("Other language"), lambda p: bool(p.language) and base_language(p.language) not in has),
        (_("Least is known"), _unknown),
        (_("No first name"), lambda p: not p.first_name),
        (_("Signs in the name"), lambda p: _signs(f"{p.first_name}{p.last_name}")),
        (_("Shortest name"), lambda p: 1 / max(1, len(f"{p.first_name}{p.last_name}"))),
        (_("Long name"), _length),
    ]


def _length(person: Customer) -> int:
    return len(f"{person.first_name} {person.last_name}".strip())


def _signs(name: str) -> int:
    """How many characters could upset a mail: apostrophes, hyphens, ampersands."""
    return sum(unicodedata.category(character)[0] in "PS" for character in name)


def _unknown(person: Customer) -> float:
    values = (person.phone, person.city, person.country, person.language, person.first_name)
    return sum(1 for value in values if not value) + (0 if person.attributes else 0.5)

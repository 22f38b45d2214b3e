"""Two people who may be one, side by side and in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.identity_kind import identity_kinds
from raabta.customers.matching_fields import COMPARED, LABELS, attributes_for
from raabta.customers.models import CandidatePair, Customer, Identity
from raabta.customers.queries.matching import matching_settings
from raabta.customers.sensitive import sensitive_keys
from raabta.customers.services.matching.deciding import suggested_survivor
from raabta.customers.services.merging.rules import have_different_logins
from raabta.workspaces.models import Workspace

LEVELS: dict[str, Promise] = {
    "exact": _("The same"),
    "short_form": _("A short form"),
    "near": _("Nearly the same"),
    "sound": _("Sounds alike"),
    "initial": _("Begins alike"),
    "similar": _("Similar"),
    "swapped": _("First and last name swapped"),
    "turned": _("Day and month swapped"),
    "parts": _("Two of day, month and year agree"),
    "mailbox": _("Same name of the mailbox"),
    "words": _("The same words"),
    "different": _("Different"),
    "household": _("May be two people of one household"),
}
HOUSEHOLD = "household"
TELLING = 4.0  # bits


@dataclass(frozen=True)
class Line:
    """One field of both, and what it says."""

    label: Promise | str
    left: str
    right: str
    words: Promise | str = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class Shown:
    pair: CandidatePair
    lines: list[Line]
    warning: Promise | str
    has_two_logins: bool
    survivor_id: int


def shown_pairs(workspace: Workspace, pairs: list[CandidatePair]) -> list[Shown]:
    hidden = sensitive_keys(workspace)
    own = attributes_for(workspace, matching_settings(workspace))
    attributes = {field: key for field, key in own.items() if key not in hidden}
    people = [person for pair in pairs for person in (pair.first, pair.second)]
    addresses = _addresses(workspace, people)
    return [_shown(pair, attributes, addresses) for pair in pairs]


Addresses = dict[tuple[int, str], list[str]]


def _addresses(workspace: Workspace, people: list[Customer]) -> Addresses:
    held = Identity.objects.filter(workspace=workspace, customer__in=people, is_live=True)
    found: Addresses = {}
    for one in held.order_by("-is_primary", "pk"):
        found.setdefault((one.customer_id, one.kind), []).append(one.value)
    return found


def _shown(pair: CandidatePair, attributes: dict[str, str], addresses: Addresses) -> Shown:
    told = {field: (level, bits) for field, level, bits in pair.reasons}
    lines = []
    for one in COMPARED:
        left, right = (
            _value(person, one.key, attributes, addresses) for person in (pair.first, pair.second)
        )
        if left or right:
            lines.append(_line(one.key, left, right, told.get(one.key)))
    warning = LEVELS[HOUSEHOLD] if HOUSEHOLD in told and not pair.is_clear else ""
    survivor = suggested_survivor(pair.first, pair.second)
    return Shown(pair, lines, warning, have_different_logins(pair.first, pair.second), survivor)


def _line(field: str, left: str, right: str, said: tuple[str, float] | None) -> Line:
    if said is None:
        return Line(LABELS[field], left, right)
    level, bits = said
    return Line(LABELS[field], left, right, LEVELS.get(level, level), tone_of(bits))


def tone_of(bits: float) -> str:
    if bits >= TELLING:
        return "success"
    return "info" if bits > 0 else "warning"


def _value(person: Customer, field: str, attributes: dict[str, str], addresses: Addresses) -> str:
    if field in identity_kinds:
        return ", ".join(addresses.get((person.pk, field), ()))
    if field in attributes:
        held: Any = person.attributes.get(attributes[field], "")
        return ", ".join(map(str, held)) if isinstance(held, list) else str(held)
    return str(getattr(person, field, ""))

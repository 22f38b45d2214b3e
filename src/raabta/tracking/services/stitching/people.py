"""Whose call is it? The rules are told in docs/guide/events.md; each has a test."""

from dataclasses import dataclass, field
from typing import Any

from raabta.customers import normalise
from raabta.customers.identity_kind import ANONYMOUS_ID, EMAIL, USER_ID
from raabta.tracking.call import Call, text_id
from raabta.tracking.event import visitor_id
from raabta.tracking.event_of_call import traits_of
from raabta.tracking.services.stitching.companies import join_company
from raabta.tracking.services.stitching.profile import learn, new_person
from raabta.tracking.services.stitching.turn import Turn


@dataclass
class Person:
    """A customer, or a visitor who is nobody's yet; `notes` say what could not be done."""

    customer_id: int | None
    visitor: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def key(self) -> int:
        """The id that the event is kept under."""
        return self.customer_id or self.visitor


def person_of(turn: Turn, call: Call) -> Person:
    """The person behind the call; what it tells of them is kept."""
    user, device = text_id(call.user_id), text_id(call.anonymous_id)
    traits = traits_of(call) if call.type == "identify" else {}
    if call.type == "alias":
        person = _renamed(turn, user, text_id(call.previous_id))
    elif user:
        person = Person(_user(turn, user, device, traits))
        _claim(turn, device, person.customer_id)
    else:
        person = _visitor(turn, device, traits)
    if person.customer_id is not None:
        if call.type == "identify":
            person.notes += learn(turn, person.customer_id, traits, call.context or {})
        if call.type == "group":
            join_company(turn, person.customer_id, call)
    return person


def _user(turn: Turn, user: str, device: str, traits: dict[str, Any]) -> int:
    """Somebody who logged in: known by the id, else matched, else new."""
    known = turn.known
    if user in known.users:
        return known.users[user]
    found = known.external.get(user) or _by_email(turn, traits) or _first(turn, device, traits)
    if found is None:
        found = new_person(turn, traits, user_id=user)
    known.give(found, USER_ID, user, turn.actor)
    return found


def _visitor(turn: Turn, device: str, traits: dict[str, Any]) -> Person:
    """Nobody logged in: the device's person, or whom the traits name, or a mere visitor."""
    found = turn.known.devices.get(device)
    if found is None and _email(traits):
        found = _by_email(turn, traits)
        if found is None and turn.known.holder(EMAIL, _email(traits)) is None:
            found = new_person(turn, traits)
    if found is None:
        notes = ["email_taken"] if _email(traits) else []
        return Person(None, visitor_id(turn.workspace.pk, device), notes)
    _claim(turn, device, found)
    return Person(found)


def _renamed(turn: Turn, user: str, previous: str) -> Person:
    """An alias: the earlier id and the user are the same, unless two people have them."""
    known = turn.known
    earlier = known.users.get(previous) or known.devices.get(previous)
    target = known.users.get(user) or known.external.get(user)
    if target is None and earlier is not None:
        is_free = previous in known.users or not known.has_user_id(earlier)
        target = earlier if is_free else None
    if target is None:
        target = new_person(turn, {}, user_id=user)
    if user not in known.users:
        known.give(target, USER_ID, user, turn.actor)
    if earlier is not None and earlier != target:
        return Person(target, notes=["two_people"])
    if earlier is None:
        _claim(turn, previous, target)
    return Person(target)


def _claim(turn: Turn, device: str, customer_id: int | None) -> None:
    """A device belongs to the first who is known on it, with all that happened there before."""
    if device and customer_id and device not in turn.known.devices:
        turn.known.give(customer_id, ANONYMOUS_ID, device, turn.actor)
        turn.work.moves[visitor_id(turn.workspace.pk, device)] = customer_id


def _by_email(turn: Turn, traits: dict[str, Any]) -> int | None:
    """The person with this e-mail, if they never logged in: two user ids are two people."""
    email = _email(traits)
    found = turn.known.holder(EMAIL, email) if email else None
    return None if found is None or turn.known.has_user_id(found) else found


def _first(turn: Turn, device: str, traits: dict[str, Any]) -> int | None:
    """The device's person, if they never logged in and the e-mail does not say otherwise."""
    found = turn.known.devices.get(device)
    if found is None or turn.known.has_user_id(found):
        return None
    held, told = turn.known.person(found).email, _email(traits)
    return found if not told or not held or told == held else None


def _email(traits: dict[str, Any]) -> str:
    told = traits.get("email")
    try:
        return normalise.email(told) if isinstance(told, str) else ""
    except normalise.Invalid:
        return ""

"""What traits tell of a person becomes their profile, with source and history."""

import re
from collections.abc import Callable
from typing import Any

from raabta.customers import normalise, places
from raabta.customers.attributes import InvalidValue, parse_value
from raabta.customers.fields import ATTRIBUTE, definitions_of
from raabta.customers.identity_kind import EMAIL, PHONE
from raabta.customers.models import Customer
from raabta.customers.services.bulk.trust import without_greater
from raabta.customers.services.history import record_changes, tell_changed
from raabta.customers.services.identities import InvalidIdentity, attach, lead, normalised
from raabta.customers.services.linking.choosing import company_for
from raabta.customers.services.people import create_customer, edit_customer
from raabta.kernel import clock
from raabta.tracking.models import Source
from raabta.tracking.services.stitching.companies import company_in
from raabta.tracking.services.stitching.turn import Turn

Traits = dict[str, Any]
LONGEST_EXTERNAL_ID = 100
TEXTS = {
    "first_name": ("firstName", "first_name", "firstname"),
    "last_name": ("lastName", "last_name", "lastname"),
    "city": ("city",),
}
LONGEST = {"first_name": 150, "last_name": 150, "city": 100}
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def new_person(turn: Turn, traits: Traits, *, user_id: str = "") -> int:
    """A customer with what the traits tell; the rest is learnt with the call itself."""
    is_free = user_id and len(user_id) <= LONGEST_EXTERNAL_ID and user_id not in turn.known.external
    values: dict[str, Any] = {"external_id": user_id} if is_free else {}
    made = create_customer(
        workspace=turn.workspace, actor=turn.actor, values=values, source=turn.source.name
    )
    turn.known.people[made.pk] = made
    return made.pk


def learn(turn: Turn, customer_id: int, traits: Traits, context: Traits) -> list[str]:
    """Put the traits into the profile. Returns why some of them were left out."""
    person = turn.known.person(customer_id)
    notes = [
        note for kind in (EMAIL, PHONE) if (note := _reach(turn, person, kind, traits.get(kind)))
    ]
    values = {
        **_places(traits),
        **_names(traits),
        **_attributes(turn, traits),
        **_habits(person, context),
    }
    company_id = company_in(turn, traits) or company_for(turn.workspace, person)
    if company_id:
        values["company_id"] = company_id
    if values := without_greater(turn.workspace, turn.actor, person, values):
        edit_customer(
            workspace=turn.workspace,
            actor=turn.actor,
            customer_id=customer_id,
            values=values,
        )
        turn.known.people.pop(customer_id, None)
    return notes


def _reach(turn: Turn, person: Customer, kind: str, told: object) -> str:
    """The address becomes the main one, and the earlier one stays beside it.

    From a website it stays beside a main one that is there: whoever sees the page has its key, so
    anybody could have mails, and the link to somebody's own page, sent to themselves.
    """
    if not isinstance(told, str | int) or isinstance(told, bool) or not str(told).strip():
        return ""
    try:
        value = normalised(turn.workspace, kind, str(told), person.country)
    except InvalidIdentity:
        return f"bad_{kind}"
    was = getattr(person, kind)
    if value == was:
        return ""
    if turn.known.holder(kind, value) not in {None, person.pk}:
        return f"{kind}_taken"
    actor = turn.actor
    identity = attach(person, kind, str(told), workspace=turn.workspace, actor=actor)
    if was and turn.source.kind == Source.Kind.WEB:
        return ""
    lead(person, kind, identity)
    record_changes(
        workspace=turn.workspace,
        actor=actor,
        at=clock.now(),
        by_customer={person.pk: {kind: (was, value)}},
    )
    tell_changed(workspace=turn.workspace, ids=[person.pk], fields=[kind])
    return ""


def _names(traits: Traits) -> Traits:
    found: Traits = {}
    for field, names in TEXTS.items():
        text = next((_line(traits[name]) for name in names if _line(traits.get(name))), "")
        if text:
            found[field] = text[: LONGEST[field]]
    if "first_name" not in found and "last_name" not in found and _line(traits.get("name")):
        first, last = normalise.split_name(_line(traits["name"]))
        found |= {"first_name": first[:150], "last_name": last[:150]}
    return found


def _places(traits: Traits) -> Traits:
    address = traits.get("address")
    told = address if isinstance(address, dict) else {}
    found: Traits = {}
    if city := _line(told.get("city")):
        found["city"] = city[: LONGEST["city"]]
    if country := _known(places.country, _line(told.get("country") or traits.get("country"))):
        found["country"] = country
    return found


def _attributes(turn: Turn, traits: Traits) -> Traits:
    """Only traits that the workspace defined; others stay on the event and in the catalogue."""
    told = {HUMP.sub("_", name).lower(): value for name, value in traits.items()} | traits
    found: Traits = {}
    for definition in definitions_of(turn.workspace):
        if told.get(definition.key) is not None:
            try:
                found[ATTRIBUTE + definition.key] = parse_value(definition, told[definition.key])
            except InvalidValue:
                continue
    return found


def _habits(person: Customer, context: Traits) -> Traits:
    """What the browser says fills what is not known; it never corrects."""
    found: Traits = {}
    zone = _known(places.time_zone, _line(context.get("timezone")))
    language = _known(places.language, _line(context.get("locale")).partition("-")[0])
    if zone and not person.time_zone:
        found["time_zone"] = zone
    if language and not person.language:
        found["language"] = language
    return found


def _known(read: Callable[[str], str], text: str) -> str:
    try:
        return read(text)
    except normalise.Invalid:
        return ""


def _line(value: object) -> str:
    return normalise.line(value) if isinstance(value, str) else ""

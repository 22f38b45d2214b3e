"""Those who log in for the first time and are nobody else for certain, made at once.

It decides nothing: `people` would make the same ones, call by call.
"""

from collections.abc import Sequence

from raabta.customers.identity_kind import USER_ID
from raabta.customers.services.people import create_customers
from raabta.tracking.call import Call, text_id
from raabta.tracking.event_of_call import traits_of
from raabta.tracking.models import CatalogueEvent, Source
from raabta.tracking.services.stitching.profile import LONGEST_EXTERNAL_ID
from raabta.tracking.services.stitching.reading import Read
from raabta.tracking.services.stitching.turn import Turn
from raabta.tracking.services.stitching.work import Work


def make_newcomers(work: Work, deliveries: Sequence[Read]) -> None:
    calls = [
        (source, call)
        for read in deliveries
        if (source := work.sources.get(read.source_id)) is not None
        for call in read.calls
        if call is not None and _is_taken(work, source, call)
    ]
    by_source: dict[int, list[str]] = {}
    for user, source in _certain(work, calls).items():
        by_source.setdefault(source.pk, []).append(user)
    for source_id, users in by_source.items():
        turn = Turn(work, work.sources[source_id])
        made = create_customers(
            workspace=work.workspace,
            actor=turn.actor,
            external_ids=users,
            source=turn.source.name,
        )
        for user, customer in zip(users, made, strict=True):
            work.known.people[customer.pk] = customer
            work.known.give(customer.pk, USER_ID, user, turn.actor)


def _is_taken(work: Work, source: Source, call: Call) -> bool:
    line = work.catalogue.known(call)
    is_blocked = line is not None and line.state == CatalogueEvent.State.BLOCKED
    return source.unplanned == Source.Unplanned.ALLOW and not is_blocked


def _certain(work: Work, calls: Sequence[tuple[Source, Call]]) -> dict[str, Source]:
    """By user id: who is not known, on devices that are not, and names no e-mail."""
    known = work.known
    if any(call.type == "alias" for _source, call in calls):
        return {}
    doubtful = {text_id(call.user_id) for _source, call in calls if _names_email(call)}
    devices = {text_id(call.anonymous_id) for _source, call in calls if _names_email(call)}
    found: dict[str, Source] = {}
    for source, call in calls:
        user, device = text_id(call.user_id), text_id(call.anonymous_id)
        if user in known.users or user in known.external or len(user) > LONGEST_EXTERNAL_ID:
            continue
        if device and (device in known.devices or device in devices):
            doubtful.add(user)
        found.setdefault(user, source)
    return {user: source for user, source in found.items() if user and user not in doubtful}


def _names_email(call: Call) -> bool:
    return call.type == "identify" and bool(traits_of(call).get("email"))

"""What becomes of one call."""

import msgspec
import structlog

from raabta.tracking.call import Call, parsed
from raabta.tracking.delivery import ACCEPTED, BLOCKED, HELD, PRIVATE, REFUSED, Delivery, Fate
from raabta.tracking.event_of_call import event_of
from raabta.tracking.models import CatalogueEvent, Source
from raabta.tracking.services.stitching.counting import lost_call, seen_call, text_of
from raabta.tracking.services.stitching.holding import hold
from raabta.tracking.services.stitching.people import Person, person_of
from raabta.tracking.services.stitching.turn import Turn
from raabta.tracking.services.stitching.work import Work

log = structlog.get_logger()
State, Unplanned = CatalogueEvent.State, Source.Unplanned


def settle_call(work: Work, source_id: int, delivery: Delivery, index: int) -> None:
    """Count the call, and what came of it; one that is taken becomes an event of a person."""
    source = work.sources.get(source_id)
    if source is None:
        return  # deleted for good, with all it would be counted for
    fate = next((one for one in delivery.fates if one.index == index), None)
    if fate is None:
        fate = _tried(work, source, delivery, index)
    elif fate.outcome != PRIVATE:
        text = msgspec.json.decode(memoryview(delivery.calls[index]))
        work.seen.append(lost_call(source, fate, delivery, str(text)))
    work.counts[source.pk, fate.outcome] += 1


def _tried(work: Work, source: Source, delivery: Delivery, index: int) -> Fate:
    if not work.is_careful:
        return _taken(work, source, delivery, index)
    try:
        with work.whole_or_not_at_all():
            return _taken(work, source, delivery, index)
    except Exception:
        log.exception("a call cannot be worked on", source=source.pk)
        return _lost(work, source, delivery, Fate(index, REFUSED, "failed"))


def _taken(work: Work, source: Source, delivery: Delivery, index: int) -> Fate:
    raw = delivery.calls[index]
    try:
        call = _whole(parsed(memoryview(raw), delivery.kind), delivery)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _lost(work, source, delivery, Fate(index, REFUSED, "not_json"))
    line = work.catalogue.look(call, delivery.received_at)
    fate = Fate(index, ACCEPTED) if delivery.is_cleared else _judged(source, line, index)
    turn, person = Turn(work, source), Person(None)
    if fate.outcome == ACCEPTED:
        person = person_of(turn, call)
        work.kept.append(
            event_of(
                call,
                delivery,
                workspace_id=work.workspace.pk,
                person=person.key,
                source=source.name,
            )
        )
        fate = Fate(index, ACCEPTED, ",".join(person.notes))
    elif fate.outcome == HELD and line is not None:
        hold(turn, line, delivery=delivery, call=call, raw=raw)
    seen = seen_call(source, call, delivery, raw)
    seen.outcome, seen.reason, seen.customer_id = fate.outcome, fate.reason[:40], person.customer_id
    work.seen.append(seen)
    return fate


def _lost(work: Work, source: Source, delivery: Delivery, fate: Fate) -> Fate:
    text = text_of(delivery.calls[fate.index])
    work.seen.append(lost_call(source, fate, delivery, text))
    return fate


def _judged(source: Source, line: CatalogueEvent | None, index: int) -> Fate:
    state = line.state if line else State.SEEN
    if state == State.BLOCKED:
        return Fate(index, BLOCKED, "blocked")
    if state == State.PLANNED or (line is not None and not line.name):
        return Fate(index, ACCEPTED)  # only events with a name of their own are planned
    if source.unplanned == Unplanned.BLOCK:
        return Fate(index, BLOCKED, "unplanned")
    if source.unplanned == Unplanned.QUEUE and line is not None:
        return Fate(index, HELD, "unplanned")
    return Fate(index, ACCEPTED)


def _whole(call: Call, delivery: Delivery) -> Call:
    """With what the batch says of all its calls."""
    shared = msgspec.json.decode(memoryview(delivery.context))
    if isinstance(shared, dict) and shared:
        call.context = {**shared, **(call.context or {})}
    return call

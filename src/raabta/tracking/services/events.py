"""Take events in: what is accepted here is committed, and reaches the warehouse once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from raabta.customers.models import Customer
from raabta.kernel import clock
from raabta.tracking.event import IncomingEvent, kept, pack
from raabta.tracking.models import InboxBatch
from raabta.workspaces.models import Workspace

BATCH = 1_000
LONGEST_NAME = 200
MOST_BYTES = 32_768  # of the properties of one event
MOST_PROPERTIES = 200
AHEAD = timedelta(days=1)
ZERO = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # in JSON; no database but SQLite takes it
IDS = 5_000


@dataclass(frozen=True)
class Problem:
    """Why the event at `index` is refused."""

    index: int
    message: str


class BadEvents(ValueError):
    """Some events cannot be taken; none was."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{one.index}: {one.message}" for one in problems))
        self.problems = problems


@transaction.atomic
def accept_events(*, workspace: Workspace, events: Sequence[IncomingEvent]) -> int:
    """Commit events to the inbox. Returns how many.

    Raises BadEvents, and then takes none of them.
    """
    if problems := list(_problems(workspace, events)):
        raise BadEvents(problems)
    now = clock.now()
    for at in range(0, len(events), BATCH):
        some = [kept(workspace.pk, event, now) for event in events[at : at + BATCH]]
        InboxBatch.objects.create(
            workspace_id=workspace.pk, received_at=now, count=len(some), body=pack(some)
        )
    return len(events)


def forget_batches(batch_ids: Sequence[int]) -> None:
    """The warehouse has them."""
    InboxBatch.objects.filter(pk__in=batch_ids).delete()


def _problems(workspace: Workspace, events: Sequence[IncomingEvent]) -> Iterator[Problem]:
    known = _known(workspace, {event.customer_id for event in events})
    latest = clock.now() + AHEAD
    for index, event in enumerate(events):
        if event.customer_id not in known:
            yield Problem(index, _("No customer has this id."))
        if not event.name.strip() or len(event.name) > LONGEST_NAME or "\x00" in event.name:
            yield Problem(index, _("An event's name has 1 to %(most)s letters.") % {"most": 200})
        if event.occurred_at and (event.occurred_at.tzinfo is None or event.occurred_at > latest):
            yield Problem(index, _("The time needs a time zone and must not be in the future."))
        if not _fits(event):
            yield Problem(index, _("The properties are too many, too large or not plain JSON."))


def _fits(event: IncomingEvent) -> bool:
    try:
        written = msgspec.json.encode(event.properties)
    except (TypeError, ValueError):
        return False
    is_small = len(written) <= MOST_BYTES and len(event.properties) <= MOST_PROPERTIES
    return is_small and not ZERO.search(written)


def _known(workspace: Workspace, ids: set[int]) -> set[int]:
    found: set[int] = set()
    every = sorted(ids)
    for at in range(0, len(every), IDS):
        live = Customer.objects.filter(workspace=workspace, erased_at=None)
        found.update(live.filter(pk__in=every[at : at + IDS]).values_list("pk", flat=True))
    return found

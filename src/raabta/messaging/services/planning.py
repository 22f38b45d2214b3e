"""Write ledger rows before anything is sent."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice

from django.db import transaction

from raabta.kernel import clock
from raabta.messaging.models import Mailing, Message
from raabta.messaging.services.claims import mark_changed
from raabta.messaging.services.mailings import MailingClosed
from raabta.workspaces.models import Workspace

BATCH = 2_000


def plan_messages(
    *,
    workspace: Workspace,
    origin: str,
    customer_ids: Iterable[int],
    not_before: datetime | Mapping[int, datetime],
    held_out: bool = False,
    occurrence: str = "",
) -> int:
    """Plan one message for each person who has none yet of this origin and occurrence.

    Safe to repeat after a crash. Returns how many rows were new. Raises MailingClosed.
    """
    mailing = Mailing.objects.get(workspace=workspace, origin=origin)
    if mailing.state in {Mailing.State.CANCELLED, Mailing.State.FINISHED}:
        raise MailingClosed(origin)
    made = 0
    for ids in batches(customer_ids):
        rows = [_row(mailing, pk, not_before, occurrence, held_out=held_out) for pk in ids]
        made += _write(mailing, rows, ids, occurrence)
    Mailing.objects.filter(pk=mailing.pk).update(resting_until=None)
    return made


@transaction.atomic
def _write(mailing: Mailing, rows: list[Message], ids: list[int], occurrence: str) -> int:
    same = Message.objects.filter(
        workspace=mailing.workspace_id, origin=mailing.origin, occurrence=occurrence
    )
    there = set(same.filter(customer__in=ids).values_list("customer", flat=True))
    new = [row for row in rows if row.customer_id not in there]
    Message.objects.bulk_create(new, ignore_conflicts=True)
    tokens = [row.token for row in new]
    written = list(same.filter(customer__in=ids, token__in=tokens).values_list("pk", flat=True))
    mark_changed(mailing.workspace_id, written)
    return len(written)


def _row(
    mailing: Mailing,
    customer_id: int,
    not_before: datetime | Mapping[int, datetime],
    occurrence: str,
    *,
    held_out: bool,
) -> Message:
    due = not_before if isinstance(not_before, datetime) else not_before[customer_id]
    return Message(
        workspace_id=mailing.workspace_id,
        mailing=mailing,
        origin=mailing.origin,
        customer_id=customer_id,
        occurrence=occurrence,
        purpose=mailing.purpose,
        state=Message.State.HELD_OUT if held_out else Message.State.QUEUED,
        token=secrets.token_urlsafe(16),
        not_before=due,
        planned_at=clock.now(),
    )


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Lists of at most BATCH distinct neighbours."""
    waiting = iter(ids)
    while batch := list(dict.fromkeys(islice(waiting, BATCH))):
        yield batch

"""The only place where processes compete for messages: claim, hand over, settle, give back.

Every change of state here is conditional on the state before and on who holds the row, so a
process that was slow or thought dead can never undo what another one did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from raabta.kernel import changes, clock
from raabta.messaging.models import Mailing, Message
from raabta.messaging.services.places import this_process

LEASE = timedelta(seconds=60)
CLAIM = 200
CANCEL = 5_000
State = Message.State
# materialised: PostgreSQL may run a subquery with a lock again for each row, past its limit
CLAIMING = """
    WITH due AS MATERIALIZED (
        SELECT id FROM messaging_message
        WHERE mailing_id = %s AND state = 'queued' AND not_before <= %s
        ORDER BY not_before, id LIMIT %s {lock}
    )
    UPDATE messaging_message SET state = 'claimed', claimed_by = %s, lease_until = %s
    WHERE state = 'queued' AND id IN (SELECT id FROM due)
    RETURNING id, customer_id, occurrence, token, attempts, address, language
"""
HANDING = """
    UPDATE messaging_message SET state = 'handed', address = %s, language = %s, sent_at = %s,
        lease_until = %s
    WHERE id = %s AND state = 'claimed' AND claimed_by = %s
"""
SENDING = """
    UPDATE messaging_message SET state = 'sent', sent_at = %s, provider_id = %s, reason = '',
        error = '', lease_until = NULL
    WHERE id = %s AND claimed_by = %s AND state IN ('handed', 'unknown')
"""


@dataclass(frozen=True)
class Claimed:
    id: int
    customer_id: int | None
    occurrence: str
    token: str
    attempts: int
    address: str  # set beforehand for test messages only
    language: str


def claim(mailing: Mailing, most: int = CLAIM) -> list[Claimed]:
    """Take up to `most` due messages for this process; nobody else gets them meanwhile."""
    lock = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    now = clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            CLAIMING.format(lock=lock),
            [mailing.pk, stored_moment(now), most, this_process(), stored_moment(now + LEASE)],
        )
        return sorted((Claimed(*row) for row in cursor.fetchall()), key=lambda row: row.id)


@dataclass(frozen=True)
class Handed:
    """What is known of a message when it goes to the provider."""

    id: int
    address: str
    language: str


def hand_over(group: Sequence[Handed]) -> set[int]:
    """Mark the group as handed over, durably, before anything leaves. Returns ids still ours."""
    now = clock.now()
    at, until = stored_moment(now), stored_moment(now + LEASE)
    _sync("FULL")  # a power cut after this must not make the rows look unsent
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.executemany(
                HANDING,
                [(row.address, row.language, at, until, row.id, this_process()) for row in group],
            )
        held = _held(State.HANDED).filter(pk__in=[row.id for row in group])
        ours = set(held.values_list("pk", flat=True))
    _sync("NORMAL")
    return ours


@dataclass(frozen=True)
class Settled:
    """What became of a message: its new state, with what is stored beside it."""

    id: int
    state: str
    reason: str = ""
    error: str = ""
    provider_id: str = ""
    not_before: datetime | None = None  # only when it is queued again
    bounce_kind: str = ""
    attempts: int | None = None


def settle(workspace_id: int, results: Sequence[Settled]) -> None:
    """Store what became of messages of this process, in one transaction."""
    now = clock.now()
    sent = [row for row in results if row.state == State.SENT]
    rest = [row for row in results if row.state != State.SENT]
    with transaction.atomic():
        _settle_sent(sent, now)
        for row in rest:
            _settle_other(row, now)
        mark_changed(workspace_id, [row.id for row in results])


def _settle_sent(rows: Sequence[Settled], now: datetime) -> None:
    at = stored_moment(now)
    with connection.cursor() as cursor:
        cursor.executemany(
            SENDING, [(at, row.provider_id[:200], row.id, this_process()) for row in rows]
        )


def _settle_other(row: Settled, now: datetime) -> None:
    changed: dict[str, object] = {
        "state": row.state,
        "reason": row.reason[:40],
        "error": row.error[:2_000],
        "lease_until": None,
    }
    if row.state in {State.FAILED, State.REFUSED, State.QUEUED}:
        changed["sent_at"] = None
    if row.attempts is not None:
        changed["attempts"] = row.attempts
    if row.not_before is not None:
        changed["not_before"] = row.not_before
    if row.bounce_kind:
        changed |= {"bounce_kind": row.bounce_kind, "bounced_at": now}
    Message.objects.filter(
        pk=row.id, claimed_by=this_process(), state__in=(State.CLAIMED, State.HANDED, State.UNKNOWN)
    ).update(**changed)


def give_back(ids: Sequence[int]) -> None:
    """Queue again what this process claimed and did not hand over."""
    _held(State.CLAIMED).filter(pk__in=ids).update(
        state=State.QUEUED, claimed_by="", lease_until=None
    )


def renew(ids: Sequence[int]) -> None:
    """Hold on to claimed messages a little longer."""
    _held(State.CLAIMED).filter(pk__in=ids).update(lease_until=clock.now() + LEASE)


def cancel_some(mailing: Mailing) -> list[int]:
    """Cancel a batch of the mailing's queued messages. Returns their ids."""
    queued = Message.objects.filter(mailing=mailing, state=State.QUEUED)
    ids = list(queued.values_list("pk", flat=True)[:CANCEL])
    Message.objects.filter(pk__in=ids, state=State.QUEUED).update(
        state=State.CANCELLED, reason="cancelled"
    )
    mark_changed(mailing.workspace_id, ids)
    return ids


def mark_changed(workspace_id: int, ids: Sequence[int]) -> None:
    changes.mark(workspace_id=workspace_id, table="message", ids=ids)


def _held(state: str) -> QuerySet[Message]:
    return Message.objects.filter(state=state, claimed_by=this_process())


def stored_moment(at: datetime) -> str | datetime:
    """A moment as a raw statement of this database takes it."""
    stored: str | datetime = connection.ops.adapt_datetimefield_value(at)  # type: ignore[assignment]
    return stored


def _sync(level: str) -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={level}")

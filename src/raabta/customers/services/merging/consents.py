"""Where a merged person stands: both chains of the ledger read together, no line moved.

Within a chain the latest answer counts. Between people a "no" wins, unless a "yes" is newer and
has evidence.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from raabta.customers.merge_follower import Move
from raabta.customers.models import Consent, ConsentRecord, ConsentState, Merge
from raabta.customers.services.consent import (
    Answer,
    record_consents,
    tell_states,
    write_states,
)
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace


class Stand(NamedTuple):
    state: str
    since: datetime
    has_evidence: bool


Stands = dict[tuple[str, str], Stand]  # by purpose and channel
GRANTED, CLEARED = ConsentState.GRANTED, ConsentState.CLEARED


def settle(workspace: Workspace, customer_id: int) -> None:
    """Compute anew where the person stands, from the ledger and the merges that hold."""
    wanted = standing(workspace, customer_id)
    held = {
        (row.purpose, row.channel): row
        for row in Consent.objects.filter(workspace=workspace, customer=customer_id)
    }
    lines, told = [], []
    for key in sorted(wanted.keys() | held.keys()):
        new, old = wanted.get(key), held.get(key)
        if new and old and (new.state, new.since) == (old.state, old.since):
            continue
        line = _line(workspace, customer_id, key, new)
        lines.append(line)
        if new is None or old is None or new.state != old.state:
            told.append(line)
    write_states(workspace, lines)
    tell_states(workspace, told)


def standing(workspace: Workspace, customer_id: int) -> Stands:
    """The chain and the merges, told again in the order in which they happened."""
    stands: Stands = {}
    for step in _steps(workspace, customer_id):
        if isinstance(step, Merge):
            _join(stands, standing(workspace, step.other_id))
        else:
            _answer(stands, step)
    return stands


def carry_withdrawals(move: Move) -> None:
    """Who said "no" while merged may have been either: it counts for both when they part."""
    lines = ConsentRecord.objects.filter(
        workspace=move.workspace,
        customer=move.survivor_id,
        recorded_at__gt=move.at,
        state=ConsentState.WITHDRAWN,
    )
    answers = [
        Answer(
            customer_id=move.other_id,
            purpose=line.purpose,
            channel=line.channel,
            state=line.state,
            source="unmerge",
            given_at=line.given_at,
            basis=line.basis,
            evidence=f"#{move.survivor_id}: {line.position}",
        )
        for line in lines.order_by("position")
    ]
    actor = Actor(label=move.actor, via="merge")
    record_consents(workspace=move.workspace, actor=actor, answers=answers)


def _steps(workspace: Workspace, customer_id: int) -> Iterator[ConsentRecord | Merge]:
    lines = ConsentRecord.objects.filter(workspace=workspace, customer=customer_id)
    merges = Merge.objects.filter(workspace=workspace, survivor=customer_id, undone_at=None)
    steps: list[tuple[datetime, int, int, ConsentRecord | Merge]] = [
        *((line.recorded_at, 0, line.position, line) for line in lines),
        *((merge.at, 1, merge.pk, merge) for merge in merges),
    ]
    for _at, _kind, _place, step in sorted(steps, key=lambda step: step[:3]):
        yield step


def _answer(stands: Stands, line: ConsentRecord) -> None:
    key = (line.purpose, line.channel)
    if line.state == CLEARED:
        stands.pop(key, None)
    elif key not in stands or line.given_at >= stands[key].since:
        has_evidence = bool(line.evidence or line.text_version or line.ip)
        stands[key] = Stand(line.state, line.given_at, has_evidence)


def _join(stands: Stands, others: Stands) -> None:
    for key, theirs in others.items():
        stands[key] = _stronger(stands[key], theirs) if key in stands else theirs


def _stronger(one: Stand, two: Stand) -> Stand:
    older, newer = sorted((one, two), key=lambda stand: stand.since)
    if newer.state == GRANTED != older.state and not newer.has_evidence:
        return older
    return newer


def _line(
    workspace: Workspace, customer_id: int, key: tuple[str, str], stand: Stand | None
) -> ConsentRecord:
    """What `write_states` takes; it is no line of the ledger and is not saved."""
    line = ConsentRecord(workspace=workspace, customer_id=customer_id)
    line.purpose, line.channel = key
    line.state = ConsentState(stand.state) if stand else CLEARED
    if stand:
        line.given_at = stand.since
    return line

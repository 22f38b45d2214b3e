"""The consent ledger: who allowed what, when, and how we know it. Lines are only ever added."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import transaction

from raabta.customers.consent_chain import seal_of
from raabta.customers.domain_events import BATCH, ConsentChanged
from raabta.customers.models import Consent, ConsentRecord, ConsentState
from raabta.customers.queries.consent import lock_people
from raabta.customers.services.consent_heads import (
    attest_heads,
    extend,
    heads_to_extend,
    save_heads,
)
from raabta.kernel import bus, changes, clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Answer:
    """What one person said about one purpose and channel, with the evidence for it.

    `ip` and `evidence` are removed with the person; `text_version` names the words they saw.
    `jurisdiction` is the country whose law counts; left empty, it is where they live.
    `file_digest` names a `ConsentFile` of theirs.
    """

    customer_id: int
    purpose: str
    channel: str
    state: str
    source: str
    given_at: datetime | None = None
    basis: str = "consent"
    text_version: str = ""
    ip: str | None = None
    evidence: str = ""
    jurisdiction: str = ""
    file_digest: str = ""


def record_consent(*, workspace: Workspace, actor: Actor, answer: Answer) -> None:
    """Add one line to the ledger and bring the person's current state up to date."""
    record_consents(workspace=workspace, actor=actor, answers=[answer])


@transaction.atomic
def record_consents(*, workspace: Workspace, actor: Actor, answers: Sequence[Answer]) -> None:
    """Add many lines, in the order given. Keep a batch to some thousands.

    The current state follows the moment a person gave the answer, so an older answer that is
    learned later joins the ledger without changing where they stand.
    """
    if not answers:
        return
    now = clock.now()
    ids = {answer.customer_id for answer in answers}
    countries = lock_people(ids)
    heads = heads_to_extend(workspace, ids)
    lines = []
    for answer in answers:
        head = heads[answer.customer_id]
        line = _line(answer, head.length + 1, now, workspace=workspace, actor=actor)
        line.jurisdiction = answer.jurisdiction or countries.get(answer.customer_id, "")
        line.seal = seal_of(line, head.seal)
        extend(head, line)
        lines.append(line)
    ConsentRecord.objects.bulk_create(lines, batch_size=BATCH)
    attest_heads(heads.values())
    save_heads(heads.values())
    tell_states(workspace, _bring_up_to_date(workspace, lines))


def _line(
    answer: Answer, position: int, now: datetime, *, workspace: Workspace, actor: Actor
) -> ConsentRecord:
    return ConsentRecord(
        workspace=workspace,
        customer_id=answer.customer_id,
        position=position,
        purpose=answer.purpose,
        channel=answer.channel,
        state=ConsentState(answer.state),
        source=answer.source,
        basis=answer.basis,
        text_version=answer.text_version,
        ip=answer.ip,
        evidence=answer.evidence,
        file_digest=answer.file_digest,
        actor=actor.label,
        given_at=answer.given_at or now,
        recorded_at=now,
    )


Key = tuple[int, str, str]


def _bring_up_to_date(workspace: Workspace, lines: list[ConsentRecord]) -> list[ConsentRecord]:
    """Write the current states that the lines change. Returns the lines that decided them."""
    held = {
        (row.customer_id, row.purpose, row.channel): row
        for row in Consent.objects.filter(customer_id__in={line.customer_id for line in lines})
    }
    latest: dict[Key, ConsentRecord] = {}
    for line in lines:
        key = (line.customer_id, line.purpose, line.channel)
        since = latest[key].given_at if key in latest else getattr(held.get(key), "since", None)
        cleared = line.state == ConsentState.CLEARED
        if cleared or since is None or line.given_at >= since:
            latest[key] = line
    changed = [line for key, line in latest.items() if _differs(held.get(key), line)]
    write_states(workspace, latest.values())
    return changed


def _differs(held: Consent | None, line: ConsentRecord) -> bool:
    if held is None:
        return line.state != ConsentState.CLEARED
    return held.state != line.state


def write_states(workspace: Workspace, lines: Collection[ConsentRecord]) -> None:
    """Put people where these lines, stored or not, say that they stand."""
    kept = [line for line in lines if line.state != ConsentState.CLEARED]
    for line in lines:
        if line.state == ConsentState.CLEARED:
            Consent.objects.filter(
                customer_id=line.customer_id, purpose=line.purpose, channel=line.channel
            ).delete()
    Consent.objects.bulk_create(
        [
            Consent(
                workspace=workspace,
                customer_id=line.customer_id,
                purpose=line.purpose,
                channel=line.channel,
                state=line.state,
                since=line.given_at,
            )
            for line in kept
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["customer", "purpose", "channel"],
        update_fields=["state", "since"],
    )


def tell_states(workspace: Workspace, lines: list[ConsentRecord]) -> None:
    """Mark the people in the warehouse's consent table (its key is the customer) and publish."""
    changes.mark(
        workspace_id=workspace.pk, table="consent", ids=sorted({x.customer_id for x in lines})
    )

    def same(line: ConsentRecord) -> tuple[str, str, str]:
        return line.purpose, line.channel, line.state

    for (purpose, channel, state), group in groupby(sorted(lines, key=same), key=same):
        ids = [line.customer_id for line in group]
        for at in range(0, len(ids), BATCH):
            bus.publish(
                ConsentChanged(workspace.pk, tuple(ids[at : at + BATCH]), purpose, channel, state)
            )

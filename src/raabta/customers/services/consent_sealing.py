"""Seal the lines of a consent ledger that arrived from another server."""

from itertools import groupby
from operator import attrgetter

from raabta.customers.consent_chain import seal_of
from raabta.customers.domain_events import BATCH
from raabta.customers.models import ConsentHead, ConsentRecord
from raabta.customers.services.consent_heads import save_heads
from raabta.workspaces.models import Workspace


def seal_all(workspace: Workspace) -> None:
    """Chain all lines of a workspace that has no heads yet.

    A seal tells the ids of the line's workspace and person, so lines that got new ones need new
    seals; the proof of what was before stays where it was. Call it inside a transaction.
    """
    rows = ConsentRecord._base_manager.filter(workspace=workspace)
    ordered = rows.order_by("customer_id", "position").iterator(chunk_size=BATCH)
    lines: list[ConsentRecord] = []
    heads: list[ConsentHead] = []
    for customer_id, chain in groupby(ordered, key=attrgetter("customer_id")):
        head = ConsentHead(workspace=workspace, customer_id=customer_id, length=0)
        for line in chain:
            head.length += 1
            line.position, line.seal = head.length, seal_of(line, head.seal)
            head.seal = line.seal
            lines.append(line)
        head.attest()
        heads.append(head)
        if len(lines) >= BATCH:
            _save(lines, heads)
    _save(lines, heads)


def _save(lines: list[ConsentRecord], heads: list[ConsentHead]) -> None:
    ConsentRecord._base_manager.bulk_update(lines, ["position", "seal"], batch_size=100)
    save_heads(heads)
    lines.clear()
    heads.clear()

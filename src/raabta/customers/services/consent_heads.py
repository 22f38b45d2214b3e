"""Keep the head of each person's chain of consent lines."""

from collections.abc import Collection, Iterable

from django.db import transaction

from raabta.customers.domain_events import BATCH
from raabta.customers.models import ConsentHead, ConsentRecord
from raabta.customers.queries.consent import SLICE, last_seals
from raabta.kernel import clock
from raabta.workspaces.attesting import is_attested_with_newest
from raabta.workspaces.models import Workspace

UNMARKED = "unmarked"  # sound, to be attested before it is saved


def heads_of(workspace: Workspace, customer_ids: Collection[int]) -> dict[int, ConsentHead]:
    """The head of each chain that has one."""
    ids, found = list(customer_ids), {}
    for at in range(0, len(ids), SLICE):
        rows = ConsentHead.objects.filter(workspace=workspace, customer_id__in=ids[at : at + SLICE])
        found.update({row.customer_id: row for row in rows})
    return found


def heads_to_extend(workspace: Workspace, customer_ids: Collection[int]) -> dict[int, ConsentHead]:
    """A head for everybody, new ones unsaved; `mark` is left empty on those that are broken.

    A new line follows what the head says, not the last line that is there, so that a removed
    line stays missed. Call `attest_heads` after the lines have joined.
    """
    heads = {pk: ConsentHead(workspace=workspace, customer_id=pk, length=0) for pk in customer_ids}
    for head in heads.values():
        head.mark = UNMARKED
    held = heads_of(workspace, customer_ids)
    for head in held.values():
        head.mark = UNMARKED if head.is_sound else ""
    headless = heads.keys() - held.keys()
    for pk, (position, seal) in last_seals(workspace, headless).items():
        heads[pk].length, heads[pk].seal, heads[pk].mark = position, seal, ""
    return heads | held


def extend(head: ConsentHead, line: ConsentRecord) -> None:
    """The line joins the chain."""
    head.length, head.seal = line.position, line.seal


def attest_heads(heads: Iterable[ConsentHead]) -> None:
    """Mark those that were sound, once however many lines joined; one that was broken stays so."""
    for head in heads:
        if head.mark == UNMARKED:
            head.attest()


def save_heads(heads: Iterable[ConsentHead]) -> None:
    ConsentHead.objects.bulk_create(
        list(heads),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=["length", "seal", "mark"],
    )


def close_head(workspace: Workspace, customer_id: int) -> None:
    """The person is erased: the head stays to say so, with nothing of what the lines said."""
    head = ConsentHead.objects.filter(workspace=workspace, customer=customer_id).first()
    if head is None or head.erased_at:
        return
    sound = head.is_sound
    head.seal, head.erased_at = "", clock.now()
    if sound:
        head.attest()
    head.save()


@transaction.atomic
def renew_marks(workspace: Workspace) -> int:
    """Attest sound heads with the newest key. Returns how many had an older one."""
    renewed = 0
    for head in ConsentHead.objects.filter(workspace=workspace).order_by("pk").iterator():
        if not is_attested_with_newest(head.mark) and head.is_sound:
            before = head.mark
            head.attest()
            same = ConsentHead.objects.filter(pk=head.pk, mark=before)
            renewed += same.update(mark=head.mark)
    return renewed

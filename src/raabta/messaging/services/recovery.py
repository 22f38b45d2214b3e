"""After a crash: claimed messages are queued again, handed-over ones become unknown."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django_scopes import scopes_disabled

from raabta.kernel import clock
from raabta.messaging.models import Mailing, Message
from raabta.messaging.services.claims import mark_changed
from raabta.messaging.services.outgoing import CannotOpen, outgoing_for
from raabta.messaging.services.places import is_dead
from raabta.workspaces.scoped import working_in

State = Message.State
IN_FLIGHT = (State.CLAIMED, State.HANDED)


def recover() -> int:
    """Take what dead processes held. Returns how many messages were freed."""
    with scopes_disabled():
        held = Message.objects.filter(state__in=IN_FLIGHT)
        places = list(held.values_list("claimed_by", flat=True).order_by().distinct())
        dead = [place for place in places if is_dead(place)]
        gone = Q(lease_until__lt=clock.now()) | Q(claimed_by__in=dead)
        rows = list(held.filter(gone).values_list("pk", "mailing", "state")[:5_000])
        mailings = Mailing.objects.select_related("workspace").in_bulk({row[1] for row in rows})
    by_mailing: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for pk, mailing_id, state in rows:
        by_mailing[mailing_id][state].append(pk)
    for mailing_id, found in by_mailing.items():
        mailing = mailings[mailing_id]
        with working_in(mailing.workspace):
            _free(mailing, found[State.CLAIMED], found[State.HANDED])
    return len(rows)


@transaction.atomic
def _free(mailing: Mailing, claimed: Sequence[int], handed: Sequence[int]) -> None:
    Message.objects.filter(pk__in=claimed, state=State.CLAIMED).update(
        state=State.QUEUED, claimed_by="", lease_until=None
    )
    _settle_handed(mailing, handed)
    Mailing.objects.filter(pk=mailing.pk).update(resting_until=None)
    mark_changed(mailing.workspace_id, [*claimed, *handed])


def _settle_handed(mailing: Mailing, handed: Sequence[int]) -> None:
    """Unknown, unless the channel can tell: then they went out, or surely did not."""
    rows = Message.objects.filter(pk__in=handed, state=State.HANDED)
    try:
        channel = outgoing_for(mailing).channel
    except CannotOpen:
        channel = None
    if channel is None or not channel.is_idempotent:
        rows.update(state=State.UNKNOWN, reason="no_answer", lease_until=None)
        return
    kept = channel.kept(list(rows.values_list("token", flat=True)))
    rows.filter(token__in=kept).update(state=State.SENT, lease_until=None)
    rows.update(state=State.QUEUED, sent_at=None, claimed_by="", lease_until=None)

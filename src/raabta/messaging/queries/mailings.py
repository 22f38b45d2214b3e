"""Which mailings have work for the sender."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from raabta.messaging.models import Mailing, Message
from raabta.workspaces.models import Workspace

# whoever asks for a test sends it himself; only what he left over is ours
TESTS_AFTER = timedelta(seconds=60)


def at_work(now: datetime) -> list[Mailing]:
    """Active and cancelled mailings of every workspace that may have something to do now."""
    due = Q(resting_until=None) | Q(resting_until__lte=now)
    own = Q(is_test=False) | Q(created_at__lt=now - TESTS_AFTER)
    states = (Mailing.State.ACTIVE, Mailing.State.CANCELLED)
    rows = Mailing.objects.filter(due, own, state__in=states, finished_at=None)
    return list(rows.select_related("workspace", "topic").order_by("id"))


def mailing_of(workspace: Workspace, origin: str) -> Mailing | None:
    return Mailing.objects.filter(workspace=workspace, origin=origin).first()


def count_by_state(workspace: Workspace, origin: str) -> dict[str, int]:
    """How many messages of the origin are in each state; states without any are left out."""
    states = Message.objects.filter(workspace=workspace, origin=origin).values_list("state")
    return dict(states.annotate(count=Count("pk")).order_by())

"""What is kept for a while only."""

from datetime import timedelta

from django_scopes import scopes_disabled

from raabta.kernel import clock
from raabta.tracking.models import HeldCall, SeenCall, Source

KEEP_SEEN = timedelta(days=1)
MOST_SEEN = 1_000  # of a source
KEEP_HELD = timedelta(days=30)


def forget_old_calls() -> None:
    """Calls to look at go after a day, held ones that nobody decided on after a month."""
    now = clock.now()
    with scopes_disabled():
        SeenCall.objects.filter(seen_at__lt=now - KEEP_SEEN).delete()
        HeldCall.objects.filter(received_at__lt=now - KEEP_HELD).delete()
        for source_id in Source.objects.values_list("pk", flat=True):
            newest = SeenCall.objects.filter(source=source_id).order_by("-pk")
            last = newest.values_list("pk", flat=True)[MOST_SEEN : MOST_SEEN + 1]
            for pk in list(last):
                SeenCall.objects.filter(source=source_id, pk__lte=pk).delete()


def forget_person(*, customer_id: int) -> None:
    """Somebody was erased; what their events said goes too."""
    SeenCall.objects.filter(customer_id=customer_id).delete()
    HeldCall.objects.filter(customer_id=customer_id).delete()

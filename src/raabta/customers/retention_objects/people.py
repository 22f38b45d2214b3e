from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.activity import active_since
from raabta.customers.models import Customer
from raabta.customers.queries.rights import held_among
from raabta.customers.services.erasure import OnHold, erase_customer
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.retention import Progress, Retained

BATCH = 1_000
RULE = Actor(label="Retention rule", via="system")


class IdlePeople(Retained):
    """Erased one by one, as by hand, so everything above hears of it."""

    key: ClassVar = "people"
    label: ClassVar[Promise | str] = _("People without activity")
    text: ClassVar[Promise | str] = _(
        "Whoever neither bought, opened, clicked, answered nor did anything for so long is erased "
        "for good. Their orders stay as numbers."
    )
    least_days: ClassVar = 180

    def count(self, workspace: Workspace, before: datetime) -> int:
        return sum(len(ids) for ids in idle(workspace, before))

    def remove(self, workspace: Workspace, before: datetime, progress: Progress) -> int:
        removed = 0
        for ids in idle(workspace, before):
            removed += sum(_erase(workspace, pk) for pk in ids)
            progress(removed)
        return removed


def idle(workspace: Workspace, before: datetime) -> Iterator[list[int]]:
    """Ids of people without activity since then and without a hold, in batches."""
    last = 0
    while True:
        rows = Customer.objects.filter(
            workspace=workspace, pk__gt=last, created_at__lt=before, erased_at=None
        )
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not ids:
            return
        last = ids[-1]
        spared = active_since(workspace, ids, before) | held_among(workspace, ids)
        yield [pk for pk in ids if pk not in spared]


def _erase(workspace: Workspace, customer_id: int) -> bool:
    try:
        erase_customer(workspace=workspace, actor=RULE, customer_id=customer_id)
    except (OnHold, Customer.DoesNotExist):  # since the batch was read
        return False
    return True

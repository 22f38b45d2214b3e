"""Signs of activity that this context knows."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.activity import Activity
from raabta.messaging.models import Engagement
from raabta.workspaces.models import Workspace

DEEDS = (Engagement.Kind.OPEN, Engagement.Kind.CLICK, Engagement.Kind.UNSUBSCRIBE)


class Read(Activity):
    key: ClassVar = "read"
    label: ClassVar[Promise | str] = _("Opened or clicked a message")

    def since(
        self, workspace: Workspace, customer_ids: Collection[int], edge: datetime
    ) -> set[int]:
        rows = Engagement.objects.filter(
            workspace=workspace, message__customer__in=customer_ids, at__gte=edge,
            kind__in=DEEDS, is_machine=False,
        )  # fmt: skip
        return {pk for pk in rows.values_list("message__customer", flat=True) if pk}

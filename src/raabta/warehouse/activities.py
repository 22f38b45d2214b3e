"""Signs of activity that this context knows."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.activity import Activity
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.workspaces.models import Workspace


class Did(Activity):
    key: ClassVar = "did"
    label: ClassVar[Promise | str] = _("Did something in the shop or on a page")

    def since(
        self, workspace: Workspace, customer_ids: Collection[int], edge: datetime
    ) -> set[int]:
        table = Tables(workspace.pk).event
        rows = table.filter(
            table.customer_id.isin(list(customer_ids)) & (table.occurred_at >= timestamp(edge))
        )
        return {int(pk) for (pk,) in fetch(rows.select("customer_id").distinct())}


def timestamp(at: datetime) -> object:
    """An Ibis timestamp that both engines read alike."""
    import ibis
    import ibis.expr.datatypes as dt

    text = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return ibis.literal(text).cast(dt.Timestamp(scale=6))

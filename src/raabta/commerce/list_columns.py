from collections.abc import Collection, Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.commerce.queries import summaries_for
from raabta.customers.list_column import Cell, ListColumn
from raabta.workspaces.models import Workspace


class OrderCount(ListColumn):
    key: ClassVar = "orders"
    label: ClassVar = _("Orders")
    permission: ClassVar = "commerce.view"
    is_number: ClassVar = True

    def cells(self, workspace: Workspace, ids: Collection[int]) -> Mapping[int, Cell]:
        return {pk: one.orders for pk, one in summaries_for(workspace, ids).items()}


class Spent(ListColumn):
    """Net of refunds, in the currency that most was spent in."""

    key: ClassVar = "spent"
    label: ClassVar = _("Spent")
    permission: ClassVar = "commerce.view"
    is_number: ClassVar = True

    def cells(self, workspace: Workspace, ids: Collection[int]) -> Mapping[int, Cell]:
        return {pk: one.main for pk, one in summaries_for(workspace, ids).items()}


class LastOrder(ListColumn):
    key: ClassVar = "last_order"
    label: ClassVar = _("Last order")
    permission: ClassVar = "commerce.view"

    def cells(self, workspace: Workspace, ids: Collection[int]) -> Mapping[int, Cell]:
        return {pk: one.last_at for pk, one in summaries_for(workspace, ids).items()}

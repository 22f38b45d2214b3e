from collections.abc import Collection, Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.commerce.lifecycle import PROSPECT, STAGES
from raabta.commerce.models import Buyer
from raabta.commerce.queries import summaries_for
from raabta.commerce.rfm import SEGMENTS
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


class Stage(ListColumn):
    """Who never bought is a prospect."""

    key: ClassVar = "stage"
    label: ClassVar = _("Life-cycle stage")
    permission: ClassVar = "commerce.view"

    def cells(self, workspace: Workspace, ids: Collection[int]) -> Mapping[int, Cell]:
        held = Buyer.objects.filter(workspace=workspace, customer__in=ids)
        known = dict(held.values_list("customer_id", "stage"))
        return {pk: str(STAGES[known.get(pk, PROSPECT)]) for pk in ids}


class Rfm(ListColumn):
    key: ClassVar = "rfm"
    label: ClassVar = _("RFM")
    permission: ClassVar = "commerce.view"

    def cells(self, workspace: Workspace, ids: Collection[int]) -> Mapping[int, Cell]:
        held = Buyer.objects.filter(workspace=workspace, customer__in=ids)
        return {one.customer_id: one.cell for one in held if one.cell}


class Segment(ListColumn):
    key: ClassVar = "rfm_segment"
    label: ClassVar = _("RFM segment")
    permission: ClassVar = "commerce.view"

    def cells(self, workspace: Workspace, ids: Collection[int]) -> Mapping[int, Cell]:
        held = Buyer.objects.filter(workspace=workspace, customer__in=ids).exclude(segment="")
        found = held.values_list("customer_id", "segment")
        return {pk: str(SEGMENTS[segment]) for pk, segment in found}

"""Whose orders changed, told to what follows from orders."""

from collections.abc import Collection

from raabta.audiences.services.traits import note_due
from raabta.commerce.domain_events import OrderChanged, OrderPlaced, OrderRefunded, OrderRemoved
from raabta.commerce.models import Order, Refund
from raabta.commerce.services.attributes import forget_attributes
from raabta.commerce.services.buyers import compute_some, forget_buyer
from raabta.customers.domain_events import CustomerErased, CustomersMerged, CustomersUnmerged
from raabta.kernel import bus, changes
from raabta.warehouse import loaded
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

BOUGHT = "bought"  # in the change queue: people whose orders changed; it comes after the orders


@bus.subscribe(OrderPlaced)
def orders_were_placed(event: OrderPlaced) -> None:
    _bought(event.workspace_id, event.order_ids)


@bus.subscribe(OrderChanged)
def orders_were_changed(event: OrderChanged) -> None:
    _bought(event.workspace_id, event.order_ids, event.former_ids)


@bus.subscribe(OrderRemoved)
def orders_were_removed(event: OrderRemoved) -> None:
    _bought(event.workspace_id, (), event.former_ids)


@bus.subscribe(OrderRefunded)
def orders_were_refunded(event: OrderRefunded) -> None:
    workspace = Workspace.objects.filter(pk=event.workspace_id).first()
    if workspace:
        with working_in(workspace):
            held = Refund.objects.filter(pk__in=event.refund_ids, order__isnull=False)
            orders = tuple(pk for pk in held.values_list("order_id", flat=True) if pk)
        _bought(event.workspace_id, orders)


@bus.subscribe(CustomersMerged)
def people_were_merged(event: CustomersMerged) -> None:
    _bought(event.workspace_id, (), (event.survivor_id, event.other_id))


@bus.subscribe(CustomersUnmerged)
def people_were_unmerged(event: CustomersUnmerged) -> None:
    _bought(event.workspace_id, (), (event.survivor_id, event.other_id))


@bus.subscribe(CustomerErased)
def forget_what_orders_say(event: CustomerErased) -> None:
    workspace = Workspace.objects.filter(pk=event.workspace_id).first()
    if workspace:
        with working_in(workspace):
            forget_attributes(workspace=workspace, customer_id=event.customer_id)
            forget_buyer(workspace=workspace, customer_id=event.customer_id)


def _bought(workspace_id: int, order_ids: Collection[int], more: Collection[int] = ()) -> None:
    """The orders are in the change queue since before, so the warehouse has them by then."""
    workspace = Workspace.objects.filter(pk=workspace_id).first()
    if workspace is None:
        return
    with working_in(workspace):
        held = Order.objects.filter(pk__in=order_ids, customer__isnull=False)
        people = {pk for pk in held.values_list("customer_id", flat=True) if pk} | set(more)
        if people:
            changes.mark(workspace_id=workspace_id, table=BOUGHT, ids=sorted(people))
            compute_some(workspace=workspace, customer_ids=people)


@loaded.follow
def note_buyers(workspace_id: int, table: str, ids: Collection[int]) -> None:
    if table == BOUGHT:
        note_due(workspace_id, ids, source="order")

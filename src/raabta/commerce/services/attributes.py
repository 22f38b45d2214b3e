"""The workspace's own attributes of orders: checked, and changed for one order."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from raabta.commerce.models import Order
from raabta.commerce.services.orders import tell_orders
from raabta.customers.attribute_kind import InvalidValue, kind_of
from raabta.customers.fields import definitions_of
from raabta.customers.models import AttributeDefinition
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit
from raabta.workspaces.services.change_sets import forget_rows


def attributes_of_orders(workspace: Workspace) -> dict[str, AttributeDefinition]:
    """Those that somebody may fill in, by key."""
    held = definitions_of(workspace, AttributeDefinition.Subject.ORDER)
    return {one.key: one for one in held if not one.is_computed}


def fitting(
    held: Mapping[str, AttributeDefinition], values: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """The values as their definitions keep them, and why others are left out."""
    kept, errors = {}, []
    for key in values.keys() & held.keys():
        try:
            kept[key] = kind_of(held[key]).parse(held[key], values[key])
        except InvalidValue as error:
            errors.append(str(error))
    return kept, errors


@transaction.atomic
def edit_order_attributes(
    *, workspace: Workspace, actor: Actor, order_id: int, values: Mapping[str, Any]
) -> Order:
    """Values by key, already parsed; None takes one away, absent ones stay.

    Raises Order.DoesNotExist.
    """
    order = Order.objects.select_for_update().get(workspace=workspace, pk=order_id)
    both = {**order.attributes, **values}
    kept = {key: value for key, value in both.items() if value is not None}
    if kept == order.attributes:
        return order
    changed = sorted(
        key
        for key in kept.keys() | order.attributes.keys()
        if kept.get(key) != order.attributes.get(key)
    )
    order.attributes, order.updated_at = kept, clock.now()
    order.save(update_fields=["attributes", "updated_at"])
    tell_orders(workspace, [], [order.pk])
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="order.edited",
        target=order.number,
        detail={"order": order.pk, "attributes": changed},
    )
    return order


@transaction.atomic
def forget_attributes(*, workspace: Workspace, customer_id: int) -> None:
    """Part of an erasure: an attribute may say anything of a person; the order stays as numbers."""
    theirs = Order.objects.filter(workspace=workspace, customer=customer_id)
    ids = list(theirs.values_list("pk", flat=True))
    told = list(theirs.exclude(attributes={}).values_list("pk", flat=True))
    theirs.filter(pk__in=told).update(attributes={}, updated_at=clock.now())
    tell_orders(workspace, [], told)
    forget_rows(workspace=workspace, model="commerce.order", ids=ids)

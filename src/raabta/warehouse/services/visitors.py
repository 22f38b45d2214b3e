"""What visitors did becomes what people did, once it is known who they are.

It can be repeated without harm: a visitor's events are gone once they are somebody's.
"""

from collections import defaultdict

from django.db.models import Min
from django_scopes import scopes_disabled

from raabta.customers.models import Customer
from raabta.tracking.models import InboxBatch, Move
from raabta.tracking.services import forget_moves
from raabta.warehouse.preparing import prepared
from raabta.warehouse.warehouse_tables.event import EventTable

MOVES = 1_000


def move_visitors() -> int:
    """Give some visitors' events to their people. Returns how many visitors."""
    moves = _ready()
    by_workspace: dict[int, dict[int, int]] = defaultdict(dict)
    for move in moves:
        by_workspace[move.workspace_id][move.visitor_id] = move.customer_id
    for workspace_id, people in by_workspace.items():
        reattribute_events(workspace_id=workspace_id, people=people)
    forget_moves([move.pk for move in moves])
    return len(moves)


def reattribute_events(*, workspace_id: int, people: dict[int, int]) -> None:
    """`people`: visitor -> customer. The events of those who were erased meanwhile go."""
    gone = erased(set(people.values()))
    lost = [visitor for visitor, customer in people.items() if customer in gone]
    kept = {visitor: customer for visitor, customer in people.items() if customer not in gone}
    engine, shape = prepared(), EventTable.shape()
    if lost:
        engine.remove(shape, workspace_id=workspace_id, ids=lost)
    if kept:
        engine.reattribute(shape, workspace_id=workspace_id, keys=kept)


def erased(ids: set[int]) -> set[int]:
    """Those who were erased while their events waited; visitors are no rows, and stay."""
    people = {pk for pk in ids if pk > 0}
    # rows of several workspaces are taken in one step; only ids leave this query
    with scopes_disabled():
        known = Customer.objects.filter(pk__in=people, erased_at=None)
        return people - set(known.values_list("pk", flat=True))


def _ready() -> list[Move]:
    """Those whose visitors' events have all arrived."""
    first = InboxBatch.objects.filter(source_id=None).aggregate(first=Min("pk"))["first"]
    waiting = Move.objects.order_by("pk")
    return list((waiting.filter(after_batch__lt=first) if first else waiting)[:MOVES])

"""Addresses and ids of a merged person: they change hands, and remember where they were."""

from collections.abc import Iterable
from typing import Any

from raabta.customers.merge_follower import Move
from raabta.customers.models import Identity


def move_identities(move: Move) -> list[list[Any]]:
    """Give them to the survivor; none leads. Returns id, whether it led and its merge before."""
    mine = Identity.objects.filter(workspace=move.workspace, customer=move.other_id)
    kept = list(mine.order_by("pk").values_list("pk", "is_primary", "merge_id"))
    mine.update(customer=move.survivor_id, is_primary=False, merge_id=move.merge_id)
    return [list(row) for row in kept]


def return_identities(move: Move, kept: Iterable[list[Any]]) -> None:
    for pk, was_primary, merge_id in kept:
        theirs = Identity.objects.filter(pk=pk, customer=move.survivor_id)
        theirs.update(customer=move.other_id, is_primary=was_primary, merge_id=merge_id)

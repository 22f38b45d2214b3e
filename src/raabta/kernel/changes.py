"""The change queue: which rows the warehouse must load again, and who else hears of them."""

from collections.abc import Callable, Iterable, Sequence

from django.db import connection

from raabta.kernel import clock
from raabta.kernel.models import Change

BATCH = 5_000
Follower = Callable[[int, str, Sequence[int]], None]  # workspace id, table, ids
_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Call it with each batch that is marked, in the change's transaction; it only takes note."""
    _followers.append(follower)


def mark(*, workspace_id: int, table: str, ids: Iterable[int]) -> None:
    """Say that these rows of a warehouse table changed; call it in the change's transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("mark() belongs inside the transaction of the change it tells of")
    now, every = clock.now(), list(ids)
    batches = [every[at : at + BATCH] for at in range(0, len(every), BATCH)]
    Change.objects.bulk_create(
        Change(workspace_id=workspace_id, table=table, ids=some, marked_at=now) for some in batches
    )
    for follower in _followers:
        for some in batches:
            follower(workspace_id, table, some)

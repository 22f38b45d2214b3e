"""Who hears of rows that reached the warehouse: values that follow from them are computed anew."""

from collections.abc import Callable, Collection

Follower = Callable[[int, str, Collection[int]], None]  # workspace id, table, ids of its key
_followers: list[Follower] = []


def follow(follower: Follower) -> Follower:
    """Call it after rows were loaded, perhaps twice for the same ones; it only takes note."""
    _followers.append(follower)
    return follower


def tell(workspace_id: int, table: str, ids: Collection[int]) -> None:
    """Say so before what led to the rows is settled, so that a death in between repeats it."""
    for follower in _followers:
        follower(workspace_id, table, ids)

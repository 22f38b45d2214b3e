"""Who hears of rows that reached the warehouse: values that follow from them are computed anew."""

from collections.abc import Callable, Collection

Follower = Callable[[int, str, Collection[int]], None]  # workspace id, table, ids of its key
PeopleFollower = Callable[[int, Collection[int]], None]  # workspace id, customer ids
_followers: list[Follower] = []
_followers_of_people: list[PeopleFollower] = []


def follow(follower: Follower) -> Follower:
    """Call it after rows were loaded, perhaps twice for the same ones; it only takes note."""
    _followers.append(follower)
    return follower


def follow_people(follower: PeopleFollower) -> PeopleFollower:
    """Call it with those whom loaded rows concern, or concerned before; as `follow` otherwise."""
    _followers_of_people.append(follower)
    return follower


def tell_people(workspace_id: int, customer_ids: Collection[int]) -> None:
    for follower in _followers_of_people if customer_ids else ():
        follower(workspace_id, customer_ids)


def tell(workspace_id: int, table: str, ids: Collection[int]) -> None:
    """Say so before what led to the rows is settled, so that a death in between repeats it."""
    for follower in _followers:
        follower(workspace_id, table, ids)

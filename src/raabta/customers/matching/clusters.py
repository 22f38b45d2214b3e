"""Groups of rows that are one person, from pairs."""

from collections.abc import Iterable


def clusters_of(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The connected rows, each group sorted; the groups by their first row."""
    parent: dict[int, int] = {}

    def root(row: int) -> int:
        parent.setdefault(row, row)
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for left, right in pairs:
        low, high = sorted((root(left), root(right)))
        parent[high] = low
    groups: dict[int, list[int]] = {}
    for row in sorted(parent):
        groups.setdefault(root(row), []).append(row)
    return list(groups.values())

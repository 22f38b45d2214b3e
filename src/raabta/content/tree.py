"""Walking and editing a block tree by path.

"0.1.2" is the third child of the second child of the first node. Edits return a new tree and never change the one they were given.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy

from raabta.content.mjml import Node

Path = tuple[int, ...]


class NoSuchBlock(LookupError):
    """The tree has no block at this path."""


def path_of(text: str) -> Path:
    """Raises NoSuchBlock."""
    try:
        return tuple(int(step) for step in text.split(".")) if text else ()
    except ValueError:
        raise NoSuchBlock(text) from None


def text_of(path: Path) -> str:
    return ".".join(map(str, path))


def walk(nodes: list[Node], parent: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every node with its path, in reading order."""
    for at, node in enumerate(nodes):
        path = (*parent, at)
        yield path, node
        yield from walk(node.get("children", []), path)


def find(nodes: list[Node], path: Path) -> Node:
    """Raises NoSuchBlock."""
    if not path:
        raise NoSuchBlock("")
    siblings = children_at(nodes, path[:-1])
    if not 0 <= path[-1] < len(siblings):
        raise NoSuchBlock(text_of(path))
    return siblings[path[-1]]


def children_at(nodes: list[Node], path: Path) -> list[Node]:
    """The list that holds the children of the node at `path`; () is the root's. NoSuchBlock."""
    for step in path:
        if not 0 <= step < len(nodes) or "children" not in nodes[step]:
            raise NoSuchBlock(text_of(path))
        nodes = nodes[step]["children"]
    return nodes


def tag(node: Node) -> str:
    return node.get("tagName", "")


def first(nodes: list[Node], name: str) -> Path | None:
    return next((path for path, node in walk(nodes) if tag(node) == name), None)


def body_path(nodes: list[Node]) -> Path:
    """Where the blocks stand: the mj-body, or the root of a fragment."""
    return first(nodes, "mj-body") or ()


def replace(nodes: list[Node], path: Path, change: Callable[[Node], Node]) -> list[Node]:
    copy = deepcopy(nodes)
    find(copy, path)
    siblings = children_at(copy, path[:-1])
    siblings[path[-1]] = change(siblings[path[-1]])
    return copy


def insert(nodes: list[Node], parent: Path, at: int, node: Node) -> list[Node]:
    copy = deepcopy(nodes)
    children_at(copy, parent).insert(at, deepcopy(node))
    return copy


def remove(nodes: list[Node], path: Path) -> list[Node]:
    copy = deepcopy(nodes)
    find(copy, path)
    del children_at(copy, path[:-1])[path[-1]]
    return copy


def duplicate(nodes: list[Node], path: Path) -> list[Node]:
    return insert(nodes, path[:-1], path[-1] + 1, find(nodes, path))


def move(nodes: list[Node], path: Path, parent: Path, at: int) -> tuple[list[Node], Path]:
    """Take the node to place `at` of `parent` (counted without the node itself).

    Returns the tree and the node's new path. Raises NoSuchBlock, also for a move into itself.
    """
    if parent[: len(path)] == path:
        raise NoSuchBlock(text_of(parent))
    node = find(nodes, path)
    copy = remove(nodes, path)
    parent = _after_removal(parent, path)
    siblings = children_at(copy, parent)
    at = max(0, min(at, len(siblings)))
    siblings.insert(at, deepcopy(node))
    return copy, (*parent, at)


def _after_removal(path: Path, removed: Path) -> Path:
    depth = len(removed) - 1
    if len(path) > depth and path[:depth] == removed[:depth] and path[depth] > removed[depth]:
        return (*path[:depth], path[depth] - 1, *path[depth + 1 :])
    return path

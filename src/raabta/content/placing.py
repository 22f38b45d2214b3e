"""Where a block may stand: rows in the mail, columns in a row, blocks in a column."""

from raabta.content.block import LEVELS
from raabta.content.blocks.layout import section
from raabta.content.mjml import Node
from raabta.content.tree import Path, body_path, children_at, find, tag, walk

ROWS = frozenset({"mj-section", "mj-wrapper", "mj-hero"})
COLUMNS = frozenset({"mj-column", "mj-group"})
OUTER = frozenset({"mj-wrapper", "mj-hero"})  # rows that stand in the body only


class WrongPlace(ValueError):
    """A block of one kind was to stand where only others fit."""


def level_of(node: Node) -> str:
    """The level a node stands in; "" for text and comments, which may stand anywhere."""
    name = tag(node)
    if name in ROWS:
        return "rows"
    if name in COLUMNS:
        return "columns"
    if name == "mj-social-element":
        return "social"
    return "blocks" if name else ""


def holds(node: Node) -> str:
    """The level that a node's children stand in; "" when it has no places."""
    if tag(node) == "mj-social":
        return "social"
    return LEVELS.get(tag(node), "") if "children" in node or tag(node) in LEVELS else ""


def accepts(container: Node, child: Node) -> bool:
    level = level_of(child)
    if tag(child) in OUTER and tag(container) != "mj-body":
        return False
    return not level or tag(child) == "mj-raw" or holds(container) == level


def containers(nodes: list[Node], child: Node) -> list[Path]:
    """Every place in the body that takes this node, in reading order."""
    start = body_path(nodes)
    inside = [(start, find(nodes, start))] if start else []
    inside += [(p, n) for p, n in walk(nodes) if start and p[: len(start)] == start and p != start]
    return [path for path, node in inside if "children" in node and accepts(node, child)]


def check_place(nodes: list[Node], path: Path, parent: Path) -> None:
    """Raises WrongPlace when the node at `path` does not fit into the one at `parent`."""
    if not accepts(find(nodes, parent), find(nodes, path)):
        raise WrongPlace


def place_for(nodes: list[Node], near: Path | None, node: Node) -> tuple[Path, int, Node]:
    """Parent, index and the node (in a row of its own if need be) for a new block near another."""
    places = containers(nodes, node)
    if near is not None:
        for depth in range(len(near), 0, -1):
            parent = near[:depth]
            if parent in places:
                inside = children_at(nodes, parent)
                at = near[depth] + 1 if len(near) > depth else len(inside)
                return parent, at, node
        within = [path for path in places if path[: len(near)] == near]
        if within:
            return within[0], len(children_at(nodes, within[0])), node
    if level_of(node) == "blocks" and tag(node) != "mj-raw":
        if near is None and places:
            return places[-1], len(children_at(nodes, places[-1])), node
        row = section(1)
        row["children"][0]["children"].append(node)
        parent, at, _row = place_for(nodes, near, row)
        return parent, at, row
    body = body_path(nodes)
    return body, len(children_at(nodes, body)), node


def shifted(nodes: list[Node], path: Path, by: int) -> tuple[Path, int] | None:
    """One place up (-1) or down (1), over the edge into the neighbouring container; None at ends."""
    parent, at = path[:-1], path[-1] + by
    if 0 <= at < len(children_at(nodes, parent)):
        return parent, at
    node = find(nodes, path)
    places = [p for p in containers(nodes, node) if p[: len(path)] != path]
    if parent not in places:
        return None
    beside = places.index(parent) + by
    if not 0 <= beside < len(places):
        return None
    target = places[beside]
    return target, len(children_at(nodes, target)) if by < 0 else 0

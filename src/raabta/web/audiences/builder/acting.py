"""What the builder's buttons do to the tree. What does not fit any more is left undone."""

import copy
import json
from collections.abc import Callable
from typing import Any

from raabta.audiences.condition import conditions
from raabta.audiences.rules import DEEPEST
from raabta.web.audiences.builder.reading import Tree, at, place_of

BLANK_FILTER = {"name": "", "operator": "is", "value": ""}


def act(tree: Tree, deed: str, picked: dict[str, str]) -> None:
    """Change the tree: "add:r.0", "group:r", "remove:r.1", "up:…", "down:…", "move:from:to:place".

    `picked` holds, by group, what "add" adds: a condition's key and its first settings.
    """
    verb, _colon, rest = deed.partition(":")
    if verb in DEEDS:
        DEEDS[verb](tree, rest, picked)


def _add(tree: Tree, path: str, picked: dict[str, str]) -> None:
    group = at(tree, path)
    key, _bar, written = picked.get(path, "").partition("|")
    if group is None or "items" not in group or key not in conditions:
        return
    group["items"].append({"key": key, "params": _settings(written)})


def _settings(written: str) -> dict[str, Any]:
    """The first settings that the choice carries; none when it is not one of ours."""
    try:
        found = json.loads(written) if written else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _group(tree: Tree, path: str, _picked: dict[str, str]) -> None:
    group = at(tree, path)
    if group is not None and "items" in group and path.count(".") + 1 < DEEPEST:
        group["items"].append({"match": "any", "items": []})


def _remove(tree: Tree, path: str, _picked: dict[str, str]) -> None:
    siblings, place = _siblings(tree, path)
    if siblings is not None:
        del siblings[place]


def _step(by: int) -> Callable[[Tree, str, dict[str, str]], None]:
    def step(tree: Tree, path: str, _picked: dict[str, str]) -> None:
        siblings, place = _siblings(tree, path)
        if siblings is not None and 0 <= place + by < len(siblings):
            siblings.insert(place + by, siblings.pop(place))

    return step


def _move(tree: Tree, rest: str, _picked: dict[str, str]) -> None:
    """Dragging: out of its place, into another group at a place counted without it."""
    origin, _colon, goal = rest.partition(":")
    target, _colon, counted = goal.partition(":")
    siblings, found = _siblings(tree, origin)
    group = at(tree, target)
    place = place_of(counted)
    if siblings is None or group is None or "items" not in group or place is None:
        return
    if target == origin or target.startswith(f"{origin}."):
        return  # a group does not go into itself
    moved = siblings.pop(found)
    group["items"].insert(place, moved)


def paste(tree: Tree, path: str, item: Tree) -> None:
    """Put a copied group or condition at the end of a group, when it is not nested too deep."""
    group = at(tree, path)
    if group is not None and "items" in group and path.count(".") + _depth(item) < DEEPEST:
        group["items"].append(copy.deepcopy(item))


def _depth(item: Tree) -> int:
    return 1 + max(map(_depth, item["items"]), default=0) if "items" in item else 0


def _filter(tree: Tree, path: str, _picked: dict[str, str]) -> None:
    if (node := at(tree, path)) is not None and "params" in node:
        node["params"].setdefault("filters", []).append(dict(BLANK_FILTER))


def _unfilter(tree: Tree, rest: str, _picked: dict[str, str]) -> None:
    path, _colon, counted = rest.partition(":")
    node = at(tree, path) or {}
    filters, place = node.get("params", {}).get("filters", []), place_of(counted)
    if place is not None and place < len(filters):
        del filters[place]


def _siblings(tree: Tree, path: str) -> tuple[list[Any] | None, int]:
    above, _dot, counted = path.rpartition(".")
    items = (at(tree, above) or {}).get("items") if above else None
    place = place_of(counted)
    if not isinstance(items, list) or place is None or place >= len(items):
        return None, 0
    return items, place


DEEDS: dict[str, Callable[[Tree, str, dict[str, str]], None]] = {
    "add": _add,
    "group": _group,
    "remove": _remove,
    "up": _step(-1),
    "down": _step(1),
    "move": _move,
    "filter": _filter,
    "unfilter": _unfilter,
}

"""What the builder can take back, and what was copied. Nothing here needs JavaScript."""

import json
from typing import Any

from raabta.web.audiences.builder.acting import paste
from raabta.web.audiences.builder.reading import Tree, at
from raabta.web.http import HttpRequest

MOST_STEPS = 20
LARGEST = 200_000  # letters of all steps together
CLIP = "copied_condition"


class Steps:
    """The trees before each deed, oldest first; the form carries them along."""

    def __init__(self, written: str) -> None:
        self._trees = _list(written)

    def add(self, before: Tree, after: Tree) -> None:
        if before != after:
            self._trees = [*self._trees, before][-MOST_STEPS:]

    def take_back(self, now: Tree) -> Tree:
        """The tree before the last deed; the one of now when there is none."""
        return self._trees.pop() if self._trees else now

    def __str__(self) -> str:
        while len(written := json.dumps(self._trees)) > LARGEST:
            del self._trees[0]
        return written if self._trees else ""


def copy_item(request: HttpRequest, tree: Tree, path: str) -> None:
    """Keep a group or condition for this person, for other audiences of the workspace too."""
    if item := at(tree, path):
        request.session[CLIP] = {"workspace": request.workspace.pk, "item": item}


def copied(request: HttpRequest) -> Tree | None:
    clip = request.session.get(CLIP) or {}
    return clip["item"] if clip.get("workspace") == request.workspace.pk else None


def paste_item(request: HttpRequest, tree: Tree, path: str) -> None:
    if item := copied(request):
        paste(tree, path, item)


def _list(written: str) -> list[Tree]:
    """What the form brought, as far as it can be a tree; anybody can post anything."""
    try:
        found: Any = json.loads(written) if written and len(written) <= LARGEST else []
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, list):
        return []
    return [one for one in found if _is_tree(one)][-MOST_STEPS:]


def _is_tree(node: Any, depth: int = 0) -> bool:
    if not isinstance(node, dict) or depth > 2 * MOST_STEPS:
        return False
    if "items" in node:
        items = node["items"]
        return isinstance(items, list) and all(_is_tree(one, depth + 1) for one in items)
    return isinstance(node.get("key"), str) and isinstance(node.get("params"), dict)

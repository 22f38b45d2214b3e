"""From the posted fields to the rule's JSON; nothing is checked here.

"r~match" is the outermost group's, "r.0.1~operator" a field of the second item of the first.
"""

import re
from typing import Any

from django.http import QueryDict

from raabta.audiences.condition import conditions
from raabta.audiences.controls import input_of
from raabta.audiences.rules import Match

ROOT = "r"
NAME = re.compile(r"(r(?:\.\d{1,3}){0,6})~([a-z_]{1,40})")
FILTER = re.compile(r"filters\.(\d{1,2})\.(name|operator|value)")
MOST_NODES = 200
Tree = dict[str, Any]


def read(post: QueryDict) -> Tree:
    """The tree that the form shows, complete or not."""
    paths = {found[1] for name in post if (found := NAME.match(name))}
    if len(paths) > MOST_NODES:
        paths = set(sorted(paths)[:MOST_NODES])
    return _node(ROOT, paths | {ROOT}, post)


def at(tree: Tree, path: str) -> Tree | None:
    """The node at a path such as "r.0.1"."""
    found: Any = tree
    for step in path.split(".")[1:]:
        items = found.get("items", []) if isinstance(found, dict) else []
        place = place_of(step)
        if place is None or place >= len(items):
            return None
        found = items[place]
    return found if isinstance(found, dict) else None


def place_of(text: str) -> int | None:
    """A place in a list, counted from 0; None when the text is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def _node(path: str, paths: set[str], post: QueryDict) -> Tree:
    # a condition may have a field called "match" too
    if path != ROOT and (f"{path}~key" in post or f"{path}~match" not in post):
        return _condition(path, post)
    below = [one for one in paths if one.rpartition(".")[0] == path]
    below.sort(key=lambda one: int(one.rpartition(".")[2]))
    match = post.get(f"{path}~match", "all")
    least = {"least": post.get(f"{path}~least", "2").strip()} if match == Match.SOME else {}
    return {"match": match, **least, "items": [_node(one, paths, post) for one in below]}


def _condition(path: str, post: QueryDict) -> Tree:
    key = post.get(f"{path}~key", "")
    fields = conditions[key].model_fields if key in conditions else {}
    params: dict[str, Any] = {}
    for name, info in fields.items():
        drawn = input_of(info)
        value = _value(f"{path}~{name}", drawn.draw if drawn else "", post)
        if value is not None:
            params[name] = value
    return {"key": key, "params": params}


def _value(name: str, draw: str, post: QueryDict) -> Any:
    if draw == "filters":
        return _filters(name, post)
    if draw == "flag":
        return f"{name}.shown" in post and name in post
    if name not in post:
        return [] if draw == "choices" and f"{name}.shown" in post else None
    if draw == "texts":
        lines = [line.strip() for text in post.getlist(name) for line in text.splitlines()]
        return [line for line in lines if line]
    if draw == "choices":
        return [one for one in post.getlist(name) if one]
    return post.get(name, "").strip()


def _filters(name: str, post: QueryDict) -> list[dict[str, str]]:
    prefix = name.removesuffix("filters")
    found: dict[int, dict[str, str]] = {}
    for posted in post:
        place = FILTER.fullmatch(posted.removeprefix(prefix)) if posted.startswith(prefix) else None
        if place:
            found.setdefault(int(place[1]), {})[place[2]] = post.get(posted, "").strip()
    return [found[number] for number in sorted(found)]

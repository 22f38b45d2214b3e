"""Places inside JSON values, by dotted path, and the types found there. Pure: no Django."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

PLAIN = re.compile(r"[^.\[\]\"\\]{1,60}")  # a name that a path can hold
LONGEST, DEEPEST = 120, 8
MOST = 300  # paths of one attribute; further ones are noise
ITEMS = "[]"


def places(value: Any, before: str = "", depth: int = 0) -> Iterator[tuple[str, str, Any]]:
    """Path, type and value of everything inside; objects in lists stand under "name[]"."""
    if not isinstance(value, dict) or depth > DEEPEST:
        return
    for name, held in value.items():
        path = f"{before}{name}"
        if not PLAIN.fullmatch(name) or len(path) > LONGEST or held is None:
            continue
        kind = kind_of(held)
        yield path, kind, held
        if kind == "object":
            inner = held if isinstance(held, list) else [held]
            mark = f"{ITEMS}." if isinstance(held, list) else "."
            for one in inner:
                yield from places(one, path + mark, depth + 1)


def kind_of(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case dict():
            return "object"
        case list():
            return "object" if any(isinstance(one, dict | list) for one in value) else "list"
    return "date" if _is_day(str(value)) else "text"


def settled(kinds: Mapping[str, int]) -> str:
    """The one type of a place: the only one that was seen, else text."""
    seen = {kind for kind, count in kinds.items() if count}
    return seen.pop() if len(seen) == 1 else "text"


def value_at(value: Any, path: str) -> Any:
    """What stands at a path; None for nothing. Lists are not entered."""
    for name in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


class Seen:
    """Counts places over many profiles."""

    def __init__(self) -> None:
        self.kinds: dict[str, Counter[str]] = {}
        self.profiles: Counter[str] = Counter()

    def add(self, value: Any) -> None:
        mine = set()
        for path, kind, _held in places(value):
            if path not in self.kinds and len(self.kinds) >= MOST:
                continue
            self.kinds.setdefault(path, Counter())[kind] += 1
            mine.add(path)
        self.profiles.update(mine)

    def rows(self) -> list[tuple[str, str, int]]:
        """Path, type and number of profiles, by path."""
        return [
            (path, settled(self.kinds[path]), self.profiles[path]) for path in sorted(self.kinds)
        ]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return len(text) == 10 or text[10:11] in {"T", " "}

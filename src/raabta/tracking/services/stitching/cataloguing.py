"""Which events there are, and what they carry, learnt from what comes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from raabta.tracking.call import Call
from raabta.tracking.event_of_call import traits_of
from raabta.tracking.models import CatalogueEvent
from raabta.workspaces.models import Workspace

MOST_LINES = 2_000  # of a workspace: names made by mistake, such as one for each product
MOST_PROPERTIES = 100
LONGEST_KEY = 100
LONGEST_SAMPLE = 100
DAYS = timedelta(days=31)
Key = tuple[str, str]


@dataclass
class Catalogue:
    workspace: Workspace
    lines: dict[Key, CatalogueEvent] = field(default_factory=dict)
    changed: set[Key] = field(default_factory=set)
    room: int = 0

    @classmethod
    def of(cls, workspace: Workspace, calls: Sequence[Call]) -> "Catalogue":
        keys = {_key(call) for call in calls}
        names = sorted({name for _kind, name in keys})
        mine = CatalogueEvent.objects.filter(workspace=workspace)
        found = [
            row
            for at in range(0, len(names), 500)
            for row in mine.filter(name__in=names[at : at + 500])
        ]
        lines = {(row.kind, row.name): row for row in found}
        room = MOST_LINES - mine.count() if keys - lines.keys() else 0
        return cls(workspace, lines, room=room)

    def look(self, call: Call, at: datetime) -> CatalogueEvent | None:
        """The line of the call's name, which learns from it. None when there are too many."""
        key = _key(call)
        line = self.lines.get(key) or self._new(key, at)
        if line is not None:
            _learn(line, call, at)
            self.changed.add(key)
        return line

    def forget_all_but(self, keys: set[Key]) -> None:
        """The lines made since then were rolled back."""
        made = self.lines.keys() - keys
        self.room += len(made)
        self.changed -= made
        for key in made:
            del self.lines[key]

    def save(self) -> None:
        CatalogueEvent.objects.bulk_update(
            [self.lines[key] for key in sorted(self.changed)],
            ["count", "by_day", "properties", "last_seen_at"],
        )

    def _new(self, key: Key, at: datetime) -> CatalogueEvent | None:
        if self.room <= 0:
            return None
        self.room -= 1
        kind, name = key
        made, _is_new = CatalogueEvent.objects.get_or_create(
            workspace=self.workspace,
            kind=kind,
            name=name,
            defaults={"first_seen_at": at, "last_seen_at": at},
        )
        self.lines[key] = made
        return made


def _key(call: Call) -> Key:
    """Only tracked events have names of their own; a page's name is a property."""
    return (call.type or "", (call.event or "").strip() if call.type == "track" else "")


def _learn(line: CatalogueEvent, call: Call, at: datetime) -> None:
    today = at.date().isoformat()
    line.count += 1
    line.last_seen_at = max(line.last_seen_at, at)
    if today not in line.by_day:
        oldest = (at - DAYS).date().isoformat()
        line.by_day = {day: count for day, count in line.by_day.items() if day >= oldest}
    line.by_day[today] = line.by_day.get(today, 0) + 1
    carried = traits_of(call) if call.type in {"identify", "group"} else call.properties or {}
    for name, value in carried.items():
        # a sample of traits would tell of a person, also after they were erased
        sample = "" if call.type == "identify" else str(value)[:LONGEST_SAMPLE]
        _learn_property(
            line.properties, name[:LONGEST_KEY], _type(value), sample=sample, today=today
        )


def _learn_property(
    known: dict[str, Any], name: str, kind: str, *, sample: str, today: str
) -> None:
    if name not in known and len(known) >= MOST_PROPERTIES:
        return
    one = known.setdefault(name, {"types": [], "sample": "", "count": 0, "last_seen": today})
    if kind not in one["types"]:
        one["types"] = sorted([*one["types"], kind])
    one["count"] += 1
    if one["last_seen"] != today or not one["sample"]:
        one["sample"] = sample
    one["last_seen"] = today


def _type(value: object) -> str:
    """As JSON calls it; bool before number, for Python counts it as one."""
    kinds: tuple[tuple[str, type | tuple[type, ...]], ...] = (
        ("boolean", bool),
        ("number", (int, float)),
        ("text", str),
        ("list", list),
        ("object", dict),
    )
    return next((name for name, kind in kinds if isinstance(value, kind)), "null")

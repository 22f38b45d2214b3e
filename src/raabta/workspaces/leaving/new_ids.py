"""The ids that the rows of an archive get where they arrive.

Every model gets a free stretch of ids, as long as the one the rows had, so a new id is an old one
and a distance: no table of ids is held, however many rows there are. An id that the archive does
not hold has no new one, so no row can point to another workspace's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

ROOM = 10_000  # ids for what others write meanwhile, where others can


@dataclass(frozen=True)
class Stretch:
    first: int
    last: int
    start: int


class NewIds:
    """Tells new ids, and words that were made anew."""

    def __init__(self, stretches: Mapping[str, Stretch], origins: Mapping[str, str]) -> None:
        self._stretches = stretches
        self._origins = origins
        self.words: dict[str, str] = {}  # old -> new

    def stored(self) -> dict[str, Any]:
        """As JSON, for an arrival that goes on after its process died."""
        stretches = {
            name: [one.first, one.last, one.start] for name, one in self._stretches.items()
        }
        return {"stretches": stretches, "origins": dict(self._origins), "words": self.words}

    @classmethod
    def from_stored(cls, kept: Mapping[str, Any]) -> "NewIds":
        found = cls({k: Stretch(*ends) for k, ends in kept["stretches"].items()}, kept["origins"])
        found.words = dict(kept["words"])
        return found

    def of(self, model: str, old: Any) -> int | None:
        """The new id of a row of the model ("customers.Customer"); None when there is none.

        What is below zero is no row (a visitor of whom only a hash is known) and stays.
        """
        stretch = self._stretches.get(model)
        if isinstance(old, str) and old.isascii() and old.isdecimal():
            old = int(old)
        if not isinstance(old, int) or isinstance(old, bool):
            return None
        if old < 0:
            return old
        if stretch is None:
            return None
        return old - stretch.first + stretch.start if stretch.first <= old <= stretch.last else None

    def origin(self, text: str) -> str:
        """The same with the new id of its row: "campaign:12" becomes "campaign:40"."""
        kind, mark, old = text.partition(":")
        if kind not in self._origins or not old.isdecimal():
            return text
        return f"{kind}{mark}{self.of(self._origins[kind], int(old)) or 0}"


def reserve(model: type[models.Model], first: int, last: int) -> Stretch:
    """Take a free stretch of ids; call it inside the transaction that writes the rows."""
    span = last - first + 1
    if connection.vendor == "postgresql":
        return Stretch(first, last, _reserve_in_sequence(model, span))
    # SQLite counts on from the highest id by itself, and nobody else writes meanwhile
    highest = model._base_manager.aggregate(models.Max("pk"))["pk__max"] or 0
    with connection.cursor() as cursor:
        cursor.execute("select seq from sqlite_sequence where name = %s", [model._meta.db_table])
        counted = cursor.fetchone()
    return Stretch(first, last, max(highest, counted[0] if counted else 0) + 1)


def _reserve_in_sequence(model: type[models.Model], span: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_serial_sequence(%s, 'id')", [f'"{model._meta.db_table}"'])
        (sequence,) = cursor.fetchone()
        cursor.execute("select nextval(%s)", [sequence])
        start = cursor.fetchone()[0] + ROOM
        cursor.execute("select setval(%s, %s)", [sequence, start + span])
    return int(start)

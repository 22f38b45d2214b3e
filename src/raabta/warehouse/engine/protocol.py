"""What every warehouse engine can do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from raabta.warehouse.engine.shapes import Shape

if TYPE_CHECKING:
    from raabta.warehouse.engine.limits import Answer, Limits

Row = tuple[Any, ...]


class WarehouseBusy(Exception):
    """Another process holds the warehouse file; the message says which."""


class QueryStopped(Exception):
    """A newer query of the same asker replaced this one."""


class QueryTooSlow(QueryStopped):
    """It took longer than allowed."""


class Engine(Protocol):
    dialect: str  # as Ibis calls it

    def fetch(self, sql: str, *, seconds: float = 20.0, asker: str = "") -> list[Row]:
        """All rows of a query. A new query of the same `asker` stops the one before.

        Raises QueryStopped (QueryTooSlow after `seconds`), or WarehouseBusy when another process
        holds the file.
        """

    def stream(self, sql: str, *, size: int) -> Iterator[list[Row]]:
        """The rows of a query in blocks of `size`."""

    def explore(self, sql: str, *, limits: "Limits", asker: str) -> "Answer":
        """The first rows of one guarded SELECT; nothing can be written on its way.

        Raises QueryStopped, QueryTooSlow, QueryTooLarge, QueryWrong or WarehouseBusy.
        """

    def prepare(self, shapes: Sequence[Shape]) -> None:
        """Create and alter tables until they fit the shapes."""

    def unfilled(self) -> list[str]:
        """Tables that must be loaded from records from scratch."""

    def replace(
        self, shape: Shape, *, workspace_id: int, ids: Sequence[int], rows: Sequence[Row]
    ) -> None:
        """Put `rows` in place of every row whose key is one of `ids`, at once."""

    def append(self, shape: Shape, rows: Sequence[Row], *, batches: Sequence[int]) -> None:
        """Add rows that are not there yet, once for each inbox batch, at once."""

    def reattribute(self, shape: Shape, *, workspace_id: int, owners: Mapping[int, int]) -> None:
        """Give all events that were handed in under an id (the key) to its owner (the value)."""

    def drained(self) -> set[int]:
        """Inbox batches that were appended and perhaps not yet deleted."""

    def forget_drained(self, batches: Sequence[int]) -> None:
        """The inbox rows of these batches are gone."""

    def reload(
        self, shape: Shape, *, workspace_id: int | None, pages: Iterable[Sequence[Row]]
    ) -> None:
        """Put the pages in place of all rows (of one workspace); readers see old or new."""

    def remove(self, shape: Shape, *, workspace_id: int, ids: Sequence[int] | None) -> None:
        """Delete rows by key, or all of a workspace, beyond recovery."""

    def remove_before(
        self,
        shape: Shape,
        *,
        workspace_id: int,
        column: str,
        before: datetime,
        spared: Sequence[int],
    ) -> None:
        """Delete rows whose `column` lies earlier, beyond recovery, but none with a spared key."""

    def count(self, name: str, *, workspace_id: int) -> int: ...

    def clear(self) -> None:
        """Empty every table; for tests."""

    def rest(self) -> bool:
        """Tidy up when nothing happens (checkpoint, close). Returns whether it did something."""

    def is_owner(self) -> bool:
        """Whether this process may use the warehouse."""

    def close(self) -> None: ...

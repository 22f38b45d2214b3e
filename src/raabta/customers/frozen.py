"""Frozen selections: the ids a job acts on, in a file, so that nothing it does changes them."""

from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4

from django.conf import settings

BATCH = 1_000


def freeze(workspace_id: int, batches: Iterable[list[int]]) -> tuple[str, int]:
    """Write the ids. Returns the file's name and how many there are."""
    name = f"{workspace_id}-{uuid4().hex}.ids"
    path, count = _path(name), 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for batch in batches:
            array("q", batch).tofile(file)
            count += len(batch)
    return name, count


def thaw(name: str, *, start: int = 0) -> Iterator[list[int]]:
    """The ids from a position on, in batches."""
    with _path(name).open("rb") as file:
        file.seek(start * 8)
        while chunk := file.read(BATCH * 8):
            yield list(array("q", chunk))


def forget(name: str) -> None:
    _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(settings.FILES) / "selections" / Path(name).name

"""Locks between the processes of one machine; they end with the process that holds them."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

FOLDER = "locks"


@contextmanager
def taken(name: str) -> Iterator[bool]:
    """Whether nobody else holds the lock of this name; it is ours within the block, then."""
    folder = settings.DATA / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True

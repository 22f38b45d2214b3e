"""Read a Parquet file in a process whose memory has a limit, because nothing else limits it.

A page of a Parquet file, a dictionary or a nested list may unpack to any size, whatever the file
says of itself; only the system can stop that. This module run as a program writes messages to its
output: the columns and the number of rows first, then rows, then how it ended.
"""

import marshal
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from raabta.customers.import_format import LONGEST_CELL
from raabta.customers.import_formats.json_lines import text_of

MOST_MEMORY = 768 * 2**20  # bytes, PyArrow's own 100 MB within
BATCH = 1000  # rows
LARGEST_MESSAGE = 8 * 2**20  # letters, about
SIZE = struct.Struct("<Q")
TEXTS = {"string", "large_string"}
UNREADABLE = "unreadable_value"
# the memory is one arena of the system's own, so that the limit means what it says
SPARING = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1"}

Row = tuple[list[str], str]  # the cells, and the problem


class Damaged(Exception):
    """The file cannot be read, or not to its end."""


class TooLarge(Exception):
    """The file unpacks to more than the memory that a reader may have."""


def head(path: Path) -> tuple[list[str], int]:
    """The names of the columns and how many rows there are. Raises Damaged, TooLarge."""
    columns, count = next(_messages(path, after=-1))
    return columns, count


def rows(path: Path, *, after: int) -> Iterator[Row]:
    """The rows after the first `after`. Raises Damaged, TooLarge."""
    messages = _messages(path, after=after)
    next(messages)
    for some in messages:
        yield from some


def _messages(path: Path, *, after: int) -> Iterator[Any]:
    reader = subprocess.Popen(  # noqa: S603  it runs this very module
        [sys.executable, "-m", __name__, str(path), str(after)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **SPARING, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert reader.stdout  # noqa: S101  it was asked for
    try:
        while (message := _received(reader.stdout)) != "end":
            if message == "damaged":
                raise Damaged
            if message is None or message == "large":  # nothing: the system ended it
                raise TooLarge
            yield message
    finally:
        reader.kill()
        reader.communicate()


def _received(pipe: IO[bytes]) -> Any:
    size = pipe.read(SIZE.size)
    if len(size) < SIZE.size:
        return None
    packed = pipe.read(SIZE.unpack(size)[0])
    return marshal.loads(packed)  # noqa: S302  ours


def main(path: str, after: int) -> None:
    _limit_memory()
    import pyarrow as pa  # noqa: PLC0415 - only now there is a limit
    from pyarrow import parquet  # noqa: PLC0415

    try:
        with parquet.ParquetFile(path, pre_buffer=False) as file:
            _send((list(file.schema_arrow.names), int(file.metadata.num_rows)))
            texts = [one.name for one in file.schema_arrow if str(one.type) in TEXTS]
        if after >= 0:
            _send_rows(path, texts, after)
    except (MemoryError, pa.ArrowCapacityError):
        _send("large")
    except (pa.ArrowException, OSError, ValueError):
        _send("damaged")
    else:
        _send("end")


def _send_rows(path: str, texts: list[str], after: int) -> None:
    from pyarrow import parquet  # noqa: PLC0415

    seen, some, size = 0, list[Row](), 0
    # a text that the file says once stays one in memory
    with parquet.ParquetFile(path, read_dictionary=texts, pre_buffer=False) as file:
        for batch in file.iter_batches(batch_size=BATCH, use_threads=False):
            for row in zip(*map(_cells, batch.columns), strict=True):
                seen += 1
                if seen <= after:
                    continue
                cells = [text for text, _problem in row]
                some.append((cells, next((bad for _text, bad in row if bad), "")))
                size += sum(map(len, cells))
                if len(some) == BATCH or size > LARGEST_MESSAGE:
                    _send(some)
                    some, size = [], 0
    _send(some)


def _cells(column: Any) -> list[tuple[str, str]]:
    """The column's texts, each with its problem; the same word is the same object."""
    if hasattr(column, "dictionary"):
        words = [*_cells(column.dictionary), ("", "")]  # the last one for nothing
        return [words[-1 if place is None else place] for place in column.indices.to_pylist()]
    try:
        return [(_text(value), "") for value in column.to_pylist()]
    except (ValueError, OverflowError):
        return [_cell(value) for value in column]


def _cell(value: Any) -> tuple[str, str]:
    try:
        return _text(value.as_py()), ""
    # a moment finer than Python's own is a ValueError, a day after the year 9999 an OverflowError
    except (ValueError, OverflowError):
        return str(getattr(value, "value", "")), UNREADABLE


def _text(value: Any) -> str:
    text = text_of(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL + 1]


def _limit_memory() -> None:
    import resource  # noqa: PLC0415 - not on every system

    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))


def _send(message: Any) -> None:
    packed = marshal.dumps(message)
    sys.stdout.buffer.write(SIZE.pack(len(packed)))
    sys.stdout.buffer.write(packed)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

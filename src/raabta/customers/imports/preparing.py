"""Read a file and prepare its rows, chunk by chunk, here or in a process of its own.

The helper process is this module run as a program: it gets a `Reading` on its input and answers
with chunks on its output. While one chunk is written to the database it makes the next one, and
it ends by itself when the importing process dies.
"""

import marshal
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import astuple, dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from raabta.customers.import_format import ImportFormat, SourceRow
from raabta.customers.imports.person_rows import Cells, Prepared

SIZE = struct.Struct("<Q")
LONGEST_GROUP = 20_000  # rows that are kept in one chunk at most

Prepare = Callable[[list[Cells]], Any]


@dataclass(frozen=True)
class Reading:
    """What to read and how, in plain values; classes and functions as "module:name"."""

    format: str
    layout: dict[str, Any]
    path: str
    after_line: int
    size: int  # rows of a chunk
    together: int | None  # the column whose equal values in a row are not cut apart
    preparer: str
    plan: dict[str, Any]


class Chunk(NamedTuple):
    """Some rows that follow one another. Plain values: it passes between processes."""

    last_line: int
    rows: int
    prepared: tuple[Any, ...]  # a Prepared
    broken: list[tuple[int, list[str], str]]  # SourceRows that could not be read
    packed: bytes  # the cells by line; seldom needed, so they are unpacked only then

    def cells(self) -> dict[int, list[str]]:
        return cast("dict[int, list[str]]", marshal.loads(self.packed))  # noqa: S302  ours


class HelperFailed(Exception):
    """The helper process ended before the file did."""


def prepare_with(name: str, plan: dict[str, Any]) -> Prepare:
    """The preparer called `name` ("module:function") for this plan."""
    made: Prepare = _named(name)(plan)
    return made


def chunks(reading: Reading) -> Generator[Chunk]:
    """Raises UnreadableFile."""
    family: type[ImportFormat] = _named(reading.format)
    rows = family.model_validate(reading.layout).rows(
        Path(reading.path), after_line=reading.after_line
    )
    prepare = prepare_with(reading.preparer, reading.plan)
    for some in _cut(rows, reading.size, reading.together):
        good = [(row.line, row.cells) for row in some if not row.problem]
        yield Chunk(
            last_line=some[-1].line,
            rows=len(some),
            prepared=tuple(Prepared(*prepare(good))),
            broken=[(*row,) for row in some if row.problem],
            packed=marshal.dumps(dict(good)),
        )


def chunks_from_helper(reading: Reading) -> Generator[Chunk]:
    """The same from a process of its own. Raises HelperFailed."""
    helper = subprocess.Popen(  # noqa: S603  it runs this very module
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    try:
        _send(_pipe(helper.stdin), astuple(reading))
        while message := _receive(_pipe(helper.stdout)):
            yield Chunk(*message)
    except (EOFError, BrokenPipeError) as error:
        raise HelperFailed from error
    finally:
        helper.kill()
        helper.communicate()


def _cut(rows: Iterable[SourceRow], size: int, together: int | None) -> Iterator[list[SourceRow]]:
    some: list[SourceRow] = []
    for row in rows:
        if len(some) >= size and _may_cut(some, row.cells, together):
            yield some
            some = []
        some.append(row)
    if some:
        yield some


def _may_cut(some: list[SourceRow], cells: list[str], together: int | None) -> bool:
    if together is None or len(some) >= LONGEST_GROUP:
        return True
    last = some[-1]
    return bool(last.problem) or together >= len(cells) or last.cells[together] != cells[together]


def _named(name: str) -> Any:
    module, _, found = name.partition(":")
    return getattr(import_module(module), found)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe  # noqa: S101  it was asked for
    return pipe


def _send(pipe: IO[bytes], message: Any) -> None:
    packed = marshal.dumps(message)
    pipe.write(SIZE.pack(len(packed)))
    pipe.write(packed)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    head = pipe.read(SIZE.size)
    if len(head) < SIZE.size:
        raise EOFError
    packed = pipe.read(SIZE.unpack(head)[0])
    return marshal.loads(packed)  # noqa: S302  our own process wrote it


def main() -> None:
    try:
        for chunk in chunks(Reading(*_receive(sys.stdin.buffer))):
            _send(sys.stdout.buffer, tuple(chunk))
        _send(sys.stdout.buffer, ())
    except Exception as error:  # noqa: BLE001  whatever it is, the importing process reads on itself
        sys.exit(f"import helper: {error!r}")


if __name__ == "__main__":
    main()

"""Prepare chunks in helper processes, in order, a few ahead of the one that writes.

A helper is this module run as a program: it reads packed messages from its input and answers on
its output, so it needs no Django and ends by itself when the importing process dies.
"""

import marshal
import os
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from importlib import import_module
from typing import IO, Any, Self

from raabta.customers.imports.person_rows import Cells, Prepared

SIZE = struct.Struct("<Q")
HELPERS = 2
AHEAD = 2  # chunks in work for each helper

Prepare = Callable[[list[Cells]], Any]


def prepare_with(name: str, plan: dict[str, Any]) -> Prepare:
    """The preparer called `name` ("module:function") for this plan."""
    module, _, function = name.partition(":")
    made: Prepare = getattr(import_module(module), function)(plan)
    return made


class Helpers(AbstractContextManager["Helpers"]):
    """Some processes that prepare chunks; with `count` 0 the work is done here."""

    def __init__(self, name: str, plan: dict[str, Any], count: int) -> None:
        self._here = prepare_with(name, plan)
        self._processes = [_Process(name, plan) for _ in range(count)]
        self._threads = ThreadPoolExecutor(max_workers=max(1, count))
        self._free = deque(self._processes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args: object) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        for process in self._processes:
            process.close()

    def prepared(self, chunks: Iterable[list[Cells]]) -> Iterator[tuple[list[Cells], Prepared]]:
        """Each chunk with what became of it, in the order of the chunks."""
        if not self._processes:
            yield from ((chunk, Prepared(*self._here(_usable(chunk)))) for chunk in chunks)
            return
        waiting: deque[tuple[list[Cells], Future[Prepared]]] = deque()
        for chunk in chunks:
            waiting.append((chunk, self._threads.submit(self._remote, chunk)))
            if len(waiting) >= AHEAD * len(self._processes):
                first, future = waiting.popleft()
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()

    def _remote(self, chunk: list[Cells]) -> Prepared:
        process = self._free.popleft()  # as many threads as processes: one is always free
        try:
            return process.prepare(chunk)
        finally:
            self._free.append(process)


def _usable(chunk: list[Cells]) -> list[Cells]:
    """Without the rows that could not be read: they have no cells."""
    return [row for row in chunk if row[1]]


class _Process:
    def __init__(self, name: str, plan: dict[str, Any]) -> None:
        self._child = subprocess.Popen(  # noqa: S603  it runs this very module
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._send((name, plan))

    def prepare(self, chunk: list[Cells]) -> Prepared:
        self._send([tuple(row) for row in _usable(chunk)])
        assert self._child.stdout  # noqa: S101  it is a pipe
        return Prepared(*_receive(self._child.stdout))

    def _send(self, message: Any) -> None:
        assert self._child.stdin  # noqa: S101  it is a pipe
        _write(self._child.stdin, message)

    def close(self) -> None:
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                pipe.close()
        self._child.wait(timeout=10)


def _write(pipe: IO[bytes], message: Any) -> None:
    packed = marshal.dumps(message)
    pipe.write(SIZE.pack(len(packed)))
    pipe.write(packed)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    head = pipe.read(SIZE.size)
    if len(head) < SIZE.size:
        raise EOFError
    return marshal.loads(pipe.read(SIZE.unpack(head)[0]))  # noqa: S302  our own process wrote it


def main() -> None:
    pipe_in, pipe_out = sys.stdin.buffer, sys.stdout.buffer
    name, plan = _receive(pipe_in)
    prepare = prepare_with(name, plan)
    while True:
        try:
            chunk = _receive(pipe_in)
        except EOFError:
            return
        _write(pipe_out, tuple(prepare(chunk)))


if __name__ == "__main__":
    main()

"""Processes to kill: one of them loads Django once, and forks a worker whenever it is asked.

A test starts a `Nursery` over a data folder. `call` runs a function of `tests/crash/work.py` to its
end and brings its result; `start` lets it run until `kill` or `wait`. Nothing runs in the nursery
itself, so a worker never inherits a connection.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Any, Self

from tests.running import environment

ROOT = Path(__file__).resolve().parents[2]
KILLED = -signal.SIGKILL


class Nursery:
    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            env=environment(folder, RAABTA_LOG="critical", PYTHONPATH=f"{ROOT}:{ROOT / 'src'}"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()

    def start(self, name: str, *args: Any) -> int:
        """The process number of a worker that runs this function."""
        return int(self._ask("start", name, *args))

    def kill(self, pid: int) -> int:
        """Kill the worker. Returns how it ended: KILLED, or 0 when it was over before."""
        return int(self._ask("kill", pid))

    def wait(self, pid: int) -> int:
        """Wait for the worker's end. Returns its exit code."""
        return int(self._ask("wait", pid))

    def call(self, name: str, *args: Any) -> Any:
        """The result of this function, run in a process of its own."""
        answer = self._ask("call", name, *args)
        assert "result" in answer, f"{name} failed: see its traceback"
        return answer["result"]

    def _ask(self, *words: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def main() -> None:
    import django  # noqa: PLC0415  only the nursery's own process loads it

    django.setup()
    from tests.crash import work  # noqa: PLC0415

    answers = sys.stdout
    for line in sys.stdin:
        verb, *words = json.loads(line)
        if verb == "start":
            answer: Any = fork(work, words, None)
        elif verb == "call":
            answer = called(work, words)
        else:
            if verb == "kill":
                os.kill(words[0], signal.SIGKILL)
            answer = os.waitstatus_to_exitcode(os.waitpid(words[0], 0)[1])
        print(json.dumps(answer), file=answers, flush=True)


def called(work: Any, words: list[Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    pid = fork(work, words, writing)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(pid, 0)
    return {"result": json.loads(told)} if told else {}


def fork(work: Any, words: list[Any], writing: int | None) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        name, *args = words
        result = getattr(work, name)(*args)
        if writing is not None:
            pipe: IO[str] = os.fdopen(writing, "w")
            pipe.write(json.dumps(result))
            pipe.close()
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
        raise
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()

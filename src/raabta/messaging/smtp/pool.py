"""Connections that are kept for the next batch, a few for each server and process."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from math import ceil
from threading import Event, Lock
from time import monotonic

from raabta.messaging.channel import UNTRIED, Delivery, Kind, Mail, Outcome, Way
from raabta.messaging.smtp.connection import Connection, Down, Lost, Server

IDLE_SECONDS = 30.0
FRESH_SECONDS = 5.0  # younger than that, nobody asks whether it still lives
LOOK_SECONDS = 0.2
WANTED_SECONDS = 0.2  # how long a batch should take; slow servers get more connections


class Pool:
    def __init__(self, server: Server) -> None:
        self.server = server
        self._idle: list[Connection] = []
        self._lock = Lock()
        self._pace = 0.0  # seconds a mail takes, smoothed

    def deliver(self, mails: Sequence[Mail], way: Way, *, most: int) -> Delivery:
        """Send over as many connections as the server's pace asks for, at most `most`."""
        width = max(1, min(most, len(mails), ceil(self._pace * len(mails) / WANTED_SECONDS)))
        began = monotonic()
        alone = width == 1
        done = self._stream(mails, way.go_on) if alone else self._streams(mails, way, width)
        tried = sum(outcome.kind is not Kind.UNTRIED for outcome in done.outcomes)
        if tried:
            taken = (monotonic() - began) * width / tried
            self._pace = 0.5 * self._pace + 0.5 * taken if self._pace else taken
        return done

    def _streams(self, mails: Sequence[Mail], way: Way, width: int) -> Delivery:
        """Several connections at once; only this thread asks `way`, for that may read the database."""
        stop = Event()
        with ThreadPoolExecutor(width) as threads:
            shares = [
                threads.submit(self._stream, mails[at::width], lambda: not stop.is_set())
                for at in range(width)
            ]
            while wait(shares, timeout=LOOK_SECONDS).not_done:
                if not way.go_on():
                    stop.set()
            return _woven([share.result() for share in shares], len(mails))

    def _stream(self, mails: Sequence[Mail], go_on: Callable[[], bool]) -> Delivery:
        """One connection's share, in order."""
        outcomes: list[Outcome] = []
        try:
            for mail in mails:
                if not go_on():
                    break
                outcomes.append(self._send(mail))
        except Lost as trouble:  # twice with this mail: others may fare better after a rest
            outcomes.append(Outcome(Kind.RETRY, str(trouble)))
            return Delivery(_filled(outcomes, len(mails)), problem=str(trouble))
        except Down as trouble:
            return Delivery(_filled(outcomes, len(mails)), problem=str(trouble))
        return Delivery(_filled(outcomes, len(mails)))

    def _send(self, mail: Mail) -> Outcome:
        try:
            return self._send_once(mail)
        except Lost:
            return self._send_once(mail)  # it had grown old; a new one says what is wrong

    def _send_once(self, mail: Mail) -> Outcome:
        with self._connection() as connection:
            return connection.send(mail)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        connection = self._take() or Connection(self.server)
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        with self._lock:
            self._idle.append(connection)

    def _take(self) -> Connection | None:
        while True:
            with self._lock:
                found = self._idle.pop() if self._idle else None
            if found is None:
                return None
            age = monotonic() - found.used_at
            if age < FRESH_SECONDS or (age < IDLE_SECONDS and found.is_alive()):
                return found
            found.close()


def _filled(outcomes: list[Outcome], size: int) -> list[Outcome]:
    return outcomes + [UNTRIED] * (size - len(outcomes))


def _woven(shares: list[Delivery], size: int) -> Delivery:
    outcomes = [shares[at % len(shares)].outcomes[at // len(shares)] for at in range(size)]
    return Delivery(outcomes, next((share.problem for share in shares if share.problem), ""))


_pools: dict[Server, Pool] = {}
_guard = Lock()


def pool_of(server: Server) -> Pool:
    with _guard:
        return _pools.setdefault(server, Pool(server))

"""One commit for the requests that come at the same time.

A database makes everybody wait for everybody's commit, and SQLite lets those who wait sleep and
forgets their order. So whoever gets their turn commits for all who have come meanwhile.
"""

from dataclasses import dataclass
from threading import Lock

from django.db import Error, transaction

from raabta.tracking.models import InboxBatch


@dataclass
class Wish:
    row: InboxBatch
    is_over: bool = False
    error: Error | None = None


class Together:
    def __init__(self) -> None:
        self._turn, self._mutex = Lock(), Lock()
        self._wishes: list[Wish] = []

    def insert(self, row: InboxBatch) -> None:
        """Returns when the row is committed. Raises the database's error."""
        mine = Wish(row)
        with self._mutex:
            self._wishes.append(mine)
        with self._turn:
            if not mine.is_over:
                with self._mutex:
                    wishes, self._wishes = self._wishes, []
                _insert(wishes)
        if mine.error:
            raise mine.error


def _insert(wishes: list[Wish]) -> None:
    try:
        with transaction.atomic():
            InboxBatch.objects.bulk_create(wish.row for wish in wishes)
    except Error as error:
        if len(wishes) > 1:  # it is the fault of one of them, or nobody's
            for wish in wishes:
                _insert([wish])
            return
        wishes[0].error = error
    finally:
        for wish in wishes:
            wish.is_over = True

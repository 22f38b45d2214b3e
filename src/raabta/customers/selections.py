from collections.abc import Iterator
from typing import ClassVar

from raabta.customers.queries import people
from raabta.customers.selection import Selection
from raabta.workspaces.models import Workspace

BATCH = 5_000


class Listed(Selection):
    """People chosen one by one."""

    key: ClassVar = "listed"

    ids: list[int]

    def batches(self, workspace: Workspace) -> Iterator[list[int]]:
        wanted = list(dict.fromkeys(self.ids))
        for at in range(0, len(wanted), BATCH):
            held = people(workspace).filter(pk__in=wanted[at : at + BATCH]).order_by("pk")
            yield list(held.values_list("pk", flat=True))


class Everyone(Selection):
    """All people who are not deleted."""

    key: ClassVar = "everyone"

    def batches(self, workspace: Workspace) -> Iterator[list[int]]:
        last = 0
        while True:
            rest = people(workspace).filter(pk__gt=last).order_by("pk")
            ids = list(rest.values_list("pk", flat=True)[:BATCH])
            if not ids:
                return
            yield ids
            last = ids[-1]

"""The family of search sources: which kinds of record can be found, and by what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Hit:
    """One result; `icon` is a Lucide name, "" for that of its source."""

    label: str
    url: str
    hint: str = ""
    icon: str = ""
    id: int = 0


@dataclass(frozen=True)
class Texts:
    """What a record is found by."""

    names: Sequence[str] = ()  # words, which may be misspelled
    codes: Sequence[str] = ()  # order numbers, SKUs, domains: as they are, and their parts
    emails: Sequence[str] = ()
    phones: Sequence[str] = field(default=())  # E.164


class SearchSource(BaseModel):
    """Subclass it in `search_sources.py` (or the folder) of any context.

    Smaller positions stand higher. `table` is what `changes.mark` calls the records; their marks
    keep the index current. Without a table the records are few (some hundreds a workspace): all
    of them are read and compared with each question.
    """

    key: ClassVar[str]
    label: ClassVar[Promise | str]
    icon: ClassVar[str]
    permission: ClassVar[str]
    position: ClassVar[int] = 50
    table: ClassVar[str] = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            search_sources.register(cls.key, cls)

    def rows(self, workspace: Workspace) -> QuerySet[Any]:
        """The records that may be found: none that is deleted, archived or erased."""
        raise NotImplementedError

    def read(self, rows: QuerySet[Any]) -> Iterable[tuple[int, Texts]]:
        """By id, what each of these records is found by."""
        raise NotImplementedError

    def hit(self, record: Any) -> Hit:
        """How the record is shown."""
        raise NotImplementedError

    def ids(self, workspace: Workspace, *, after: int, limit: int) -> list[int]:
        """Ids of the records that may be found, ascending, greater than `after`."""
        rows = self.rows(workspace).filter(pk__gt=after).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:limit])

    def texts(self, workspace: Workspace, ids: Sequence[int]) -> Iterable[tuple[int, Texts]]:
        """Those of these records that may be found; the others are taken out of the index."""
        return self.read(self.rows(workspace).filter(pk__in=ids))

    def hits(self, workspace: Workspace, ids: Sequence[int]) -> list[Hit]:
        """The records in the order of the ids, without those that are gone."""
        held = self.rows(workspace).in_bulk(list(ids))
        return [self.hit(held[pk]) for pk in ids if pk in held]


search_sources: Registry[SearchSource] = Registry("search_sources")


def in_order() -> list[type[SearchSource]]:
    return sorted(search_sources.members(), key=lambda source: (source.position, source.key))


def indexed() -> list[type[SearchSource]]:
    return [source for source in in_order() if source.table]

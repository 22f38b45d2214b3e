"""Timelines, and the family of sources that each tell one kind of thing that happened with a person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel.money import Money
from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace

PAGE = 40


@dataclass(frozen=True)
class Line:
    """One detail of an entry: a changed field with both values, a bought product."""

    label: str
    value: str = ""
    was: str | None = None


@dataclass(frozen=True)
class Entry:
    """One row of the timeline. `id` is unique within its source; texts are already localised."""

    at: datetime
    id: str
    title: str
    icon: str
    text: str = ""
    by: str = ""
    whose: str = ""  # the person it is about, where several people's entries stand together
    whose_url: str = ""
    url: str = ""
    tone: str = "neutral"
    badge: str = ""
    amount: Money | None = None
    lines: tuple[Line, ...] = ()
    is_pinned: bool = False
    template: str = ""  # a partial of its own, given `entry`
    extra: Any = None


class Source(BaseModel):
    """One kind of thing that is told; the base of the families for a person and for a company.

    The key is also the name of the filter chip in the page's address.
    """

    family: ClassVar[Registry[Any]]
    key: ClassVar[str]
    label: ClassVar[Promise | str]
    icon: ClassVar[str]
    permission: ClassVar[str] = "customers.view"

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            cls.family.register(cls.key, cls)

    def entries(
        self, workspace: Workspace, about: int, before: datetime | None, limit: int, /
    ) -> list[Entry]:
        """At most `limit` entries earlier than `before` (or the latest), newest first."""
        raise NotImplementedError


timeline_sources: "Registry[TimelineSource]" = Registry("timeline_sources")


class TimelineSource(Source):
    """About a person. Subclass it in `timeline_sources.py` (or the folder) of any context."""

    family: ClassVar = timeline_sources


@dataclass(frozen=True)
class Told:
    """An entry with the source that told it."""

    source: type[Source]
    entry: Entry


@dataclass(frozen=True)
class Timeline:
    entries: list[Told]
    next_before: datetime | None


def sources_for(
    may: Callable[[str], bool], family: Registry[Any] = timeline_sources
) -> list[type[Source]]:
    """The sources that somebody with these permissions may read."""
    return [member for member in family.members() if may(member.permission)]


def read_timeline(
    workspace: Workspace,
    about: int,
    *,
    sources: Iterable[type[Source]],
    before: datetime | None = None,
    limit: int = PAGE,
) -> Timeline:
    """One page of everything that happened with the person (or the company), newest first.

    Entries of one moment are never split over two pages.
    """
    told = [
        Told(source, entry)
        for source in sources
        for entry in source().entries(workspace, about, before, limit + 1)
    ]
    told.sort(key=lambda one: one.entry.at, reverse=True)
    if len(told) <= limit:
        return Timeline(told, None)
    edge = told[limit - 1].entry.at
    page = [one for one in told if one.entry.at >= edge]
    return Timeline(page, edge)

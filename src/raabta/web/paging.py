"""Pages of a list: newest first by id, or by number where anything sorts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
SIZE = 50
DEEPEST = 10_000  # rows that paging by number reaches; farther, a filter is quicker


@dataclass(frozen=True)
class Paged:
    """A page of a list that is paged by number, because it can be sorted by anything."""

    rows: Sequence[Any]
    total: int
    page: int

    @property
    def first(self) -> int:
        return (self.page - 1) * SIZE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def previous(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def next(self) -> int | None:
        following = self.last < self.total and self.page * SIZE < DEEPEST
        return self.page + 1 if following else None


def asked_page(request: HttpRequest) -> int:
    return min(max(number(request, "page") or 1, 1), DEEPEST // SIZE)


def after_and_before(
    request: HttpRequest, newest_first: QuerySet[M], *, size: int = SIZE
) -> tuple[list[M], int | None, int | None]:
    """The rows that ?after= or ?before= ask for, and the ids for "previous" and "next"."""
    before, after = number(request, "before"), number(request, "after")
    if before is not None:
        rows = list(newest_first.filter(pk__gt=before).order_by("pk")[: size + 1])
        has_previous, has_next = len(rows) > size, True
        rows = rows[:size][::-1]
    else:
        found = newest_first if after is None else newest_first.filter(pk__lt=after)
        rows = list(found[: size + 1])
        has_previous, has_next = after is not None, len(rows) > size
        rows = rows[:size]
    if not rows:
        return [], None, None
    return rows, rows[0].pk if has_previous else None, rows[-1].pk if has_next else None


def number(request: HttpRequest, name: str) -> int | None:
    return whole(request.GET.get(name, ""))


def whole(text: str) -> int | None:
    """A whole number that a database can hold, such as the id of a row."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

"""Pages of a list that is ordered newest first, by id."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
SIZE = 50


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

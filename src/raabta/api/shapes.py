"""What requests and answers have in common: strict bodies, pages, cursors."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db import models
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

from raabta.api.problems import Problem

T = TypeVar("T")
M = TypeVar("M", bound=models.Model)
LARGEST_ID = 2**63 - 1


def _without_nul(value: object) -> object:
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("the character NUL is not allowed")
    return value


Text = Annotated[str, BeforeValidator(_without_nul)]
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]


class Body(Schema):
    """A request body; unknown fields are refused rather than lost."""

    model_config = ConfigDict(extra="forbid")


class PageQuery(Schema):
    """How every list is paged: follow `next_cursor` until it is null."""

    limit: int = Field(50, ge=1, le=200, description="How many items to answer with.")
    cursor: Text = Field("", max_length=100, description="`next_cursor` of the page before.")


class Page(Schema, Generic[T]):
    data: list[T]
    next_cursor: str | None


def page_of(
    rows: models.QuerySet[M], query: PageQuery, shape: Callable[[Sequence[M]], list[T]]
) -> dict[str, Any]:
    """One page of the rows, newest first. Raises Problem 400 for a cursor that is not ours."""
    if query.cursor:
        rows = rows.filter(pk__lt=_read(query.cursor))
    found = list(rows.order_by("-pk")[: query.limit + 1])
    more = len(found) > query.limit
    shown = found[: query.limit]
    return {"data": shape(shown), "next_cursor": _write(shown[-1].pk) if more else None}


def _write(pk: int) -> str:
    return urlsafe_b64encode(str(pk).encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    try:
        pk = int(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        raise Problem(400, "The cursor is not one of ours; start without it.") from None
    if not 0 < pk <= LARGEST_ID:
        raise Problem(400, "The cursor is not one of ours; start without it.")
    return pk

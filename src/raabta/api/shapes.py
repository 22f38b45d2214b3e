"""What requests and answers have in common: strict bodies, moments, texts, pages, cursors."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from ipaddress import ip_address
from typing import Annotated, Any, Generic, TypeVar

from django.db import models
from ninja import Schema
from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from raabta.api.problems import Problem

T = TypeVar("T")
M = TypeVar("M", bound=models.Model)
LARGEST_ID = 2**63 - 1
LARGEST_MINOR = 10**15  # sums of many such amounts still fit 64 bits
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
DEEPEST = 5
EARLIEST, LATEST = 1901, 2298


def _without_nul(value: object) -> object:
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("the character NUL is not allowed")
    return value


def _whole(value: object) -> object:
    """JSON does not tell 3 from 3.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _moment(value: object) -> object:
    """Databases hold years 1 to 9999 in UTC; offsets at either end would leave that range."""
    if not isinstance(value, str) or not RFC_3339.fullmatch(value):
        raise ValueError("write a moment as 2026-03-31T09:30:00Z, with an offset")
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("there is no such moment") from None


def _day(value: object) -> object:
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        raise ValueError("write a day as 2026-03-31")
    return date.fromisoformat(value)


def _within_reach(value: datetime) -> datetime:
    """The warehouses keep 1900 to 2299."""
    if not EARLIEST <= value.year <= LATEST:
        raise ValueError(f"the year lies before {EARLIEST} or after {LATEST}")
    return value


def _address(value: str) -> str:
    return str(ip_address(value))


def _storable(value: object) -> object:
    """JSON that every database can hold: no NUL, no huge numbers, not too deep."""
    for part in _parts(value, 0):
        if isinstance(part, str):
            str(_without_nul(part)).encode()
        elif isinstance(part, int | float) and not abs(part) <= LARGEST_ID:  # also true of NaN
            raise ValueError("the number is too large")
    return value


def _parts(value: object, depth: int) -> Iterator[object]:
    if depth > DEEPEST:
        raise ValueError(f"nested more than {DEEPEST} levels deep")
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _parts(part, depth + 1)
    else:
        yield value


Text = Annotated[str, BeforeValidator(_without_nul)]
Id = Annotated[int, Field(ge=1, le=LARGEST_ID), BeforeValidator(_whole)]
Minor = Annotated[int, Field(ge=-LARGEST_MINOR, le=LARGEST_MINOR)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["PKR"])]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-03-31T09:30:00Z"]}),
]
Day = Annotated[
    date,
    BeforeValidator(_day, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-31"]}),
]
IpAddress = Annotated[
    Text,
    AfterValidator(_address),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]}),
]
JsonObject = Annotated[dict[str, Any], AfterValidator(_storable)]
HappenedAt = Annotated[Moment, AfterValidator(_within_reach)]


class Body(Schema):
    """A request body; unknown fields and values of a near type are refused, not guessed at."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def whole_numbers(cls, data: Any) -> Any:
        return {key: _whole(held) for key, held in data.items()} if isinstance(data, dict) else data


class PageQuery(Schema):
    """How every list is paged: follow `next_cursor` until it is null."""

    limit: int = Field(50, ge=1, le=200, description="How many items to answer with.")
    cursor: str | None = Field(
        None,
        pattern=r"^[1-9][0-9]{0,17}$",
        description="`next_cursor` of the page before.",
    )


class Page(Schema, Generic[T]):
    data: list[T]
    next_cursor: str | None


def page_of(
    rows: models.QuerySet[M], query: PageQuery, shape: Callable[[Sequence[M]], list[T]]
) -> dict[str, Any]:
    """One page of the rows, newest first."""
    if query.cursor:
        rows = rows.filter(pk__lt=int(query.cursor))
    found = list(rows.order_by("-pk")[: query.limit + 1])
    more = len(found) > query.limit
    shown = found[: query.limit]
    return {"data": shape(shown), "next_cursor": str(shown[-1].pk) if more else None}


def refuse(errors: Sequence[dict[str, str]]) -> None:
    """Raises Problem 422 when there are errors; each has `where` and `message`."""
    if errors:
        raise Problem(422, "Nothing was changed. See errors for each field.", errors=list(errors))

"""Event sources: `/sources`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.problems import problems_from
from raabta.api.shapes import Body, Id, Page, PageQuery, Text, page_of
from raabta.tracking.models import Source
from raabta.tracking.queries import BadOrigin, sources
from raabta.tracking.services import sources as services

router = Router()
# "https://shop.example", with a port up to 59999 where there is one
Origin = Annotated[
    str, Field(pattern=r"^https?://[A-Za-z0-9.-]{1,200}(:[1-9][0-9]{0,3}|:[1-5][0-9]{4})?$")
]
Origins = list[Origin]


class SourceOut(Schema):
    id: int
    name: str
    kind: str
    write_key: str = Field(description="Lets one send events, and nothing else.")
    allowed_origins: list[str]
    unplanned: str
    is_on: bool
    honours_signals: bool
    sets_machines_apart: bool
    created_at: datetime
    last_used_at: datetime | None


class SourceIn(Body):
    name: Text = Field(min_length=1, max_length=100, pattern=r"\S", examples=["Shop website"])
    kind: Literal["web", "server"]
    allowed_origins: Origins = Field(
        [], max_length=50, description="Websites that may send. None: any.",
        examples=[["https://shop.example"]],
    )  # fmt: skip


class SourceChange(Body):
    name: Text | None = Field(None, min_length=1, max_length=100, pattern=r"\S")
    allowed_origins: Origins | None = Field(None, max_length=50)
    unplanned: Literal["allow", "queue", "block"] | None = None
    honours_signals: bool | None = None
    sets_machines_apart: bool | None = None
    is_on: bool | None = None


@router.get("", response=Page[SourceOut], summary="List event sources")
@allowed("tracking.sources")
def index(request: ApiRequest, query: Query[PageQuery]) -> Any:
    return page_of(sources(request.auth.workspace), query, shape)


@router.post("", response={201: SourceOut}, summary="Add an event source")
@allowed("tracking.sources")
def create(request: ApiRequest, body: SourceIn) -> Any:
    with problems_from(
        "Nothing was added.", conflicts=(services.TooManySources,), invalid=(BadOrigin,)
    ):
        made = services.create_source(
            workspace=request.auth.workspace,
            actor=request.auth.actor,
            name=body.name.strip(),
            kind=body.kind,
            allowed_origins=body.allowed_origins,
        )
    return Status(201, SourceOut.from_orm(made))


@router.get("/{int:source_id}", response=SourceOut, summary="One event source")
@allowed("tracking.sources")
def show(request: ApiRequest, source_id: Id) -> Any:
    return _found(request, source_id)


@router.patch("/{int:source_id}", response=SourceOut, summary="Change or pause an event source")
@allowed("tracking.sources")
def update(request: ApiRequest, source_id: Id, body: SourceChange) -> Any:
    """Absent fields stay; `is_on` pauses it and lets it go on."""
    workspace, actor = request.auth.workspace, request.auth.actor
    source = _found(request, source_id)
    given = {name: value for name, value in body.dict().items() if value is not None}
    is_on = given.pop("is_on", source.is_on)
    with problems_from("Nothing was changed.", invalid=(BadOrigin,)):
        services.edit_source(workspace=workspace, actor=actor, source_id=source.pk, **given)
    services.switch_source(workspace=workspace, actor=actor, source_id=source.pk, is_on=is_on)
    return _found(request, source_id)


@router.post(
    "/{int:source_id}/keys", response={201: SourceOut}, summary="Give a source a new write key"
)
@allowed("tracking.sources")
def rotate(request: ApiRequest, source_id: Id) -> Any:
    """The old key sends nothing from now on."""
    source = _found(request, source_id)
    made = services.rotate_key(
        workspace=request.auth.workspace, actor=request.auth.actor, source_id=source.pk
    )
    return Status(201, SourceOut.from_orm(made))


@router.delete("/{int:source_id}", response={204: None}, summary="Delete an event source")
@allowed("tracking.sources")
def delete(request: ApiRequest, source_id: Id) -> Any:
    """What it sent stays. It can be brought back under Undo."""
    source = _found(request, source_id)
    services.delete_source(
        workspace=request.auth.workspace, actor=request.auth.actor, source_id=source.pk
    )
    return Status(204, None)


def _found(request: ApiRequest, source_id: int) -> Source:
    return get_object_or_404(sources(request.auth.workspace), pk=source_id)


def shape(rows: Sequence[Source]) -> list[SourceOut]:
    return [SourceOut.from_orm(row) for row in rows]

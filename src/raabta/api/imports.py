"""Imports of files, as the wizard makes them: upload, settle the columns, start, take back."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field, ValidationError

from raabta.api.access import ApiRequest, allowed, demand
from raabta.api.problems import Problem, problems_from
from raabta.api.shapes import Body, Id, JsonObject, Page, PageQuery, Text, page_of
from raabta.customers.import_format import UnreadableFile
from raabta.customers.import_target import import_targets, offers, split
from raabta.customers.imports.reasons import explain
from raabta.customers.models import Import, RejectedRow
from raabta.customers.queries.imports import progress_of
from raabta.customers.services import imports as services

router = Router()
NOT_CHANGED = "Nothing was changed."
SETTLED = (services.WrongState,)


class TargetOut(Schema):
    target: str
    label: str
    fields: dict[str, str] = Field(description="Key of each field and its name.")
    options: JsonObject = Field(description="Options with what they are when nothing is said.")


class ImportOut(Schema):
    id: int
    target: str
    filename: str
    state: str
    columns: list[str]
    mapping: dict[str, str] = Field(description="Number of the column, from 0 -> key of a field.")
    options: JsonObject
    missing: list[str] = Field(description="What it still lacks to be started.")
    rows_read: int
    total_rows: int = Field(description="An estimate until the end.")
    counts: dict[str, int] = Field(description="created, updated, unchanged, rejected and so on.")
    error: str
    created_at: datetime
    finished_at: datetime | None


class RejectedOut(Schema):
    id: int
    line: int
    reason: str
    message: str
    row: list[str]


class UploadIn(Schema):
    target: Text = Field("customers", max_length=60, description="See /imports/targets.")


class ImportChange(Body):
    mapping: dict[Text, Text] = Field({}, max_length=1_000, examples=[{"0": "email"}])
    options: JsonObject = Field({}, max_length=50, examples=[{}])


@router.get("/targets", response=list[TargetOut], summary="What can be imported")
@allowed("customers.import")
def targets(request: ApiRequest) -> Any:
    workspace = request.auth.workspace
    found = []
    for offer in offers(workspace, request.auth.may):
        key, variant = split(offer.name)
        member = import_targets[key]
        given = {**member.defaults(workspace), **member.of_variant(variant)}
        target = import_targets.build(key, given)
        fields = {one.key: str(one.label) for one in target.fields(workspace)}
        options = target.model_dump(mode="json")
        found.append(
            TargetOut(target=offer.name, label=offer.label, fields=fields, options=options)
        )
    return found


@router.get("", response=Page[ImportOut], summary="List imports")
@allowed("customers.import")
def index(request: ApiRequest, query: Query[PageQuery]) -> Any:
    rows = Import.objects.filter(workspace=request.auth.workspace)
    return page_of(rows, query, lambda found: [shape(one) for one in found])


@router.post("", response={201: ImportOut}, summary="Upload a file")
@allowed("customers.import")
def create(request: ApiRequest, body: Form[UploadIn], file: File[UploadedFile]) -> Any:
    """Its columns are guessed; nothing is imported before it is started."""
    workspace = request.auth.workspace
    if body.target not in {one.name for one in offers(workspace, request.auth.may)}:
        raise Problem(422, "There is no such target; see /imports/targets. Nothing was kept.")
    with problems_from(
        "Nothing was kept.", invalid=(UnreadableFile, services.FileTooLarge, UnicodeError)
    ):
        row = services.receive_file(
            workspace=workspace,
            actor=request.auth.actor,
            target=body.target,
            filename=file.name or "file",
            pieces=file.chunks(),
        )
    return Status(201, shape(row))


@router.get("/{int:import_id}", response=ImportOut, summary="One import")
@allowed("customers.import")
def show(request: ApiRequest, import_id: Id) -> Any:
    return shape(found(request, import_id))


@router.patch("/{int:import_id}", response=ImportOut, summary="Say what the columns are")
@allowed("customers.import")
def update(request: ApiRequest, import_id: Id, body: ImportChange) -> Any:
    """What is not named stays; "" leaves a column out."""
    row = found(request, import_id)
    if unknown := [place for place in body.mapping if not place.isdecimal()]:
        raise Problem(422, f"Columns are told by number, not {unknown[0]!r}. {NOT_CHANGED}")
    mapping = {**row.mapping, **body.mapping}
    try:
        with problems_from(NOT_CHANGED, conflicts=SETTLED):
            services.change_mapping(row=row, mapping=mapping, options=body.options)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Problem(422, f"options.{where}: {first['msg']} {NOT_CHANGED}") from None
    return shape(row)


@router.post("/{int:import_id}/start", response={202: ImportOut}, summary="Start an import")
@allowed("customers.import")
def start(request: ApiRequest, import_id: Id) -> Any:
    """It runs in the background; ask for it again to see how far it is."""
    row = found(request, import_id)
    with problems_from("Nothing was started.", conflicts=SETTLED, invalid=(services.NotReady,)):
        begun = services.start_import(
            workspace=request.auth.workspace, row=row, actor=request.auth.actor
        )
    return Status(202, shape(begun))


@router.get("/{int:import_id}/rejected", response=Page[RejectedOut], summary="Rejected rows")
@allowed("customers.import")
def rejected(request: ApiRequest, import_id: Id, query: Query[PageQuery]) -> Any:
    """Word for word, with the reasons, the last line first."""
    row = found(request, import_id)
    columns = row.layout["columns"]

    def shaped(rows: Any) -> list[RejectedOut]:
        return [
            RejectedOut(
                id=one.pk,
                line=one.line,
                reason=one.reason,
                message=explain(one.problems, columns, row.target),
                row=one.row,
            )
            for one in rows
        ]

    return page_of(RejectedRow.objects.filter(run=row), query, shaped)


@router.post("/{int:import_id}/revert", response={202: ImportOut}, summary="Take an import back")
@allowed("customers.import")
def revert(request: ApiRequest, import_id: Id) -> Any:
    row = found(request, import_id)
    with problems_from("Nothing was taken back.", conflicts=SETTLED):
        services.revert_import(workspace=request.auth.workspace, row=row, actor=request.auth.actor)
    return Status(202, shape(found(request, import_id)))


@router.delete("/{int:import_id}", response={204: None}, summary="Throw an upload away")
@allowed("customers.import")
def delete(request: ApiRequest, import_id: Id) -> Any:
    """Only before it was started."""
    with problems_from(NOT_CHANGED, conflicts=SETTLED):
        services.discard_import(row=found(request, import_id))
    return Status(204, None)


def found(request: ApiRequest, import_id: int) -> Import:
    """The import, whose target may need a scope of its own."""
    row = get_object_or_404(
        Import.objects.select_related("workspace"), workspace=request.auth.workspace, pk=import_id
    )
    if row.target in import_targets and request.method != "GET":
        demand(request, import_targets[row.target].permission)
    return row


def shape(row: Import) -> ImportOut:
    progress = progress_of(row)
    is_open = row.state == Import.State.UPLOADED and row.target in import_targets
    return ImportOut(
        id=row.pk,
        target=row.asked_target or row.target,
        filename=row.filename,
        state=progress.state,
        columns=row.layout.get("columns", []),
        mapping=row.mapping,
        options=row.options,
        missing=services.missing(row) if is_open else [],
        rows_read=row.rows_read,
        total_rows=progress.total,
        counts={key: count for key, count in row.counts.items() if count},
        error=progress.error,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )

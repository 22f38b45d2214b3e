"""Records of a kind: `/objects/of/vehicle`."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.attributes.values import AttributeValues
from raabta.api.objects.bulk import asked
from raabta.api.objects.kinds import kind_called
from raabta.api.shapes import Body, Id, Page, PageQuery, Text, page_of, refuse
from raabta.objects.models import ObjectKind, ObjectRecord
from raabta.objects.queries import links, records, roles_of
from raabta.objects.queries.filtering import MOST_TESTS
from raabta.objects.queries.finding import TargetUnknown, target_of
from raabta.objects.services.bulk import delete_many
from raabta.objects.services.links import InvalidLink, link
from raabta.objects.services.records import (
    InvalidRecord,
    edit_record,
    upsert_record,
)

router = Router()
MOST = 500


class RecordOut(Schema):
    id: int
    external_id: str
    title: str
    attributes: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class RecordChange(Body):
    """Absent fields stay as they are; null clears a field."""

    external_id: Text | None = Field(None, max_length=150)
    attributes: AttributeValues = Field({}, examples=[{}])


class RecordIn(RecordChange):
    links: dict[Text, list[Text]] = Field(
        {},
        description="By relation, whom to link: e-mail, phone, external id, domain or name.",
        examples=[{}],
    )


class RecordsIn(Body):
    records: list[RecordIn] = Field(min_length=1, max_length=MOST)


class RecordOutcome(Schema):
    row: int = Field(description="Its place in `records`, from 0.")
    outcome: Literal["created", "updated", "rejected"]
    id: int | None
    message: str | None


class RecordsOut(Schema):
    counts: dict[str, int]
    rows: list[RecordOutcome]


class RecordQuery(PageQuery):
    q: Text = Field("", max_length=200, description="Words of the title or the unique key.")
    filter: list[Text] = Field(
        [],
        max_length=MOST_TESTS,
        description="Tests “column:operator:value”, such as attributes.doors:at_least:5.",
    )
    external_id: Text = Field("", max_length=150)
    customer_id: Id | None = Field(None, description="Linked to this person.")


def shape(rows: Sequence[ObjectRecord]) -> list[RecordOut]:
    return [RecordOut.from_orm(row) for row in rows]


@router.get("/of/{str:kind_key}", response=Page[RecordOut], summary="List records of a kind")
@allowed("objects.view")
def index(request: ApiRequest, kind_key: Text, query: Query[RecordQuery]) -> Any:
    """Columns: title, external_id, created_at, updated_at, attributes.<field>, role.<relation>.

    Operators: is, contains, at_least, at_most, filled, empty.
    """
    workspace = request.auth.workspace
    rows = asked(request, kind_called(workspace, kind_key), query.q, query.filter)
    if query.external_id:
        rows = rows.filter(external_id=query.external_id)
    if query.customer_id:
        mine = links(workspace).filter(customer=query.customer_id)
        rows = rows.filter(pk__in=mine.values("record"))
    return page_of(rows, query, shape)


@router.post(
    "/of/{str:kind_key}",
    response={200: RecordOut, 201: RecordOut},
    summary="Save a record; repeatable by its external id",
)
@allowed("objects.edit")
def create(request: ApiRequest, kind_key: Text, body: RecordIn) -> Any:
    """One of the same external id is changed. Answers 201 when it is new, else 200."""
    kind = kind_called(request.auth.workspace, kind_key)
    try:
        record, is_new = _saved(request, kind, body)
    except InvalidRecord as error:
        refuse(_errors(error))
        raise
    return Status(201 if is_new else 200, RecordOut.from_orm(record))


@router.post("/of/{str:kind_key}/bulk", response=RecordsOut, summary="Save up to 500 records")
@allowed("objects.edit")
def create_many(request: ApiRequest, kind_key: Text, body: RecordsIn) -> Any:
    """Records that cannot be kept are rejected with the reason; the others are saved."""
    kind = kind_called(request.auth.workspace, kind_key)
    rows = [_outcome(request, kind, row, one) for row, one in enumerate(body.records)]
    return RecordsOut(counts=Counter(one.outcome for one in rows), rows=rows)


@router.get("/records/{int:record_id}", response=RecordOut, summary="One record")
@allowed("objects.view")
def show(request: ApiRequest, record_id: Id) -> Any:
    return get_object_or_404(records(request.auth.workspace), pk=record_id)


@router.patch("/records/{int:record_id}", response=RecordOut, summary="Change a record")
@allowed("objects.edit")
def update(request: ApiRequest, record_id: Id, body: RecordChange) -> Any:
    workspace = request.auth.workspace
    held = get_object_or_404(records(workspace), pk=record_id)
    try:
        return edit_record(
            workspace=workspace,
            actor=request.auth.actor,
            record_id=held.pk,
            values=_values(body),
        )
    except InvalidRecord as error:
        refuse(_errors(error))
        raise


@router.delete("/records/{int:record_id}", response={204: None}, summary="Delete a record")
@allowed("objects.delete")
def delete(request: ApiRequest, record_id: Id) -> Any:
    """The change can be taken back in the pages."""
    workspace = request.auth.workspace
    held = get_object_or_404(records(workspace).select_related("kind"), pk=record_id)
    delete_many(workspace=workspace, actor=request.auth.actor, kind=held.kind, ids=[held.pk])
    return Status(204, None)


@transaction.atomic
def _saved(request: ApiRequest, kind: ObjectKind, body: RecordIn) -> tuple[ObjectRecord, bool]:
    workspace = request.auth.workspace
    record, is_new = upsert_record(
        workspace=workspace, actor=request.auth.actor, kind=kind, values=_values(body)
    )
    roles = {role.key: role for role in roles_of(kind)} if body.links else {}
    for name, texts in body.links.items():
        if name not in roles:
            raise InvalidRecord({f"links.{name}": "The kind has no such relation."})
        for text in texts:
            try:
                target_id = target_of(workspace, roles[name], text)
                link(
                    workspace=workspace,
                    actor=request.auth.actor,
                    record_id=record.pk,
                    role=roles[name],
                    target_id=target_id,
                )
            except (TargetUnknown, InvalidLink) as error:
                raise InvalidRecord({f"links.{name}": str(error)}) from error
    return record, is_new


def _outcome(request: ApiRequest, kind: ObjectKind, row: int, one: RecordIn) -> RecordOutcome:
    try:
        record, is_new = _saved(request, kind, one)
    except InvalidRecord as error:
        return RecordOutcome(row=row, outcome="rejected", id=None, message=str(error))
    verb: Any = "created" if is_new else "updated"
    return RecordOutcome(row=row, outcome=verb, id=record.pk, message=None)


def _values(body: RecordChange) -> dict[str, Any]:
    given = {"external_id": body.external_id} if "external_id" in body.model_fields_set else {}
    return {**body.attributes, **given}


def _errors(error: InvalidRecord) -> list[dict[str, str]]:
    plain = ("external_id", "links.")
    return [
        {"where": f"body.{key if key.startswith(plain) else f'attributes.{key}'}", "message": says}
        for key, says in error.errors.items()
    ]

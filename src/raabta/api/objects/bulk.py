"""Change or delete many records of a kind at once: `/objects/of/vehicle/edits`."""

from typing import Any

from django.db.models import QuerySet
from ninja import Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.objects.kinds import kind_called
from raabta.api.problems import Problem, problems_from
from raabta.api.shapes import Body, Id, Text
from raabta.customers.attributes import InvalidValue
from raabta.objects.models import ObjectKind, ObjectRecord
from raabta.objects.queries.filtering import MOST_TESTS, BadTest, FieldTest, asked_for
from raabta.objects.services.bulk import NoSuchField, Started, delete_many, set_field

router = Router()


class ChoiceIn(Body):
    ids: list[Id] | None = Field(None, max_length=500)
    q: Text = Field("", max_length=200)
    filter: list[Text] = Field([], max_length=MOST_TESTS, description="As in the list of records.")


class EditIn(ChoiceIn):
    field: Text = Field(max_length=60, examples=["doors"])
    value: Any = Field(None, description="As in a record's attributes; null empties the field.")


class DoneOut(Schema):
    change_set: int = Field(description="What takes it back in the pages.")
    job: int | None = Field(description="It goes on in the background, if not null.")
    changed: int


@router.post(
    "/of/{str:kind_key}/edits",
    response={200: DoneOut, 202: DoneOut},
    summary="Set a field of many records",
)
@allowed("objects.edit")
def edit_many(request: ApiRequest, kind_key: Text, body: EditIn) -> Any:
    """At once up to 500 records, else in the background; the change can be taken back."""
    kind = kind_called(request.auth.workspace, kind_key)
    with problems_from("Nothing was changed.", invalid=(NoSuchField, InvalidValue)):
        started = set_field(
            workspace=request.auth.workspace,
            actor=request.auth.actor,
            kind=kind,
            ids=_chosen(request, kind, body),
            key=body.field,
            value=body.value,
        )
    return _done(started)


@router.post(
    "/of/{str:kind_key}/deletions",
    response={200: DoneOut, 202: DoneOut},
    summary="Delete many records",
)
@allowed("objects.delete")
def remove_many(request: ApiRequest, kind_key: Text, body: ChoiceIn) -> Any:
    """At once up to 500 records, else in the background; the change can be taken back."""
    kind = kind_called(request.auth.workspace, kind_key)
    ids = _chosen(request, kind, body)
    started = delete_many(
        workspace=request.auth.workspace, actor=request.auth.actor, kind=kind, ids=ids
    )
    return _done(started)


def asked(
    request: ApiRequest, kind: ObjectKind, words: str, filters: list[str]
) -> QuerySet[ObjectRecord]:
    tests = [_test(one) for one in filters]
    with problems_from("Nothing was done.", invalid=(BadTest,)):
        return asked_for(request.auth.workspace, kind, search=words, tests=tests)


def _test(text: str) -> FieldTest:
    key, _mark, rest = text.partition(":")
    operator, _mark, value = rest.partition(":")
    return FieldTest(key.strip(), operator.strip(), value.strip())


def _chosen(request: ApiRequest, kind: ObjectKind, body: ChoiceIn) -> list[int]:
    rows = asked(request, kind, body.q, body.filter)
    if body.ids is None and not (body.q or body.filter):
        raise Problem(422, "Name ids, words or filters. Nothing was changed.")
    if body.ids is not None:
        rows = rows.filter(pk__in=body.ids)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _done(started: Started) -> Any:
    job = started.job
    done = DoneOut(
        change_set=started.change_set.pk, job=job.pk if job else None, changed=started.changed
    )
    return Status(202 if job else 200, done)

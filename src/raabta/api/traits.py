"""Attributes that are computed from events and orders: `/traits`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field, ValidationError

from raabta.api.access import ApiRequest, allowed
from raabta.api.audiences.rules import plain_schema
from raabta.api.problems import problems_from
from raabta.api.shapes import Body, Id, JsonObject, Page, PageQuery, Text, page_of, refuse
from raabta.audiences.queries.traits import in_words, standing_of, values_of, words_of
from raabta.audiences.question import Question
from raabta.audiences.rules import told
from raabta.audiences.services.traits import (
    KindStays,
    compute_later,
    define_trait,
    edit_trait,
)
from raabta.audiences.trait import Trait, trait_from, traits
from raabta.customers.models import AttributeDefinition, Customer
from raabta.customers.services.attributes import KeyTaken, retire_attribute
from raabta.workspaces.models import Workspace

router = Router()
EXAMPLE = {"name": "Viewed product", "span": "last", "days": 30}


class TraitOut(Schema):
    id: int
    key: str = Field(description="Of the attribute, as in a customer's `attributes`.")
    label: str
    kind: str
    way: str
    params: dict[str, Any]
    sentence: str = Field(description="How the values come about.")
    people: int | None = Field(description="How many had a value when all were computed last.")
    computed_at: datetime | None
    archived_at: datetime | None


class WayOut(Schema):
    key: str
    label: str
    group: str
    kind: str = Field(description="Of the attribute that holds the values.")
    params: dict[str, Any] = Field(description="JSON Schema of its params.")


class TraitChange(Body):
    """Absent fields stay; another way must give values of the same kind."""

    label: Text | None = Field(None, min_length=1, max_length=100, pattern=r"\S")
    way: Text | None = Field(None, max_length=60, examples=["count"])
    params: JsonObject | None = Field(None, examples=[EXAMPLE])
    is_archived: bool | None = Field(None, description="Archived ones are hidden everywhere.")


class TraitIn(Body):
    label: Text = Field(min_length=1, max_length=100, pattern=r"\S", examples=["Views this month"])
    way: Text = Field(max_length=60, description="See `/traits/ways`.", examples=["count"])
    params: JsonObject = Field(examples=[EXAMPLE])


class PreviewIn(Body):
    customer_id: Id
    way: Text = Field(max_length=60, examples=["count"])
    params: JsonObject = Field(examples=[EXAMPLE])


class PreviewOut(Schema):
    sentence: str
    value: Any = Field(description="What the customer's value would be; null for none.")


class Asked(Schema):
    job_id: int


@router.get("", response=Page[TraitOut], summary="List computed attributes")
@allowed("customers.view")
def index(request: ApiRequest, query: Query[PageQuery]) -> Any:
    return page_of(computed(request.auth.workspace), query, shaped)


@router.get("/ways", response=list[WayOut], summary="List ways to compute")
@allowed("customers.view")
def list_ways(request: ApiRequest) -> Any:
    return [
        WayOut(
            key=one.key,
            label=str(one.label),
            group=str(one.group),
            kind=one.kind,
            params={
                name: {"type": "any", **plain_schema(schema)}
                for name, schema in one.model_json_schema()["properties"].items()
            },
        )
        for one in traits.members()
    ]


@router.post("", response={201: TraitOut}, summary="Compute an attribute")
@allowed("customers.attributes")
def create(request: ApiRequest, body: TraitIn) -> Any:
    """The values are computed in the background, and kept current from then on."""
    with problems_from("Nothing was created.", conflicts=(KeyTaken,)):
        made = define_trait(
            workspace=request.auth.workspace,
            actor=request.auth.actor,
            label=body.label.strip(),
            trait=trait_of(body.way, body.params),
        )
    return Status(201, shaped([made])[0])


@router.post("/preview", response=PreviewOut, summary="Try it for one customer")
@allowed("customers.view")
def preview(request: ApiRequest, body: PreviewIn) -> Any:
    workspace = request.auth.workspace
    person = get_object_or_404(Customer, workspace=workspace, pk=body.customer_id, deleted_at=None)
    trait = trait_of(body.way, body.params)
    found = values_of(trait, Question(workspace), [person.pk])
    return PreviewOut(sentence=in_words(trait), value=found.get(person.pk))


@router.get("/{int:trait_id}", response=TraitOut, summary="One computed attribute")
@allowed("customers.view")
def show(request: ApiRequest, trait_id: Id) -> Any:
    return shaped([_held(request, trait_id)])[0]


@router.patch("/{int:trait_id}", response=TraitOut, summary="Change a computed attribute")
@allowed("customers.attributes")
def update(request: ApiRequest, trait_id: Id, body: TraitChange) -> Any:
    workspace, actor = request.auth.workspace, request.auth.actor
    held = _held(request, trait_id)
    if body.label is not None or body.way is not None or body.params is not None:
        was = held.computed or {}
        params = was["params"] if body.params is None else body.params
        with problems_from("Nothing was changed.", conflicts=(KindStays,)):
            edit_trait(
                workspace=workspace,
                actor=actor,
                definition=held,
                label=(body.label or held.label).strip(),
                trait=trait_of(body.way or was["key"], params),
            )
    if body.is_archived is not None and body.is_archived != (held.archived_at is not None):
        retire_attribute(
            workspace=workspace, actor=actor, definition_id=held.pk, is_retired=body.is_archived
        )
    return shaped([_held(request, trait_id)])[0]


@router.post("/{int:trait_id}/compute", response={202: Asked}, summary="Compute everybody anew")
@allowed("customers.attributes")
def compute(request: ApiRequest, trait_id: Id) -> Any:
    held = _held(request, trait_id)
    job = compute_later(
        workspace=request.auth.workspace, actor=request.auth.actor, definition_id=held.pk
    )
    return Status(202, Asked(job_id=job.pk))


def computed(workspace: Workspace) -> QuerySet[AttributeDefinition]:
    return AttributeDefinition.objects.filter(workspace=workspace, computed__isnull=False)


def _held(request: ApiRequest, trait_id: int) -> AttributeDefinition:
    return get_object_or_404(computed(request.auth.workspace), pk=trait_id)


def trait_of(way: str, params: dict[str, Any]) -> Trait:
    """The trait that a body describes; what is wrong with it is told by its place."""
    if way not in traits:
        refuse([{"where": "body.way", "message": f"One of: {', '.join(traits)}."}])
    try:
        return trait_from({"key": way, "params": params})
    except ValidationError as error:
        refuse(
            [
                {"where": ".".join(("body.params", *map(str, one["loc"]))), "message": told(one)}
                for one in error.errors()
            ]
        )
        raise


def shaped(rows: Sequence[AttributeDefinition]) -> list[TraitOut]:
    return [_shape(row) for row in rows]


def _shape(row: AttributeDefinition) -> TraitOut:
    standing, how = standing_of(row), row.computed or {}
    return TraitOut(
        id=row.pk,
        key=row.key,
        label=row.label,
        kind=row.kind,
        way=how["key"],
        params=how["params"],
        sentence=words_of(row),
        people=standing.people if standing else None,
        computed_at=standing.computed_at if standing else None,
        archived_at=row.archived_at,
    )

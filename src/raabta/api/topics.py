"""What people may choose to hear about: `/topics`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.customers.consents import Channel
from raabta.api.problems import Problem
from raabta.api.shapes import Body, Id, Page, PageQuery, Text, page_of
from raabta.customers.models import Topic
from raabta.customers.services.topics import (
    InvalidTopic,
    TopicFields,
    archive_topic,
    create_topic,
    edit_topic,
    restore_topic,
)
from raabta.workspaces.models import Workspace

router = Router()
Language = Literal["en", "ur", "bn"]
Name = Annotated[Text, Field(max_length=80)]
Description = Annotated[Text, Field(max_length=300)]


class TopicOut(Schema):
    id: int
    key: str = Field(description="Answers are kept under topic: and this.")
    names: dict[str, str] = Field(description="By language.")
    descriptions: dict[str, str]
    purpose: str
    channels: list[str]
    kind: str = Field(description="opt_in: nobody without a yes. opt_out: until they say no.")
    created_at: datetime
    archived_at: datetime | None


class TopicChange(Body):
    """Absent fields stay as they are. Key and purpose never change."""

    names: dict[Language, Name] | None = Field(None, examples=[{"en": "Weekly offers"}])
    descriptions: dict[Language, Description] | None = None
    channels: list[Channel] | None = Field(None, max_length=10)
    kind: Literal["opt_in", "opt_out"] | None = None


class TopicIn(Body):
    key: Text = Field("", max_length=24, description="Made from the name when it is absent.")
    names: dict[Language, Name] = Field(examples=[{"en": "Weekly offers"}])
    descriptions: dict[Language, Description] = Field({}, examples=[{}])
    purpose: Literal["marketing", "service", "research", "profiling"] = "marketing"
    channels: list[Channel] = Field(["email"], max_length=10)
    kind: Literal["opt_in", "opt_out"] = "opt_in"


def topics(workspace: Workspace) -> Any:
    return Topic.objects.filter(workspace=workspace)


def shape(rows: Sequence[Topic]) -> list[TopicOut]:
    return [TopicOut.from_orm(row) for row in rows]


@router.get("", response=Page[TopicOut], summary="List topics, newest first")
@allowed("customers.view")
def index(request: ApiRequest, query: Query[PageQuery]) -> Any:
    return page_of(topics(request.auth.workspace).order_by("-pk"), query, shape)


@router.get("/{int:topic_id}", response=TopicOut, summary="Read a topic")
@allowed("customers.view")
def show(request: ApiRequest, topic_id: Id) -> Any:
    return get_object_or_404(topics(request.auth.workspace), pk=topic_id)


@router.post("", response={201: TopicOut}, summary="Make a topic")
@allowed("customers.attributes")
def create(request: ApiRequest, body: TopicIn) -> Any:
    given = body.model_dump()
    key, purpose = given.pop("key"), given.pop("purpose")
    try:
        made = create_topic(
            workspace=request.auth.workspace, actor=request.auth.actor,
            key=key, purpose=purpose, fields=TopicFields(**given),
        )  # fmt: skip
    except InvalidTopic as error:
        raise Problem(422, str(error)) from error
    return Status(201, made)


@router.patch("/{int:topic_id}", response=TopicOut, summary="Change a topic")
@allowed("customers.attributes")
def update(request: ApiRequest, topic_id: Id, body: TopicChange) -> Any:
    topic = get_object_or_404(topics(request.auth.workspace), pk=topic_id)
    held = {name: getattr(topic, name) for name in TopicChange.model_fields}
    given = body.model_dump(exclude_unset=True, exclude_none=True)
    try:
        edit_topic(
            workspace=request.auth.workspace, actor=request.auth.actor, topic=topic,
            fields=TopicFields(**held | given),
        )  # fmt: skip
    except InvalidTopic as error:
        raise Problem(422, str(error)) from error
    return topic


@router.post("/{int:topic_id}/archive", response=TopicOut, summary="Put a topic away")
@allowed("customers.attributes")
def archive(request: ApiRequest, topic_id: Id) -> Any:
    """Nobody is asked about it any more; the answers stay and still hold."""
    topic = get_object_or_404(topics(request.auth.workspace), pk=topic_id)
    archive_topic(workspace=request.auth.workspace, actor=request.auth.actor, topic=topic)
    return topic


@router.delete("/{int:topic_id}/archive", response=TopicOut, summary="Bring a topic back")
@allowed("customers.attributes")
def restore(request: ApiRequest, topic_id: Id) -> Any:
    topic = get_object_or_404(topics(request.auth.workspace), pk=topic_id)
    restore_topic(workspace=request.auth.workspace, actor=request.auth.actor, topic=topic)
    return topic

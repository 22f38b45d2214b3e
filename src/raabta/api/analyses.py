"""Ask analyses, keep them, and make audiences of their people: `/analyses`."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field, ValidationError

from raabta.api.access import ApiRequest, allowed
from raabta.api.shapes import Body, Id, JsonObject, Page, PageQuery, Text, page_of, refuse
from raabta.audiences.question import Question
from raabta.audiences.rules import told
from raabta.insights import services
from raabta.insights.analysis import Analysis, Part, analyses, in_order
from raabta.insights.models import SavedAnalysis
from raabta.insights.queries import saved_analyses
from raabta.workspaces.models import Workspace

router = Router()
SETTINGS = {"steps": [{"name": "Viewed product"}, {"name": "Purchased"}], "window": 7}


class AnalysisOut(Schema):
    id: int
    name: str
    kind: str
    settings: dict[str, Any]
    sentence: str = Field(description="What is asked, in words.")
    created_by: str
    created_at: datetime
    updated_at: datetime


class KindOut(Schema):
    key: str
    label: str
    about: str
    settings: dict[str, Any] = Field(description="JSON Schema of its settings.")
    part: dict[str, Any] = Field(description="JSON Schema of a part of its answer.")


class Asked(Body):
    kind: Text = Field(max_length=40, examples=["funnel"])
    settings: JsonObject = Field(
        description="`/analyses/kinds` lists the settings of each kind.", examples=[SETTINGS]
    )


class AnalysisIn(Asked):
    name: Text = Field(min_length=1, max_length=120, pattern=r"\S", examples=["Checkout"])


class AnalysisChange(Body):
    name: Text | None = Field(None, min_length=1, max_length=120, pattern=r"\S")
    settings: JsonObject | None = None


class AudienceOfPart(Asked):
    name: Text = Field(min_length=1, max_length=120, pattern=r"\S", examples=["Left the cart"])
    part: JsonObject = Field(
        description="Which number of the answer is meant; see `/analyses/kinds`.",
        examples=[{"step": 1, "outcome": "stopped"}],
    )


class AudienceMade(Schema):
    id: int
    name: str


class AnalysisQuery(PageQuery):
    search: Text = Field("", max_length=120, description="Is in the name.")
    kind: Text = Field("", max_length=40, description="Only this kind.")


class AnswerOut(Schema):
    kind: str
    sentence: str
    answer: dict[str, Any] = Field(description="Numbers as the kind gives them.")


def shaped(workspace: Workspace, rows: Sequence[SavedAnalysis]) -> list[AnalysisOut]:
    own = AnalysisOut.model_fields.keys() - {"sentence"}
    return [
        AnalysisOut(
            **{name: getattr(row, name) for name in own}, sentence=_sentence(workspace, row)
        )
        for row in rows
    ]


@router.get("", response=Page[AnalysisOut], summary="List saved analyses")
@allowed("insights.view")
def index(request: ApiRequest, query: Query[AnalysisQuery]) -> Any:
    """Those that everybody in the workspace sees; private ones are their owner's."""
    workspace = request.auth.workspace
    rows = saved_analyses(workspace, None, search=query.search, kind=query.kind)
    return page_of(rows, query, lambda some: shaped(workspace, some))


@router.post("", response={201: AnalysisOut}, summary="Save an analysis")
@allowed("insights.edit")
def create(request: ApiRequest, body: AnalysisIn) -> Any:
    workspace = request.auth.workspace
    made = services.save_analysis(
        workspace=workspace,
        actor=request.auth.actor,
        name=body.name.strip(),
        analysis=analysis_from(body.kind, body.settings),
        is_shared=True,
    )
    return Status(201, shaped(workspace, [made])[0])


@router.get("/kinds", response=list[KindOut], summary="List what can be asked")
@allowed("insights.view")
def list_kinds(request: ApiRequest) -> Any:
    return [
        KindOut(
            key=one.key,
            label=str(one.label),
            about=str(one.about),
            settings=one.model_json_schema(),
            part=one.part.model_json_schema(),
        )
        for one in in_order()
    ]


@router.post("/answer", response=AnswerOut, summary="Ask an analysis without keeping it")
@allowed("insights.view")
def ask(request: ApiRequest, body: Asked) -> Any:
    return _answer(request, analysis_from(body.kind, body.settings))


@router.post("/audiences", response={201: AudienceMade}, summary="Make an audience of people")
@allowed("audiences.edit")
def create_audience(request: ApiRequest, body: AudienceOfPart) -> Any:
    """The people behind one number of an answer; the audience asks again each time it is used."""
    analysis = analysis_from(body.kind, body.settings)
    made = services.audience_of_part(
        workspace=request.auth.workspace,
        actor=request.auth.actor,
        name=body.name.strip(),
        analysis=analysis,
        part=_part_from(analysis, body.part),
    )
    return Status(201, AudienceMade(id=made.pk, name=made.name))


@router.get("/{int:analysis_id}", response=AnalysisOut, summary="One saved analysis")
@allowed("insights.view")
def show(request: ApiRequest, analysis_id: Id) -> Any:
    workspace = request.auth.workspace
    return shaped(workspace, [_saved(workspace, analysis_id)])[0]


@router.get("/{int:analysis_id}/answer", response=AnswerOut, summary="Ask a saved analysis now")
@allowed("insights.view")
def answer(request: ApiRequest, analysis_id: Id) -> Any:
    held = _saved(request.auth.workspace, analysis_id)
    return _answer(request, analysis_from(held.kind, held.settings))


@router.patch("/{int:analysis_id}", response=AnalysisOut, summary="Change a saved analysis")
@allowed("insights.edit")
def update(request: ApiRequest, analysis_id: Id, body: AnalysisChange) -> Any:
    workspace = request.auth.workspace
    held = _saved(workspace, analysis_id)
    settings = held.settings if body.settings is None else body.settings
    changed = services.edit_analysis(
        workspace=workspace,
        actor=request.auth.actor,
        saved=held,
        name=(body.name or held.name).strip(),
        analysis=analysis_from(held.kind, settings),
        is_shared=True,
    )
    return shaped(workspace, [changed])[0]


@router.delete("/{int:analysis_id}", response={204: None}, summary="Delete a saved analysis")
@allowed("insights.edit")
def delete(request: ApiRequest, analysis_id: Id) -> Any:
    """Audiences that were made of it stay."""
    workspace = request.auth.workspace
    held = _saved(workspace, analysis_id)
    services.delete_analysis(workspace=workspace, actor=request.auth.actor, saved=held)
    return Status(204, None)


def analysis_from(kind: str, settings: dict[str, Any]) -> Analysis:
    """Raises Problem 422 with an error for each bad setting."""
    if kind not in analyses:
        refuse([{"where": "body.kind", "message": "There is no such kind of analysis."}])
    try:
        return analyses[kind].model_validate(settings)
    except ValidationError as error:
        refuse(_errors("body.settings", error))
        raise


def _part_from(analysis: Analysis, told_part: dict[str, Any]) -> Part:
    try:
        return analysis.part.model_validate(told_part)
    except ValidationError as error:
        refuse(_errors("body.part", error))
        raise


def _errors(place: str, error: ValidationError) -> list[dict[str, str]]:
    return [
        {"where": ".".join((place, *map(str, one["loc"]))), "message": told(one)}
        for one in error.errors()
    ]


def _answer(request: ApiRequest, analysis: Analysis) -> AnswerOut:
    asked = Question(request.auth.workspace)
    return AnswerOut(
        kind=analysis.key,
        sentence=analysis.sentence(asked),
        answer=asdict(analysis.answer(asked)),
    )


def _saved(workspace: Workspace, analysis_id: int) -> SavedAnalysis:
    return get_object_or_404(saved_analyses(workspace, None), pk=analysis_id)


def _sentence(workspace: Workspace, row: SavedAnalysis) -> str:
    try:
        return analyses[row.kind].model_validate(row.settings).sentence(Question(workspace))
    except (ValidationError, LookupError):
        return ""

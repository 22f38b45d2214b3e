"""Companies and the domains of e-mail addresses: the setting, and linking who is there already."""

from typing import Any, Literal, cast

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.problems import problems_from
from raabta.api.shapes import Body, Id
from raabta.customers.queries.company_domains import linking_mode
from raabta.customers.services.linking.running import LINK, LinkingOff, link_later
from raabta.customers.services.linking.settings import change_linking
from raabta.kernel.models import Job

router = Router()
Mode = Literal["off", "link", "make"]


class LinkingOut(Schema):
    mode: Mode = Field(
        description="off; link to a company that has the domain; make the company where none has."
    )


class LinkingIn(Body):
    mode: Mode


class RunIn(Body):
    is_preview: bool = Field(default=True, description="Only count; nobody is linked.")


class DomainOut(Schema):
    domain: str
    people: int
    company_id: int | None = Field(description="Null where the company would be made.")
    name: str


class RunOut(Schema):
    job_id: int
    state: str
    is_preview: bool
    done: int
    total: int
    people: int = Field(description="Who was linked, or would be.")
    companies: int | None = Field(description="In a preview: how many companies they join.")
    new_companies: int | None = Field(description="In a preview: how many would be made.")
    biggest: list[DomainOut] = Field(description="In a preview: the domains with most people.")
    change_set_id: int | None = Field(description="What takes the linking back.")


@router.get("/linking", response=LinkingOut, summary="What domains of addresses do")
@allowed("customers.view")
def show(request: ApiRequest) -> Any:
    return LinkingOut(mode=cast("Mode", linking_mode(request.auth.workspace)))


@router.put("/linking", response=LinkingOut, summary="Change what domains of addresses do")
@allowed("customers.attributes")
def update(request: ApiRequest, body: LinkingIn) -> Any:
    change_linking(workspace=request.auth.workspace, actor=request.auth.actor, mode=body.mode)
    return LinkingOut(mode=body.mode)


@router.post("/linking/runs", response={202: RunOut}, summary="Link customers by domain")
@allowed("customers.attributes")
def create(request: ApiRequest, body: RunIn) -> Any:
    """In the background, everybody without a company; who was taken out by hand stays out."""
    with problems_from("Nothing was changed.", conflicts=(LinkingOff,)):
        job = link_later(
            workspace=request.auth.workspace,
            actor=request.auth.actor,
            is_preview=body.is_preview,
        )
    return Status(202, _out(job))


@router.get("/linking/runs/{int:job_id}", response=RunOut, summary="How far a linking is")
@allowed("customers.view")
def show_run(request: ApiRequest, job_id: Id) -> Any:
    held = Job.objects.filter(workspace_id=request.auth.workspace.pk, kind=LINK)
    return _out(get_object_or_404(held, pk=job_id))


def _out(job: Job) -> RunOut:
    result = job.result
    return RunOut(
        job_id=job.pk,
        state=job.state,
        is_preview=job.payload["is_preview"],
        done=job.done,
        total=job.total,
        people=result.get("people", 0),
        companies=result.get("companies"),
        new_companies=result.get("new_companies"),
        biggest=result.get("biggest", []),
        change_set_id=job.payload.get("change_set"),
    )

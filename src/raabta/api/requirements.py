"""What each purpose asks for on each channel: `/requirements`."""

from typing import Any, Literal

from ninja import Router, Schema
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.customers.consents import Channel
from raabta.api.problems import Problem
from raabta.api.shapes import Body, Text
from raabta.customers.purposes import CHANNELS, PURPOSES
from raabta.messaging.requirements import Requirement, requirement_of, requirements_of
from raabta.messaging.services.requirements import InvalidRequirement, require_consent

router = Router()
PlainPurpose = Literal["marketing", "service", "research", "profiling"]


class RequirementOut(Schema):
    purpose: str
    channel: str
    kind: str = Field(description="opt_in, by_law (of where the person lives), or opt_out.")
    needs_confirming: bool
    why: str = Field(description="Why people who never answered may be contacted.")


class RequirementIn(Body):
    kind: Literal["opt_in", "by_law", "opt_out"]
    needs_confirming: bool = False
    why: Text = Field("", max_length=1_000, description="Needed to ask for less than usual.")


def shape(purpose: str, channel: str, held: Requirement) -> RequirementOut:
    return RequirementOut(purpose=purpose, channel=channel, **vars(held))


@router.get("", response=list[RequirementOut], summary="Read what each purpose asks for")
@allowed("messaging.view")
def index(request: ApiRequest) -> Any:
    required = requirements_of(request.auth.workspace)
    return [
        shape(purpose, channel, required.of(purpose, channel))
        for purpose in PURPOSES
        for channel in CHANNELS
    ]


@router.put(
    "/{purpose}/{channel}", response=RequirementOut, summary="Decide what a purpose asks for"
)
@allowed("messaging.channels")
def update(
    request: ApiRequest, purpose: PlainPurpose, channel: Channel, body: RequirementIn
) -> Any:
    """Holds for everything that is sent from now on."""
    workspace = request.auth.workspace
    try:
        require_consent(
            workspace=workspace, actor=request.auth.actor, purpose=purpose, channel=channel,
            wanted=Requirement(**body.model_dump()),
        )  # fmt: skip
    except InvalidRequirement as error:
        raise Problem(422, str(error)) from error
    return shape(purpose, channel, requirement_of(workspace, purpose, channel))

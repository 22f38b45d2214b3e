"""The consent ledger of a person: read it, add lines with their evidence."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from ninja import Query, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.customers.living import living
from raabta.api.customers.shapes import ConsentOut
from raabta.api.problems import Problem
from raabta.api.shapes import (
    Body,
    HappenedAt,
    Id,
    IpAddress,
    Page,
    PageQuery,
    Text,
    page_of,
    refuse,
)
from raabta.customers.models import ConsentRecord
from raabta.customers.queries import consent_ledger, consents_of
from raabta.customers.queries.consent_files import consent_files
from raabta.customers.queries.topics import UnknownPurpose, check_purpose
from raabta.customers.services.consent import Answer
from raabta.customers.services.consent_proof import verify_person
from raabta.customers.services.sensitive import EVIDENCE, record_reading
from raabta.kernel import clock
from raabta.messaging.services.answers import take_answers
from raabta.workspaces.models import Workspace

router = Router()
Purpose = Annotated[
    str,
    Field(
        pattern=r"^(marketing|service|research|profiling|topic:[a-z0-9_-]{1,24})$",
        description="marketing, service, research, profiling, or topic: and the key of a topic.",
        examples=["marketing"],
    ),
]
Channel = Literal["email", "sms", "whatsapp", "phone", "post", "push"]
AHEAD = timedelta(minutes=5)  # clocks differ


class ConsentLine(Schema):
    """One line of the ledger; `seal` chains it to the line before."""

    id: int
    position: int
    purpose: str
    channel: str
    state: str
    source: str
    basis: str
    text_version: str
    jurisdiction: str = Field(description="ISO 3166-1: where the person lived then.")
    file_digest: str = Field(description="SHA-256 of the file that proves it.")
    evidence: str
    actor: str
    given_at: datetime
    recorded_at: datetime
    seal: str


class ConsentIn(Body):
    purpose: Purpose
    channel: Channel
    state: Literal["granted", "withdrawn", "cleared"]
    basis: Literal["consent", "contract", "legitimate_interest", "legal_obligation"] = "consent"
    source: Text = Field("api", min_length=1, max_length=100, examples=["checkout"])
    given_at: HappenedAt | None = Field(
        None, description="When the person said so; now, if absent."
    )
    text_version: Text = Field("", max_length=100, description="Which words the person saw.")
    ip: IpAddress | None = None
    jurisdiction: str = Field(
        "", pattern=r"^([A-Z]{2})?$", description="Whose law counts; absent: where they live."
    )
    file_digest: str = Field(
        "", pattern=r"^([0-9a-f]{64})?$", description="Of a file of /consent-files."
    )
    evidence: Text = Field("", max_length=5_000, examples=["Ticked the box at checkout 8812"])


class Verification(Schema):
    holds: bool
    lines: int = Field(description="How many lines there are.")
    problem: str = Field(
        description="Empty, or: changed, removed, inserted, rewritten, head_changed, "
        "head_missing, gone, left."
    )
    position: int | None = Field(description="The first line where it shows, if it can be told.")


def shape(rows: Sequence[ConsentRecord]) -> list[ConsentLine]:
    return [ConsentLine.from_orm(row) for row in rows]


def answerable(workspace: Workspace, purpose: str, channel: str, where: str) -> None:
    """Raises Problem 422 for a topic that is not there or not offered on the channel."""
    try:
        check_purpose(workspace, purpose, channel)
    except UnknownPurpose:
        told = "There is no such topic, or it is not offered on this channel."
        refuse([{"where": where, "message": told}])


@router.get(
    "/{int:customer_id}/consents", response=Page[ConsentLine], summary="Read the consent ledger"
)
@allowed("customers.view")
def index(request: ApiRequest, customer_id: Id, query: Query[PageQuery]) -> Any:
    """Where the person stands now is in the customer; these are the lines that led there."""
    workspace = request.auth.workspace
    living(workspace, customer_id)
    record_reading(
        workspace=workspace, actor=request.auth.actor, customer_ids=[customer_id],
        fields=[EVIDENCE], place="api",
    )  # fmt: skip
    return page_of(consent_ledger(workspace, customer_id), query, shape)


@router.post(
    "/{int:customer_id}/consents",
    response={201: list[ConsentOut], 202: list[ConsentOut]},
    summary="Record what the person allowed",
)
@allowed("customers.consent")
def create(request: ApiRequest, customer_id: Id, body: ConsentIn) -> Any:
    """Adds a line that is never changed. Answers where the person stands now.

    202: this purpose needs confirming on this channel, so the person was asked by mail first.
    """
    workspace = request.auth.workspace
    customer = living(workspace, customer_id)
    if body.given_at and body.given_at > clock.now() + AHEAD:
        raise Problem(422, "given_at lies in the future. Nothing was recorded.")
    answerable(workspace, body.purpose, body.channel, "body.purpose")
    answer = Answer(customer_id=customer_id, **body.model_dump())
    files = consent_files(workspace, customer_id)
    if body.file_digest and not files.filter(digest=body.file_digest).exists():
        refuse([{"where": "body.file_digest", "message": "There is no such file of theirs."}])
    taken = take_answers(
        workspace=workspace, actor=request.auth.actor, customer=customer, answers=[answer]
    )
    return Status(201 if taken.recorded else 202, list(consents_of(workspace, customer_id)))


@router.get(
    "/{int:customer_id}/consents/verification",
    response=Verification,
    summary="Verify the consent ledger of one customer",
)
@allowed("customers.view")
def verification(request: ApiRequest, customer_id: Id) -> Any:
    """Whether the lines are as they were written; `problem` tells what was done to them."""
    workspace = request.auth.workspace
    living(workspace, customer_id)
    found = verify_person(workspace, customer_id)
    return Verification(
        holds=found is None,
        lines=consent_ledger(workspace, customer_id).count(),
        problem=found.kind if found else "",
        position=found.position if found and found.position else None,
    )

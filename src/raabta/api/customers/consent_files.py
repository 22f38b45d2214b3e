"""Files that prove an answer, such as the scan of a signed form."""

import base64
import binascii
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.customers.living import living
from raabta.api.problems import Problem
from raabta.api.shapes import Body, Id, Text
from raabta.customers.queries.consent_files import consent_files
from raabta.customers.services.consent_files import InvalidFile, Upload, keep_consent_file

router = Router()
LONGEST = 7_000_000  # five megabytes in base 64


class ConsentFileOut(Schema):
    digest: str = Field(description="SHA-256; name it in a consent's file_digest.")
    name: str
    kind: str
    added_by: str
    added_at: datetime


class ConsentFileIn(Body):
    name: Text = Field(min_length=1, max_length=150, examples=["form-17.pdf"])
    content: str = Field(
        max_length=LONGEST, description="Base 64 of a PDF, PNG, JPEG or WebP of at most 5 MB."
    )


@router.get(
    "/{int:customer_id}/consent-files", response=list[ConsentFileOut], summary="List consent files"
)
@allowed("customers.consent")
def index(request: ApiRequest, customer_id: Id) -> Any:
    living(request.auth.workspace, customer_id)
    return list(consent_files(request.auth.workspace, customer_id).defer("content"))


@router.post(
    "/{int:customer_id}/consent-files",
    response={201: ConsentFileOut},
    summary="Keep a file that proves an answer",
)
@allowed("customers.consent")
def create(request: ApiRequest, customer_id: Id, body: ConsentFileIn) -> Any:
    """The same file is kept once. Then record the answer with its digest."""
    workspace = request.auth.workspace
    living(workspace, customer_id)
    try:
        upload = Upload(body.name, base64.b64decode(body.content, validate=True))
        kept = keep_consent_file(
            workspace=workspace, actor=request.auth.actor, customer_id=customer_id, upload=upload
        )
    except (InvalidFile, binascii.Error, ValueError) as error:
        told = str(error) if isinstance(error, InvalidFile) else "content is no base 64."
        raise Problem(422, told) from error
    return Status(201, kept)


@router.get("/{int:customer_id}/consent-files/{digest}", summary="Download a consent file")
@allowed("customers.consent")
def show(request: ApiRequest, customer_id: Id, digest: Path[Text]) -> HttpResponse:
    living(request.auth.workspace, customer_id)
    rows = consent_files(request.auth.workspace, customer_id)
    file = get_object_or_404(rows, digest=digest)
    return HttpResponse(bytes(file.content), content_type=file.kind)

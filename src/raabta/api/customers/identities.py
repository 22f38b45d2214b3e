"""Addresses of a person: e-mail addresses and phones besides the primary ones."""

from typing import Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Router, Status
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.customers.living import living
from raabta.api.customers.shapes import AddressOut
from raabta.api.problems import problems_from
from raabta.api.shapes import Body, Id, Text
from raabta.customers.identity_kind import addresses
from raabta.customers.queries import identities_of, people
from raabta.customers.services.identities import (
    IdentityTaken,
    InvalidIdentity,
    add_identity,
    make_primary,
    remove_identity,
    verify_identity,
)

router = Router()


class AddressIn(Body):
    kind: Literal["email", "phone"]
    value: Text = Field(min_length=1, max_length=254, examples=["zainab@work.example"])


class AddressChange(Body):
    is_primary: Literal[True] | None = Field(None, description="Another one steps back.")
    is_verified: bool | None = None


@router.post("/{int:customer_id}/addresses", response={201: AddressOut}, summary="Add an address")
@allowed("customers.edit")
def create(request: ApiRequest, customer_id: Id, body: AddressIn) -> Any:
    workspace = request.auth.workspace
    living(workspace, customer_id)
    with problems_from(
        "Nothing was added.", conflicts=(IdentityTaken,), invalid=(InvalidIdentity,)
    ):
        identity = add_identity(
            workspace=workspace,
            actor=request.auth.actor,
            customer_id=customer_id,
            kind=body.kind,
            text=body.value,
        )
    return Status(201, AddressOut.from_orm(identity))


@router.patch(
    "/{int:customer_id}/addresses/{int:address_id}",
    response=AddressOut,
    summary="Make an address primary or verified",
)
@allowed("customers.edit")
def update(request: ApiRequest, customer_id: Id, address_id: Id, body: AddressChange) -> Any:
    workspace, actor = request.auth.workspace, request.auth.actor
    _exists(request, customer_id, address_id)
    if body.is_primary:
        make_primary(workspace=workspace, actor=actor, customer_id=customer_id, pk=address_id)
    if body.is_verified is not None:
        verify_identity(
            workspace=workspace,
            actor=actor,
            customer_id=customer_id,
            pk=address_id,
            is_verified=body.is_verified,
        )
    return identities_of(workspace, customer_id).get(pk=address_id)


@router.delete(
    "/{int:customer_id}/addresses/{int:address_id}",
    response={204: None},
    summary="Remove an address",
)
@allowed("customers.edit")
def delete(request: ApiRequest, customer_id: Id, address_id: Id) -> Any:
    workspace, actor = request.auth.workspace, request.auth.actor
    _exists(request, customer_id, address_id)
    remove_identity(workspace=workspace, actor=actor, customer_id=customer_id, pk=address_id)
    return Status(204, None)


def _exists(request: ApiRequest, customer_id: int, address_id: int) -> None:
    get_object_or_404(people(request.auth.workspace), pk=customer_id)
    held = identities_of(request.auth.workspace, customer_id).filter(kind__in=addresses())
    get_object_or_404(held, pk=address_id)

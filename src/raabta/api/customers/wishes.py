"""A person's own wishes about messages: a break, and how many at most."""

from datetime import datetime
from typing import Any

from ninja import Router, Schema
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.customers.living import living
from raabta.api.shapes import Body, Id, Moment
from raabta.customers.models import Customer
from raabta.customers.services.wishes import LONGEST, limit_frequency, pause_customer

router = Router()


class WishesOut(Schema):
    paused_until: datetime | None
    contact_every_days: int | None = Field(
        description="At most one message of marketing in so many days."
    )


class WishesIn(Body):
    """Absent fields stay as they are; null takes the wish back."""

    paused_until: Moment | None = None
    contact_every_days: int | None = Field(None, ge=1, le=LONGEST)


@router.get("/{int:customer_id}/wishes", response=WishesOut, summary="Read a customer's wishes")
@allowed("customers.view")
def show(request: ApiRequest, customer_id: Id) -> Any:
    return living(request.auth.workspace, customer_id)


@router.patch("/{int:customer_id}/wishes", response=WishesOut, summary="Change a customer's wishes")
@allowed("customers.consent")
def update(request: ApiRequest, customer_id: Id, body: WishesIn) -> Any:
    living(request.auth.workspace, customer_id)
    who: dict[str, Any] = {
        "workspace": request.auth.workspace,
        "actor": request.auth.actor,
        "customer_id": customer_id,
    }
    if "paused_until" in body.model_fields_set:
        pause_customer(**who, until=body.paused_until)
    if "contact_every_days" in body.model_fields_set:
        limit_frequency(**who, every_days=body.contact_every_days)
    return Customer.objects.get(workspace=request.auth.workspace, pk=customer_id)

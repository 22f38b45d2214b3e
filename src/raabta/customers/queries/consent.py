"""Questions about what people allowed."""

from collections.abc import Collection

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from raabta.customers.models import Consent, ConsentRecord, Customer
from raabta.customers.queries.merges import members_of
from raabta.workspaces.models import Workspace

SLICE = 5_000  # ids in one IN list


def consent_states(
    workspace: Workspace, customer_ids: Collection[int], purpose: str, channel: str
) -> dict[int, str]:
    """The state ("granted" or "withdrawn") of those of whom it is known."""
    ids = list(customer_ids)
    found: dict[int, str] = {}
    for at in range(0, len(ids), SLICE):
        rows = Consent.objects.filter(
            workspace=workspace,
            customer_id__in=ids[at : at + SLICE],
            purpose=purpose,
            channel=channel,
        )
        found.update(rows.values_list("customer_id", "state"))
    return found


def consents_of(workspace: Workspace, customer_id: int) -> QuerySet[Consent]:
    return Consent.objects.filter(workspace=workspace, customer=customer_id).order_by(
        "purpose", "channel"
    )


def consent_ledger(workspace: Workspace, customer_id: int) -> QuerySet[ConsentRecord]:
    """All lines of one person and of who was merged into them, newest first."""
    chains = members_of(workspace, customer_id)
    return ConsentRecord.objects.filter(workspace=workspace, customer__in=chains).order_by(
        "-recorded_at", "-position"
    )


def last_seals(workspace: Workspace, customer_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Position and seal of each person's last line; people without a line are left out."""
    ids = list(customer_ids)
    found: dict[int, tuple[int, str]] = {}
    for at in range(0, len(ids), SLICE):
        newest = Window(RowNumber(), partition_by=F("customer_id"), order_by=F("position").desc())
        rows = (
            ConsentRecord.objects.filter(workspace=workspace, customer_id__in=ids[at : at + SLICE])
            .annotate(place=newest)
            .filter(place=1)
        )
        for customer_id, position, seal in rows.values_list("customer_id", "position", "seal"):
            found[customer_id] = (position, seal)
    return found


def lock_people(customer_ids: Collection[int]) -> dict[int, str]:
    """Hold these people's rows until the transaction ends, always in the same order.

    Returns the country of each.
    """
    ids = sorted(customer_ids)
    countries: dict[int, str] = {}
    for at in range(0, len(ids), SLICE):
        locked = Customer.objects.filter(pk__in=ids[at : at + SLICE]).order_by("pk")
        countries.update(locked.select_for_update().values_list("pk", "country"))
    return countries

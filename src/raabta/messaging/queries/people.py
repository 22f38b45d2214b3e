"""What the sender needs to know of people."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from raabta.customers.models import Customer
from raabta.messaging.recipients import Recipient
from raabta.messaging.zones import zone_of
from raabta.workspaces.models import Workspace


def recipients_of(workspace: Workspace, customer_ids: Collection[int]) -> dict[int, Recipient]:
    rows = Customer.objects.filter(workspace=workspace, pk__in=customer_ids)
    fields = ("pk", "email", "first_name", "last_name", "language")
    return {
        pk: Recipient(email, f"{first} {last}".strip(), language)
        for pk, email, first, last, language in rows.values_list(*fields)
    }


def zones(workspace: Workspace, customer_ids: Collection[int]) -> dict[int, ZoneInfo]:
    """The zone each person's clock shows: own, else the country's, else the workspace's."""
    rows = Customer.objects.filter(workspace=workspace, pk__in=customer_ids)
    return {
        pk: zone_of(own, country, workspace.time_zone)
        for pk, own, country in rows.values_list("pk", "time_zone", "country")
    }

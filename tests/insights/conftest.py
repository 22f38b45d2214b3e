"""A small campaign whose every reader, click and order is known by name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from raabta.campaigns.models import Campaign
from raabta.commerce.models import Order
from raabta.customers.models import Customer
from raabta.kernel import changes
from raabta.messaging.models import Mailing, Message
from raabta.workspaces.models import Workspace
from tests.commerce.shop import line, placed, refunded

PLANNED = datetime(2026, 3, 10, 12, tzinfo=UTC)
SENT = PLANNED + timedelta(hours=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Shop:
    """Campaigns with messages and orders, written as they would stand after the send."""

    workspace: Workspace
    move: Callable[[], None]
    people: dict[str, Customer] = field(default_factory=dict)

    def campaign(self, name: str = "Spring", **fields: Any) -> Campaign:
        values = {
            "state": "sent",
            "currency": "PKR",
            "attribution_days": 7,
            "launched_at": PLANNED,
            "finished_at": SENT,
            "created_by": "Ayesha",
            "created_at": PLANNED,
            "updated_at": PLANNED,
            **fields,
        }
        made = Campaign.objects.create(workspace=self.workspace, name=name, **values)
        Mailing.objects.create(workspace=self.workspace, origin=made.origin, created_at=PLANNED)
        return made

    def person(self, name: str, **fields: Any) -> Customer:
        if name not in self.people:
            self.people[name] = Customer.objects.create(
                workspace=self.workspace,
                first_name=name,
                email=f"{name.lower()}@people.example",
                **{"created_at": PLANNED, "updated_at": PLANNED, **fields},
            )
            changes.mark(
                workspace_id=self.workspace.pk, table="customer", ids=[self.people[name].pk]
            )
        return self.people[name]

    def message(self, campaign: Campaign, name: str, state: str = "sent", **fields: Any) -> Message:
        has_left = state in {"sent", "bounced"}
        made = Message.objects.create(
            workspace=self.workspace,
            mailing=Mailing.objects.get(origin=campaign.origin),
            origin=campaign.origin,
            customer=self.person(name),
            state=state,
            token=f"{campaign.pk}-{name}",
            not_before=PLANNED,
            planned_at=PLANNED,
            sent_at=SENT if has_left else None,
            **{"language": "en", **fields},
        )
        changes.mark(workspace_id=self.workspace.pk, table="message", ids=[made.pk])
        return made

    def order(
        self, number: str, name: str | None, amount: int, at: datetime, **fields: Any
    ) -> Order:
        return placed(
            self.workspace,
            number,
            line(unit=amount),
            days=0,
            customer_id=self.person(name).pk if name else None,
            at=at,
            **fields,
        )

    def refund(self, order: Order, amount: int) -> None:
        refunded(self.workspace, order, amount, number=f"R{order.number}")


@pytest.fixture
def shop(workspace: Workspace, project: Callable[[], None]) -> Shop:
    return Shop(workspace, project)


# who: the state of the message, or hours after the mail of what happened to it
MESSAGES: dict[str, str | dict[str, int]] = {
    "Ada": {"opened_at": 1, "clicked_at": 2},
    "Bob": {"machine_opened_at": 0},
    "Cem": {"opened_at": 3, "machine_opened_at": 0, "machine_clicked_at": 0},
    "Dua": {"opened_at": 5, "unsubscribed_at": 5},
    "Eva": {"complained_at": 6},
    "Fay": "bounced",
    "Gul": "failed",
    "Hal": "refused",
    "Ida": "held_out",
    "Jan": "held_out",
    "Kim": "cancelled",
    "Lea": "unknown",
    "Mia": "queued",
    "Noa": {"clicked_at": 1, "opened_at": 1, "machine_clicked_at": 0},
    "Oz": {},
}
ORDERS: list[tuple[str | None, int, datetime, dict[str, str]]] = [
    ("Ada", 1_000, SENT + DAY, {}),
    ("Bob", 2_000, SENT + HOUR, {}),
    ("Bob", 500, SENT + 6 * DAY, {}),
    ("Cem", 4_000, SENT + 8 * DAY, {}),  # too late
    ("Dua", 4_000, SENT + HOUR, {"currency": "USD"}),
    ("Eva", 4_000, SENT + HOUR, {"state": "cancelled"}),
    ("Hal", 4_000, SENT + HOUR, {}),  # was not mailed
    ("Ida", 400, PLANNED, {}),  # the first moment counts
    ("Jan", 400, PLANNED + 7 * DAY, {}),  # the last one does not
    ("Lea", 700, SENT + HOUR, {}),
    ("Noa", 50, SENT, {}),
    ("Oz", 80, SENT - HOUR / 2, {}),  # planned, and not sent yet
    ("Oz", 90, SENT + 7 * DAY, {}),
    (None, 9_000, SENT + HOUR, {}),
    ("Pia", 9_000, SENT + HOUR, {}),  # another campaign's
]


@pytest.fixture
def spring(shop: Shop) -> Campaign:
    made, other = shop.campaign(holdout_percent=10), shop.campaign("Other")
    for name, told in MESSAGES.items():
        if isinstance(told, str):
            reason = "frequency_cap" if told == "refused" else ""
            shop.message(made, name, told, reason=reason)
        else:
            shop.message(made, name, **{key: SENT + HOUR * n for key, n in told.items()})
    shop.message(other, "Pia", opened_at=SENT, clicked_at=SENT)
    for number, (name, amount, at, fields) in enumerate(ORDERS, 1):
        order = shop.order(str(number), name, amount, at, **fields)
        if number == 1:
            shop.refund(order, 300)
    shop.move()
    return made

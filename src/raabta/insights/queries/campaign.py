"""What became of a campaign's messages, and what their readers bought."""

from dataclasses import dataclass, fields
from typing import Any

from raabta.campaigns.models import Campaign
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables

SENT = ("sent", "bounced")  # it left, whatever became of it
WAITING = ("queued", "claimed", "handed")
NEVER_TRIED = ("refused", "held_out")


@dataclass(frozen=True)
class Delivery:
    """People by what became of their message; opens and clicks are those of people."""

    planned: int = 0  # without those held out
    sent: int = 0
    waiting: int = 0
    bounced: int = 0
    failed: int = 0
    refused: int = 0
    cancelled: int = 0
    unknown: int = 0
    held_out: int = 0
    opened: int = 0
    clicked: int = 0
    machine_opened: int = 0  # a machine did, and no person
    machine_clicked: int = 0
    unsubscribed: int = 0
    complained: int = 0

    @property
    def delivered(self) -> int:
        return self.sent - self.bounced

    def share(self, people: int) -> float | None:
        """Of the delivered; None before anything was."""
        return people / self.delivered if self.delivered > 0 else None


@dataclass(frozen=True)
class Sales:
    """Orders within the attribution window after each person's own mail."""

    buyers: int = 0
    orders: int = 0
    revenue_minor: int = 0


def delivery_of(campaign: Campaign) -> Delivery:
    rows = messages_of(campaign)
    counts = {name: condition.ifelse(1, 0).sum() for name, condition in conditions(rows).items()}
    names = [field.name for field in fields(Delivery)]
    (found,) = fetch(rows.aggregate([counts[name].name(name) for name in names]))
    return Delivery(**{name: int(n or 0) for name, n in zip(names, found, strict=True)})


def conditions(rows: Any) -> dict[str, Any]:
    """Which messages each number counts; the lists behind the numbers use the same."""
    state = rows.state
    was_sent = state.isin(SENT)
    return {
        "planned": state != "held_out",
        "mailed": ~state.isin(NEVER_TRIED),
        "sent": was_sent,
        "delivered": state == "sent",
        "waiting": state.isin(WAITING),
        "bounced": state == "bounced",
        "failed": state == "failed",
        "refused": state == "refused",
        "cancelled": state == "cancelled",
        "unknown": state == "unknown",
        "held_out": state == "held_out",
        "opened": rows.opened_at.notnull(),
        "clicked": rows.clicked_at.notnull(),
        "machine_opened": rows.machine_opened_at.notnull() & rows.opened_at.isnull(),
        "machine_clicked": rows.machine_clicked_at.notnull() & rows.clicked_at.isnull(),
        "unsubscribed": rows.unsubscribed_at.notnull(),
        "complained": rows.complained_at.notnull(),
    }


def sales_of(campaign: Campaign) -> Sales:
    bought = purchases(campaign, messages_of(campaign), since="sent_at")
    (found,) = fetch(
        bought.aggregate(
            buyers=bought.message_id.nunique(),
            orders=bought.order_id.nunique(),
            revenue=bought.net_minor.sum(),
        )
    )
    return Sales(*(int(n or 0) for n in found))


def messages_of(campaign: Campaign) -> Any:
    rows = Tables(campaign.workspace_id).message
    return rows.filter(rows.origin == campaign.origin)


def purchases(campaign: Campaign, rows: Any, *, since: str) -> Any:
    """One line for a message and an order placed within the window after `since`.

    Only orders in the campaign's currency that were not cancelled; money is after refunds.
    """
    import ibis

    orders = Tables(campaign.workspace_id).order
    orders = orders.filter(orders.state == "placed", orders.currency == campaign.currency).select(
        "order_id", "customer_id", "placed_at", "net_minor"
    )
    begun = rows.filter(rows[since].notnull(), rows.customer_id.notnull())
    begun = begun.mutate(opens=begun[since]).select(
        "message_id", "customer_id", "origin", "state", "language", "opens"
    )
    joined = begun.join(orders, begun.customer_id == orders.customer_id)
    window = ibis.interval(days=campaign.attribution_days)
    return joined.filter(joined.placed_at >= joined.opens, joined.placed_at < joined.opens + window)

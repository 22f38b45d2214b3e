"""The event that a call becomes: its name, its moment, its properties."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from raabta.tracking.call import Call, moment, text_id
from raabta.tracking.delivery import Delivery
from raabta.tracking.event import KeptEvent, event_id

NAMES = {
    "identify": "identified",
    "page": "page_viewed",
    "screen": "screen_viewed",
    "group": "joined_group",
    "alias": "renamed",
}
CAMPAIGN = {
    "source": "utm_source",
    "medium": "utm_medium",
    "name": "utm_campaign",
    "term": "utm_term",
    "content": "utm_content",
}
# the address of the visitor is left out on purpose
CONTEXT = (
    "app", "campaign", "device", "library", "locale", "os", "page", "referrer", "screen",
    "sessionId", "timezone", "userAgent",
)  # fmt: skip


def event_of(
    call: Call, delivery: Delivery, *, workspace_id: int, person: int, source: str
) -> KeptEvent:
    name = (call.event or "").strip() if call.type == "track" else NAMES[call.type or "page"]
    return KeptEvent(
        event_id(workspace_id, call.message_id or uuid4().hex),
        person,
        name,
        happened_at(call, delivery),
        properties_of(call, source),
    )


def happened_at(call: Call, delivery: Delivery) -> datetime:
    """The client's time, put right by how wrong its clock was when it sent.

    A client that says when it sent tells by the difference to our clock how wrong its own is.
    History is taken as it stands. Nothing happened later than it arrived.
    """
    told = moment(call.original_timestamp) or moment(call.timestamp)
    sent = moment(call.sent_at) or moment(delivery.sent_at)
    if told is None:
        return delivery.received_at
    if sent is not None and not delivery.is_import:
        told = delivery.received_at - (sent - told)
    return min(told, delivery.received_at)


def properties_of(call: Call, source: str) -> dict[str, Any]:
    context = call.context or {}
    found: dict[str, Any] = dict(call.properties or {})
    if call.type in {"identify", "group"}:
        found["traits"] = traits_of(call)
    if call.type == "group":
        found["group_id"] = text_id(call.group_id)
    if call.type == "alias":
        found["previous_id"] = text_id(call.previous_id)
    if call.type in {"page", "screen"} and call.name:
        found["page_name"] = call.name
    _add_page(found, context)
    kept = {name: context[name] for name in CONTEXT if name in context}
    found["context"] = {**kept, "source": source}
    return found


def traits_of(call: Call) -> dict[str, Any]:
    """Some clients write them into the context."""
    told = (call.context or {}).get("traits") if call.traits is None else call.traits
    return told if isinstance(told, dict) else {}


def _add_page(found: dict[str, Any], context: dict[str, Any]) -> None:
    page, campaign = context.get("page"), context.get("campaign")
    if isinstance(page, dict) and isinstance(page.get("url"), str):
        found.setdefault("url", page["url"])
    if isinstance(campaign, dict):
        for key, name in CAMPAIGN.items():
            if isinstance(campaign.get(key), str):
                found.setdefault(name, campaign[key])

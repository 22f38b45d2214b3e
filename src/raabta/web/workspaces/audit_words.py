"""The details of an audit entry in the reader's words."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.workspaces.policy import ROLE_LABELS, Role

UNSEEN = {"job", "change_set", "hash", "customer_ids"}  # for programs; they stay in the file
NAMES: dict[str, Promise] = {
    "added": gettext_lazy("Added"),
    "amount_minor": gettext_lazy("Amount (minor units)"),
    "attribution_days": gettext_lazy("Goal"),
    "audiences": gettext_lazy("Audiences"),
    "bulk_at": gettext_lazy("Accept in bulk from (per cent)"),
    "budget_minor": gettext_lazy("Budget"),
    "columns": gettext_lazy("Columns"),
    "count": gettext_lazy("How many"),
    "country": gettext_lazy("Country"),
    "currency": gettext_lazy("Currency"),
    "fields": gettext_lazy("Changed"),
    "format": gettext_lazy("Format"),
    "goal_baseline": gettext_lazy("Goal"),
    "goal_deadline_on": gettext_lazy("Goal"),
    "goal_metric": gettext_lazy("Goal"),
    "goal_target": gettext_lazy("Goal"),
    "holdout_percent": gettext_lazy("Held out"),
    "is_nightly": gettext_lazy("Search every night"),
    "is_actual": gettext_lazy("Spent"),
    "label": gettext_lazy("Name"),
    "language": gettext_lazy("Language"),
    "messages": gettext_lazy("Messages"),
    "name": gettext_lazy("Name"),
    "postal_address": gettext_lazy("Postal address"),
    "purpose": gettext_lazy("Purpose"),
    "place": gettext_lazy("Where"),
    "read": gettext_lazy("Read"),
    "reason": gettext_lazy("Reason"),
    "restored": gettext_lazy("Put back"),
    "review_at": gettext_lazy("Show pairs from (per cent)"),
    "role": gettext_lazy("Role"),
    "rows": gettext_lazy("Rows"),
    "scopes": gettext_lazy("Scopes"),
    "send_at": gettext_lazy("When"),
    "sender": gettext_lazy("Sender"),
    "skipped": gettext_lazy("Left as they were"),
    "template": gettext_lazy("Template"),
    "time_zone": gettext_lazy("Time zone"),
    "timing": gettext_lazy("When"),
}
LISTS_OF_NAMES = {"fields"}


def detail_words(detail: dict[str, Any]) -> list[tuple[str, str]]:
    """Each detail as its name and its value, a change as "old → new"."""
    if set(detail) == {"before", "after"}:  # of a member's role
        return [(_("Role"), value_words("role", detail))]
    return [
        (name_words(name), value_words(name, value))
        for name, value in detail.items()
        if name not in UNSEEN
    ]


def name_words(name: str) -> str:
    """What a detail is called; one without words of its own as it is stored."""
    return str(NAMES.get(name, name.replace("_", " ")))


def value_words(name: str, value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"before", "after"}:
        return f"{value_words(name, value['before'])} → {value_words(name, value['after'])}"
    if isinstance(value, dict):
        inner = [f"{name_words(key)}: {value_words(key, held)}" for key, held in value.items()]
        return ", ".join(inner) or "—"
    if isinstance(value, list):
        parts = map(name_words, value) if name in LISTS_OF_NAMES else map(str, value)
        return ", ".join(dict.fromkeys(parts)) or "—"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "role" and value in list(Role):
        return str(ROLE_LABELS[Role(value)])
    return str(value or "—") if value != 0 else "0"

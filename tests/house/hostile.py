"""A workspace in which every text that somebody can type is an attack, and what pages made of it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.db import models
from django_scopes import scopes_disabled

from raabta.workspaces.models import User, Workspace
from tests.house.rows import make
from tests.house.test_isolation import OURS

MARKUP = "\"'></script><img src=x onerror=alert(1)>{{7|times:7}}"
PATTERN = "%(x)s %s {0} {x.y} {% now 'Y' %}"
# names that programs choose, never people
TECHNICAL = frozenset({
    "api.RememberedCall.idempotency_key", "api.RememberedCall.request_hash",
    "campaigns.ReachEstimate.fingerprint", "customers.AttributeDefinition.key",
    "customers.ConsentRecord.seal", "customers.Import.path", "customers.RejectedRow.reason",
    "messaging.ChannelSetting.key", "messaging.ChannelSetting.sealed_settings",
    "messaging.Sender.sealed_dkim_key", "messaging.Sender.dkim_selector",
    "messaging.Message.claimed_by", "messaging.Message.occurrence", "messaging.OutboxMail.token",
    "messaging.Suppression.value_hash", "workspaces.ApiKey.key_hash",
    "workspaces.AuditEntry.verb", "workspaces.AuditEntry.target_kind", "workspaces.ChangePage.model",
    "workspaces.Invitation.token_hash",
})  # fmt: skip
SHORTEST = 58  # of a field that an attack fits in


def texts(model: type[models.Model]) -> list[Any]:
    return [
        one
        for one in model._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField)
        and not one.choices
        and (one.max_length or SHORTEST) >= SHORTEST
        and f"{model._meta.label}.{one.name}" not in TECHNICAL
    ]


def poison(workspace: Workspace, attack: str) -> None:
    """Write the attack into every text of every row of the workspace, past all validation."""
    with scopes_disabled():
        for model in OURS:
            rows = model._base_manager.filter(workspace=workspace)
            for row in rows:
                values = {one.name: f"{attack}{row.pk}" for one in texts(model)}
                if values:
                    model._base_manager.filter(pk=row.pk).update(**values)
        poison_documents(workspace, attack)
        Workspace.objects.filter(pk=workspace.pk).update(name=attack, postal_address=attack)
        User.objects.update(name=attack)


def poison_documents(workspace: Workspace, attack: str) -> None:
    """The texts inside JSON columns that people fill."""
    held = {model._meta.label: model._base_manager.filter(workspace=workspace) for model in OURS}
    keys = held["customers.AttributeDefinition"].values_list("key", flat=True)
    attributes = dict.fromkeys(keys, attack)
    held["customers.AttributeDefinition"].update(choices=[attack])
    held["customers.Customer"].update(attributes=attributes)
    held["customers.Company"].update(attributes=attributes)
    held["customers.RejectedRow"].update(row=[attack], problems=[[-1, attack, attack]])
    held["customers.Import"].update(
        layout={"format": "csv", "columns": [attack], "encoding": "utf-8", "delimiter": ","},
        target="customers",
        mapping={},
        counts={},
        notes={attack: 1},
    )
    held["customers.CustomerChange"].update(old=attack, new=attack)
    held["workspaces.AuditEntry"].update(detail={"name": attack, "from": attack, "to": attack})


def furnish(workspace: Workspace, customer_id: int) -> None:
    """Rows that no address leads to, but that pages show."""
    for label in (
        "customers.ConsentRecord", "customers.CustomerChange", "customers.CustomerTag",
        "customers.RejectedRow", "customers.SavedView", "messaging.Engagement",
        "commerce.OrderLine", "commerce.Refund", "content.Brand",
    ):  # fmt: skip
        names = {one.name for one in models_by_label()[label]._meta.concrete_fields}
        owner = {"customer_id": customer_id} if "customer" in names else {}
        make(label, workspace, **owner)


def models_by_label() -> dict[str, type[models.Model]]:
    return {model._meta.label: model for model in OURS}


@dataclass
class Reading(HTMLParser):
    """What a browser would run of a page, and where it would let text become code."""

    nonce: str = ""
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.problems += [f"<{tag} {name}>" for name in found if name.startswith("on")]
        for name in ("href", "src", "action", "formaction"):
            if (found.get(name) or "").strip().lower().startswith(("javascript:", "data:text")):
                self.problems.append(f"<{tag} {name}={found[name]}>")
        if tag == "script" and found.get("type", "text/javascript") in CODE:
            if "src" not in found and found.get("nonce") != self.nonce:
                self.problems.append("<script> without the nonce")
            if not (found.get("src") or "/").startswith("/"):
                self.problems.append(f"<script src={found['src']}>")


CODE = {"text/javascript", "module", "", "importmap", "speculationrules"}


def read(page: str, policy: str = "") -> Reading:
    found = Reading(nonce=policy.partition("'nonce-")[2].partition("'")[0])
    found.feed(page)
    return found

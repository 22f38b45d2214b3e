"""The send ledger with what came of it, senders, channels without their secrets, suppression."""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.messaging.services.telling import NAMES
from raabta.workspaces.workspace_export import Row, Table, WorkspaceExport

if TYPE_CHECKING:
    from raabta.workspaces.leaving.new_ids import NewIds

# nothing that was under way goes on elsewhere, for it may go on here: nobody is mailed twice
ENDED = {"queued": "cancelled", "claimed": "cancelled", "handed": "unknown"}
STOPPED = {"active": "cancelled", "paused": "cancelled"}


class WithOrigin(Table):
    def incoming(self, row: Row, ids: "NewIds") -> None:
        row["origin"] = ids.origin(row["origin"])


class Mailings(WithOrigin):
    def incoming(self, row: Row, ids: "NewIds") -> None:
        super().incoming(row, ids)
        row["state"] = STOPPED.get(row["state"], row["state"])


class Messages(WithOrigin):
    def incoming(self, row: Row, ids: "NewIds") -> None:
        super().incoming(row, ids)
        row["state"] = ENDED.get(row["state"], row["state"])


class Messaging(WorkspaceExport):
    key: ClassVar = "messaging"
    label: ClassVar = _("Every message with opens and clicks, senders, channels, suppression list")
    order: ClassVar = 50
    tables: ClassVar = (
        Table("channels", "messaging.ChannelSetting"),
        Table("senders", "messaging.Sender"),
        Table("consent_requirements", "messaging.ConsentRequirement"),
        Table("contact_policies", "messaging.ContactPolicy"),
        Mailings("mailings", "messaging.Mailing"),
        Messages(
            "messages",
            "messaging.Message",
            renewed=("token",),
            left_here=("claimed_by", "lease_until"),
        ),
        WithOrigin("tracked_links", "messaging.TrackedLink"),
        Table("engagements", "messaging.Engagement"),
        Table("suppressions", "messaging.Suppression"),
    )
    events: ClassVar = frozenset(NAMES.values())
    left_out: ClassVar = {
        "messaging.PendingConsent": "their links lead to this server; ask again where they arrive",
        "messaging.OutboxMail": "copies of mails for trying out; the ledger tells what was sent",
    }

    def event_arrives(self, properties: Row, ids: "NewIds") -> None:
        """What a site of its own tells under these names has no origin and stays."""
        origin = properties.get("origin")
        if not isinstance(origin, str):
            return
        message = str(properties.get("message_id") or "")
        new = ids.of("messaging.Message", int(message)) if message.isdecimal() else None
        properties["message_id"] = str(new) if new else None
        properties["origin"] = ids.origin(origin)
        kind, _mark, number = properties["origin"].partition(":")
        properties["campaign_id"] = number if kind == "campaign" and number != "0" else None

"""What we wrote to a person and what they did with it, for the export of their data."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.customers.queries import identities_of
from raabta.messaging.compression import expand
from raabta.messaging.models import Engagement, Message, OutboxMail, PendingConsent, Suppression
from raabta.messaging.services.composing import CannotCompose
from raabta.messaging.services.online import page_of
from raabta.messaging.suppression_hash import value_hash
from raabta.messaging.words import why_not
from raabta.workspaces.models import Workspace

MESSAGES = {
    "token": _("Message"),
    "name": _("Name"),
    "planned_at": _("Planned"),
    "sent_at": _("Sent"),
    "channel": _("Channel"),
    "purpose": _("Purpose"),
    "address": _("Address"),
    "state": _("State"),
    "why_not": _("Why it was not sent"),
    "file": _("File"),
}
ENGAGEMENTS = {
    "at": _("When"),
    "message__token": _("Message"),
    "kind": _("Kind"),
    "link__url": _("Link"),
    "is_machine": _("By a program"),
    "ip": _("IP address"),
    "user_agent": _("Program"),
}
SUPPRESSIONS = {
    "created_at": _("Since"),
    "channel": _("Channel"),
    "reason": _("Reason"),
    "evidence": _("Evidence"),
}
PENDING = {
    "asked_at": _("Asked"),
    "purpose": _("Purpose"),
    "channel": _("Channel"),
    "address": _("Address"),
    "text": _("Text"),
    "text_version": _("Version of the text"),
    "source": _("Source"),
    "ip": _("IP address"),
    "evidence": _("Evidence"),
    "expires_at": _("Valid until"),
    "confirmed_at": _("Confirmed"),
}
LEFT = (Message.State.SENT, Message.State.BOUNCED, Message.State.UNKNOWN, Message.State.HANDED)


class Messages(DataExport):
    """The ledger, and each message that left: as it left if it was kept, else made again."""

    key: ClassVar = "messages"
    label: ClassVar[Promise | str] = _(
        "Messages to you, each as .eml as it left, or as .html made again with today's data"
    )
    covers: ClassVar = ("messaging.Message", "messaging.OutboxMail")

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        rows = Message.objects.filter(workspace=workspace, customer=customer_id)
        found = rows.select_related("mailing", "workspace").order_by("planned_at", "pk")
        records = [
            {
                **{name: getattr(row, name, None) for name in MESSAGES},
                "name": row.mailing.name or row.origin,
                "why_not": why_not(row.reason) if row.reason else "",
                "file": _write_message(row, package) if row.state in LEFT else "",
            }
            for row in found
        ]
        if records:
            package.records(self.key, MESSAGES, records)


class Engagements(DataExport):
    key: ClassVar = "engagement"
    label: ClassVar[Promise | str] = _("Opens, clicks and the like")
    covers: ClassVar = ("messaging.Engagement",)

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        rows = Engagement.objects.filter(workspace=workspace, message__customer=customer_id)
        if rows:
            package.records(self.key, ENGAGEMENTS, rows.order_by("at", "pk").values(*ENGAGEMENTS))


class Suppressions(DataExport):
    key: ClassVar = "suppressions"
    label: ClassVar[Promise | str] = _("Addresses of yours that get nothing")
    covers: ClassVar = ("messaging.Suppression",)

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        known = identities_of(workspace, customer_id)
        hashes = [value_hash(held.value) for held in known]
        rows = Suppression.objects.filter(workspace=workspace, value_hash__in=hashes)
        if rows:
            package.records(self.key, SUPPRESSIONS, rows.values(*SUPPRESSIONS))


class PendingConsents(DataExport):
    key: ClassVar = "pending_consents"
    label: ClassVar[Promise | str] = _("Consents that you were asked to confirm")
    covers: ClassVar = ("messaging.PendingConsent",)

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        rows = PendingConsent.objects.filter(workspace=workspace, customer=customer_id)
        if rows:
            package.records(self.key, PENDING, rows.order_by("pk").values(*PENDING))


def _write_message(message: Message, package: Package) -> str:
    """The name of the file, or "" when the message cannot be shown any more."""
    kept = OutboxMail.objects.filter(message=message).first()
    try:
        ending, content = ("eml", expand(kept.raw)) if kept else ("html", page_of(message).encode())
    except (CannotCompose, LookupError):
        return ""
    name = f"messages/{message.token}.{ending}"
    package.file(name, content)
    return name

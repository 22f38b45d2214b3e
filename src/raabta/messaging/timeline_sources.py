"""Messages and what people did with them, on the customer's timeline."""

from datetime import datetime
from typing import ClassVar

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.timeline import Entry, TimelineSource
from raabta.messaging.models import Engagement, Message
from raabta.messaging.words import engagement_word, state_tone, state_word, why_not
from raabta.workspaces.models import Workspace

SHOWN = Q(state__in=["sent", "bounced", "failed", "refused", "unknown", "held_out"])


class Messages(TimelineSource):
    key: ClassVar = "messages"
    label: ClassVar[Promise | str] = gettext_lazy("Messages")
    icon: ClassVar = "mail"
    permission: ClassVar = "messaging.view"

    def entries(
        self, workspace: Workspace, customer_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        rows = Message.objects.filter(SHOWN, workspace=workspace, customer=customer_id)
        if before is not None:
            rows = rows.filter(planned_at__lt=before)
        found = rows.select_related("mailing").order_by("-planned_at", "-id")[:limit]
        return [self.entry(message) for message in found]

    @staticmethod
    def entry(message: Message) -> Entry:
        return Entry(
            at=message.planned_at,
            id=f"message-{message.pk}",
            title=message.mailing.name or message.origin,
            icon="mail",
            text=why_not(message.reason) if message.reason else "",
            badge=state_word(message.state),
            tone=state_tone(message.state),
        )


class Engagements(TimelineSource):
    key: ClassVar = "engagement"
    label: ClassVar[Promise | str] = gettext_lazy("Opens and clicks")
    icon: ClassVar = "mouse-pointer-click"
    permission: ClassVar = "messaging.view"

    def entries(
        self, workspace: Workspace, customer_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        rows = Engagement.objects.filter(
            workspace=workspace,
            message__customer=customer_id,
            is_machine=False,
            judged_at__isnull=False,
        )
        if before is not None:
            rows = rows.filter(at__lt=before)
        found = rows.select_related("message__mailing", "link").order_by("-at", "-id")[:limit]
        return [self.entry(row) for row in found]

    @staticmethod
    def entry(row: Engagement) -> Entry:
        name = row.message.mailing.name or row.message.origin
        return Entry(
            at=row.at,
            id=f"engagement-{row.pk}",
            title=_("%(what)s: %(message)s") % {"what": engagement_word(row.kind), "message": name},
            icon="mouse-pointer-click",
            text=row.link.url if row.link else "",
        )

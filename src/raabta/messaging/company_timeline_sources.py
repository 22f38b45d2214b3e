"""Messages to a company's people and what they did with them, on the company's timeline."""

from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from raabta.customers.company_timeline import CompanyTimelineSource, whose
from raabta.customers.timeline import Entry
from raabta.messaging.models import Engagement, Message
from raabta.messaging.timeline_sources import SHOWN, Engagements, Messages
from raabta.workspaces.models import Workspace


class CompanyMessages(CompanyTimelineSource):
    key: ClassVar = "messages"
    label: ClassVar[Promise | str] = gettext_lazy("Messages")
    icon: ClassVar = "mail"
    permission: ClassVar = "messaging.view"

    def entries(
        self, workspace: Workspace, company_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        rows = Message.objects.filter(
            SHOWN,
            workspace=workspace,
            customer__company=company_id,
            customer__deleted_at=None,
        )
        if before is not None:
            rows = rows.filter(planned_at__lt=before)
        found = rows.select_related("mailing", "customer").order_by("-planned_at", "-id")[:limit]
        return [replace(Messages.entry(one), **whose(one.customer)) for one in found]


class CompanyEngagements(CompanyTimelineSource):
    key: ClassVar = "engagement"
    label: ClassVar[Promise | str] = gettext_lazy("Opens and clicks")
    icon: ClassVar = "mouse-pointer-click"
    permission: ClassVar = "messaging.view"

    def entries(
        self, workspace: Workspace, company_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        rows = Engagement.objects.filter(
            workspace=workspace,
            message__customer__company=company_id,
            message__customer__deleted_at=None,
            is_machine=False,
            judged_at__isnull=False,
        )
        if before is not None:
            rows = rows.filter(at__lt=before)
        linked = rows.select_related("message__mailing", "message__customer", "link")
        found = linked.order_by("-at", "-id")[:limit]
        return [replace(Engagements.entry(one), **whose(one.message.customer)) for one in found]

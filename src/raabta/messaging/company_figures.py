from collections.abc import Sequence
from typing import ClassVar

from django.utils.translation import gettext as _

from raabta.customers.company_figure import CompanyFigures, Figure
from raabta.customers.models import Customer
from raabta.messaging.models import Engagement, Message
from raabta.workspaces.models import Workspace

GONE_OUT = (Message.State.SENT, Message.State.BOUNCED)


class MessageFigures(CompanyFigures):
    """Messages that went out to the people, and how many of them a person opened."""

    key: ClassVar = "messages"
    position: ClassVar = 30
    permission: ClassVar = "messaging.view"

    def figures(self, workspace: Workspace, company_ids: Sequence[int]) -> list[Figure]:
        people = Customer.objects.filter(
            workspace=workspace, company_id__in=company_ids, deleted_at=None
        )
        sent = Message.objects.filter(
            workspace=workspace, customer_id__in=people.values("pk"), state__in=GONE_OUT
        )
        opens = Engagement.objects.filter(
            workspace=workspace,
            message_id__in=sent.values("pk"),
            kind=Engagement.Kind.OPEN,
            is_machine=False,
            judged_at__isnull=False,
        )
        return [
            Figure(_("Messages sent"), count=sent.count()),
            Figure(_("Messages opened"), count=opens.values("message_id").distinct().count()),
        ]

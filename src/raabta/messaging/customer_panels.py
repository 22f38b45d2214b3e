from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.panel import CustomerPanel
from raabta.customers.purposes import CHANNELS, label_of
from raabta.customers.queries.topics import purpose_names
from raabta.messaging.queries.confirmations import open_questions
from raabta.messaging.services.confirmations import may_mail
from raabta.workspaces.models import Workspace

SHOWN = 5


class ToConfirm(CustomerPanel):
    key: ClassVar = "to_confirm"
    label: ClassVar[Promise | str] = _("Consents to confirm")
    template: ClassVar = "messaging/panels/to_confirm.html"
    position: ClassVar = 70
    permission: ClassVar = "customers.consent"

    def data(self, workspace: Workspace, customer_id: int) -> dict[str, Any] | None:
        names = purpose_names(workspace)
        rows = [
            {
                "pending": row,
                "purpose": label_of(names, row.purpose),
                "channel": label_of(CHANNELS, row.channel),
                "may_mail": may_mail(row),
            }
            for row in open_questions(workspace, customer_id)[:SHOWN]
        ]
        return {"rows": rows} if rows else None

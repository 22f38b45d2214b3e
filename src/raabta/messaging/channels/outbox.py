from collections.abc import Collection, Sequence
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.messaging.channel import UNTRIED, Channel, Delivery, Kind, Mail, Outcome, Way
from raabta.messaging.models import OutboxMail
from raabta.messaging.services.outbox import keep_mails


class Outbox(Channel):
    """Keeps every mail on a page of ours; nothing leaves the machine."""

    key: ClassVar[str] = "outbox"
    label: ClassVar[str | Promise] = gettext_lazy("Outbox")
    text: ClassVar[str | Promise] = gettext_lazy(
        "Keeps every mail here for you to read. Nothing leaves this machine."
    )
    is_idempotent: ClassVar[bool] = True

    def deliver(self, mails: Sequence[Mail], way: Way) -> Delivery:
        if not way.go_on():
            return Delivery([UNTRIED] * len(mails))
        keep_mails(workspace=way.workspace, mails=mails)
        return Delivery([Outcome(Kind.SENT, provider_id=mail.token) for mail in mails])

    def check(self) -> str:
        return _("The outbox is always ready.")

    def kept(self, tokens: Collection[str]) -> set[str]:
        return set(OutboxMail.objects.filter(token__in=tokens).values_list("token", flat=True))

"""Send a mail to oneself before anybody else gets it; tests stay out of every statistic."""

import secrets
from collections.abc import Sequence

from django.db import transaction

from raabta.content.models import Variant
from raabta.kernel import clock
from raabta.messaging.models import ChannelSetting, Mailing, Message, Sender
from raabta.messaging.services.mailings import open_mailing, seal_mailing
from raabta.messaging.services.sending import work_on
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

MOST = 20


def send_test(
    *,
    workspace: Workspace,
    actor: Actor,
    variant: Variant,
    addresses: Sequence[str],
    customer_id: int | None = None,
    sender: Sender | None = None,
    channel: ChannelSetting | None = None,
) -> list[Message]:
    """Send the variant to at most MOST addresses as this customer would get it, at once.

    Returns the messages with their states; what the channel would not take yet stays queued.
    """
    mailing = _plan(workspace, variant, list(addresses)[:MOST], customer_id)
    Mailing.objects.filter(pk=mailing.pk).update(sender=sender, channel=channel)
    mailing.refresh_from_db()
    record_audit(
        workspace=workspace, actor=actor, verb="message.tested", target=variant.template,
        detail={"count": len(addresses)},
    )  # fmt: skip
    while work_on(mailing):
        pass
    return list(Message.objects.filter(mailing=mailing).order_by("pk"))


@transaction.atomic
def _plan(
    workspace: Workspace, variant: Variant, addresses: Sequence[str], customer_id: int | None
) -> Mailing:
    now = clock.now()
    origin = f"test:{secrets.token_hex(8)}"
    name = variant.template.name
    mailing = open_mailing(workspace=workspace, origin=origin, template=variant.template, name=name)
    Message.objects.bulk_create(
        Message(
            workspace=workspace, mailing=mailing, origin=origin, customer_id=customer_id,
            occurrence=str(number), address=address, language=variant.language,
            state=Message.State.QUEUED, token=secrets.token_urlsafe(16), not_before=now,
            planned_at=now,
        )
        for number, address in enumerate(addresses)
    )  # fmt: skip
    seal_mailing(workspace=workspace, origin=origin)
    return mailing

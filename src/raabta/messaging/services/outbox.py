"""The mails that the built-in outbox keeps."""

from collections.abc import Sequence

from django.db import transaction

from raabta.kernel import clock
from raabta.messaging.channel import Mail
from raabta.messaging.compression import compress
from raabta.messaging.models import OutboxMail
from raabta.workspaces.models import Workspace


@transaction.atomic
def keep_mails(*, workspace: Workspace, mails: Sequence[Mail]) -> None:
    """Keep each mail once, however often it is handed over."""
    now = clock.now()
    OutboxMail.objects.bulk_create(
        [
            OutboxMail(
                workspace=workspace,
                message_id=mail.message_id or None,
                token=mail.token,
                recipient=mail.recipient,
                subject=mail.subject[:500],
                raw=compress(mail.raw),
                received_at=now,
            )
            for mail in mails
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def empty_outbox(*, workspace: Workspace) -> int:
    """Forget all kept mails. Returns how many there were."""
    count, _ = OutboxMail.objects.filter(workspace=workspace).delete()
    return count

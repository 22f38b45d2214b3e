"""Open, pause, resume and cancel what one origin sends."""

from datetime import timedelta

from django.db import transaction

from raabta.content.models import Template
from raabta.kernel import bus, clock
from raabta.messaging.about import MARKETING, About
from raabta.messaging.domain_events import MailingFinished
from raabta.messaging.models import ChannelSetting, Mailing, Message, Sender
from raabta.messaging.services.claims import cancel_some, mark_changed
from raabta.workspaces.models import Workspace

IN_HAND = (Message.State.QUEUED, Message.State.CLAIMED, Message.State.HANDED)
REST = timedelta(seconds=5)


class MailingClosed(Exception):
    """The mailing is finished or cancelled; nothing more can be planned for it."""


@transaction.atomic
def open_mailing(
    *,
    workspace: Workspace,
    origin: str,
    template: Template,
    sender: Sender | None = None,
    about: About = MARKETING,
    name: str = "",
    channel: ChannelSetting | None = None,
    per_second: int | None = None,
) -> Mailing:
    """The mailing of this origin, made when missing. Without sender or channel: the defaults.

    It starts to send as soon as something is planned; call `seal_mailing` when all is planned.
    """
    made, _ = Mailing.objects.get_or_create(
        workspace=workspace,
        origin=origin,
        defaults={
            "name": name[:150],
            "template": template,
            "sender": sender,
            "purpose": about.purpose,
            "topic": about.topic,
            "channel": channel,
            "per_second": per_second,
            "is_test": origin.startswith("test:"),
            "created_at": clock.now(),
        },
    )
    return made


def seal_mailing(*, workspace: Workspace, origin: str) -> None:
    """Say that all is planned, so that the mailing finishes after its last message."""
    Mailing.objects.filter(workspace=workspace, origin=origin, sealed_at=None).update(
        sealed_at=clock.now(), resting_until=None
    )


def pause_mailing(*, workspace: Workspace, origin: str) -> bool:
    """Stop within a second; what is being handed over ends. Returns whether it was active."""
    return _move(workspace, origin, (Mailing.State.ACTIVE,), Mailing.State.PAUSED)


def resume_mailing(*, workspace: Workspace, origin: str) -> bool:
    return _move(workspace, origin, (Mailing.State.PAUSED,), Mailing.State.ACTIVE)


def cancel_mailing(*, workspace: Workspace, origin: str) -> bool:
    """Stop for good; the queued messages become cancelled in the background."""
    before = (Mailing.State.ACTIVE, Mailing.State.PAUSED)
    return _move(workspace, origin, before, Mailing.State.CANCELLED)


def _move(
    workspace: Workspace, origin: str, before: tuple[Mailing.State, ...], after: Mailing.State
) -> bool:
    rows = Mailing.objects.filter(workspace=workspace, origin=origin, state__in=before)
    return bool(rows.update(state=after, resting_until=None))


@transaction.atomic
def clear_cancelled(mailing: Mailing) -> int:
    """Cancel a batch of what a cancelled mailing still had queued; close it after the last."""
    ids = cancel_some(mailing)
    if not ids and not _holds(mailing):
        Mailing.objects.filter(pk=mailing.pk).update(finished_at=clock.now())
        bus.publish(MailingFinished(workspace_id=mailing.workspace_id, origin=mailing.origin))
    return len(ids)


@transaction.atomic
def finish_if_done(mailing: Mailing) -> bool:
    """Close a sealed mailing that has nothing left, once; says so with MailingFinished."""
    if _holds(mailing):
        return False
    won = Mailing.objects.filter(
        pk=mailing.pk, state=Mailing.State.ACTIVE, sealed_at__isnull=False
    ).update(state=Mailing.State.FINISHED, finished_at=clock.now())
    if won:
        bus.publish(MailingFinished(workspace_id=mailing.workspace_id, origin=mailing.origin))
    return bool(won)


def rest_mailing(mailing: Mailing) -> None:
    """Look again when its next message is due, and after REST at the latest."""
    now = clock.now()
    following = (
        Message.objects.filter(mailing=mailing, state=Message.State.QUEUED)
        .order_by("not_before")
        .values_list("not_before", flat=True)
        .first()
    )
    wait = min(following or now + REST, now + REST)
    Mailing.objects.filter(pk=mailing.pk).update(resting_until=wait)


def _holds(mailing: Mailing) -> bool:
    return Message.objects.filter(mailing=mailing, state__in=IN_HAND).exists()


@transaction.atomic
def settle_unknown(*, workspace: Workspace, origin: str, policy: str) -> int:
    """Decide what became of messages whose hand-over got no answer.

    `policy` is "sent" or "failed" (believe so) or "resend" (somebody accepts that a person
    may get it twice). Returns how many were settled.
    """
    rows = Message.objects.filter(workspace=workspace, origin=origin, state=Message.State.UNKNOWN)
    ids = list(rows.values_list("pk", flat=True))
    now = clock.now()
    changes: dict[str, dict[str, object]] = {
        "sent": {"state": Message.State.SENT, "reason": "settled"},
        "failed": {"state": Message.State.FAILED, "reason": "settled", "sent_at": None},
        "resend": {
            "state": Message.State.QUEUED,
            "reason": "",
            "sent_at": None,
            "not_before": now,
            "claimed_by": "",
            "lease_until": None,
        },
    }
    settled = rows.update(**changes[policy])
    mark_changed(workspace.pk, ids)
    if policy == "resend" and settled:
        Mailing.objects.filter(
            workspace=workspace, origin=origin, state=Mailing.State.FINISHED
        ).update(state=Mailing.State.ACTIVE, finished_at=None, resting_until=None)
    return settled

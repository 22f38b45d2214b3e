"""The mails that ask to confirm: they leave by themselves soon after somebody signed up."""

from datetime import timedelta

from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import override
from django_scopes import scopes_disabled

from raabta.customers.services.person_export import language_of
from raabta.kernel import clock
from raabta.messaging.channel import ChannelProblem
from raabta.messaging.models import PendingConsent
from raabta.messaging.services.letters import Words, send_letter
from raabta.messaging.signing import confirm_url
from raabta.workspaces.scoped import working_in

BATCH = 20
AGAIN = timedelta(minutes=10)  # after the first trouble, or after the process that took it died
LONGEST = timedelta(hours=12)  # each failure doubles the wait up to this


def mail_due() -> int:
    """Send what is due. Returns how many were tried."""
    with scopes_disabled():
        rows = PendingConsent.objects.select_related("workspace", "customer")
        due = list(rows.filter(mail_due_at__lte=clock.now()).order_by("mail_due_at")[:BATCH])
    for pending in due:
        with working_in(pending.workspace):
            if _take(pending):
                _mail(pending)
    return len(due)


def pause_after(failures: int) -> timedelta:
    """How long to wait before the next try."""
    return min(AGAIN * (1 << min(failures, 16)), LONGEST)


def _take(pending: PendingConsent) -> bool:
    """Whether it is ours: one process moves its time on. One that is over is put away."""
    now = clock.now()
    rows = PendingConsent.objects.filter(pk=pending.pk, mail_due_at=pending.mail_due_at)
    is_over = pending.expires_at <= now or pending.customer.deleted_at is not None
    if pending.confirmed_at or is_over:
        rows.update(mail_due_at=None)
        return False
    return bool(rows.update(mail_due_at=now + pause_after(pending.failures)))


def _mail(pending: PendingConsent) -> None:
    rows = PendingConsent.objects.filter(pk=pending.pk)
    with override(language_of(pending.customer.language, pending.workspace.language)):
        words = _words(pending)
        try:
            send_letter(workspace=pending.workspace, address=pending.address, words=words)
        except ChannelProblem as error:
            rows.update(problem=str(error), failures=F("failures") + 1)
            return
    rows.update(
        mail_due_at=None, mailed_at=clock.now(), mails=F("mails") + 1, failures=0, problem=""
    )


def _words(pending: PendingConsent) -> Words:
    context = {
        "brand_name": pending.workspace.name,
        "link": confirm_url(pending.token),
        "text": pending.text,
        "until": pending.expires_at,
    }
    name = "messaging/letters/confirm"
    return Words(
        subject=" ".join(render_to_string(f"{name}_subject.txt", context).split()),
        text=render_to_string(f"{name}.txt", context),
        html=render_to_string(f"{name}.html", context),
    )

"""Tell colleagues by mail that a form was filled in: soon, but not once for each of a hundred.

The mail holds no answers: mailboxes are read by more people and kept longer than submissions.
"""

from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from raabta.forms.models import Form, FormSubmission
from raabta.kernel import clock
from raabta.workspaces.models import User, Workspace
from raabta.workspaces.policy import may
from raabta.workspaces.queries import members
from raabta.workspaces.scoped import working_in

log = structlog.get_logger()
PAUSE = timedelta(minutes=10)  # between two mails about one form
READS = "forms.submissions"


class NotColleagues(Exception):
    """Some addresses are not those of colleagues who may read submissions."""


def readers(workspace: Workspace) -> dict[str, User]:
    """By address: the colleagues who may read submissions."""
    found = members(workspace).filter(user__is_active=True)
    return {one.user.email: one.user for one in found if may(one.role_held, READS)}


def check_colleagues(workspace: Workspace, addresses: Sequence[str]) -> None:
    """Raises NotColleagues."""
    if unknown := sorted(set(addresses) - readers(workspace).keys()):
        words = _("These are no colleagues who may read submissions: %(addresses)s")
        raise NotColleagues(words % {"addresses": ", ".join(unknown)[:200]})


def notify_due() -> int:
    """Mail about every form that got submissions since its last mail. Returns how many forms."""
    now = clock.now()
    with scopes_disabled():
        rested = Q(notified_at=None) | Q(notified_at__lte=now - PAUSE)
        rows = Form.objects.filter(rested, deleted_at=None).exclude(notify=[])
        waiting = list(rows.select_related("workspace"))
    told = 0
    for form in waiting:
        with working_in(form.workspace):
            told += _notify(form)
    return told


def _notify(form: Form) -> bool:
    since = form.notified_at or form.updated_at
    now = clock.now()
    fresh = FormSubmission.objects.filter(
        form=form, deleted_at=None, received_at__gt=since, received_at__lte=now
    )
    count = fresh.count()
    same = Form.objects.filter(pk=form.pk, notified_at=form.notified_at)
    if not count or same.update(notified_at=now) != 1:
        return False
    held = fresh.filter(state=FormSubmission.State.HELD).count()
    known = readers(form.workspace)
    for address in form.notify:
        if address in known:  # who left is not told any more
            _mail(form, known[address], count, held)
    return True


def _mail(form: Form, user: User, count: int, held: int) -> None:
    link = f"{settings.BASE_URL}{reverse('web:submissions:index')}?form={form.pk}"
    words = {"form": form, "count": count, "held": held, "link": link}
    with translation.override(user.language or form.workspace.language):
        subject = render_to_string("forms/notices/submitted_subject.txt", words)
        mail = EmailMultiAlternatives(
            " ".join(subject.split()),
            render_to_string("forms/notices/submitted.txt", words),
            to=[user.email],
        )
        html = render_to_string("forms/notices/submitted.html", words)
    mail.attach_alternative(html, "text/html")
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        log.warning("a notice could not be sent", form=form.pk, error=str(error))

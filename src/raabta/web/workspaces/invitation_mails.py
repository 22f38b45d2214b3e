"""The mail that asks a colleague in."""

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from raabta.workspaces.models import Invitation

log = structlog.get_logger()


def link_of(token: str) -> str:
    return settings.BASE_URL + reverse("web:invitations:accept", args=[token])


def send_invitation(invitation: Invitation, token: str) -> bool:
    """Whether the mail server took it."""
    words = {"invitation": invitation, "link": link_of(token)}
    with translation.override(invitation.language):
        mail = EmailMultiAlternatives(
            " ".join(render_to_string("workspaces/mails/invitation_subject.txt", words).split()),
            render_to_string("workspaces/mails/invitation.txt", words),
            to=[invitation.email],
        )
        html = render_to_string("workspaces/mails/invitation.html", words)
    mail.attach_alternative(html, "text/html")
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        log.warning("an invitation could not be sent", to=invitation.email, error=str(error))
        return False
    return True

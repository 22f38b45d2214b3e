"""Mails that people ask for themselves: the link to their own page, and the one to be erased."""

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction

from raabta.customers.models import Customer
from raabta.messaging.channel import ChannelProblem
from raabta.messaging.services.letters import Words, send_letter
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

PAUSE = timedelta(minutes=5)  # so that nobody's mailbox is filled through us


class NoMail(Exception):
    """Nothing was sent: they have no address, had one a moment ago, or the channel has trouble."""


def send_link(
    *, workspace: Workspace, actor: Actor, customer: Customer, purpose: str, words: Words
) -> None:
    """To the person's main address, at most once in PAUSE for each purpose. Raises NoMail."""
    key = f"letter:{purpose}:{customer.pk}"
    if not customer.email or not cache.add(key, 1, PAUSE.total_seconds()):
        raise NoMail
    try:
        send_letter(workspace=workspace, address=customer.email, words=words)
    except ChannelProblem as error:
        cache.delete(key)
        raise NoMail from error
    with transaction.atomic():
        record_audit(
            workspace=workspace, actor=actor, verb="own_page.sent", target=customer,
            detail={"purpose": purpose},
        )  # fmt: skip

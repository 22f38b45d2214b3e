"""A short mail that shows whether a channel works; it is no message to a customer."""

import secrets

from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raabta.kernel import clock
from raabta.messaging.channel import ChannelProblem, Kind, Mail, Way
from raabta.messaging.mime import BadAddress, Letter, build, wire_address
from raabta.messaging.models import ChannelSetting, Sender
from raabta.messaging.services.dkim import signer_of
from raabta.messaging.services.outgoing import CannotOpen, open_channel
from raabta.workspaces.models import Workspace


def check_channel(setting: ChannelSetting) -> str:
    """Connect, and say what was found. Raises ChannelProblem."""
    try:
        return open_channel(setting).check()
    except CannotOpen as error:
        raise ChannelProblem(str(error)) from error


def send_probe(
    *, workspace: Workspace, setting: ChannelSetting, sender: Sender, address: str
) -> str:
    """Send one short mail now. Returns the server's words. Raises ChannelProblem."""
    try:
        channel = open_channel(setting)
        mail = _mail(workspace, setting, sender, address)
    except (CannotOpen, BadAddress) as error:
        raise ChannelProblem(str(error)) from error
    delivery = channel.deliver([mail], Way(workspace=workspace))
    outcome = delivery.outcomes[0]
    if outcome.kind is not Kind.SENT:
        raise ChannelProblem(delivery.problem or outcome.text)
    return outcome.text


def _mail(workspace: Workspace, setting: ChannelSetting, sender: Sender, address: str) -> Mail:
    words = {"workspace": workspace.name, "channel": setting.name}
    subject = _("Test of the channel “%(channel)s”") % words
    text = _("This mail shows that %(workspace)s can send through “%(channel)s”.") % words
    token = secrets.token_urlsafe(16)
    language = get_language() or "en"
    letter = Letter(
        token=token, sender_name=sender.name, sender_address=sender.address,
        reply_to=sender.reply_to, to_name="", to_address=address, subject=subject, text=text,
        html=format_html('<p dir="auto">{}</p>', text), language=language, at=clock.now(), unsubscribe_url="",
        unsubscribe_mail="", feedback_id=f"probe:{workspace.pk}:test:raabta",
    )  # fmt: skip
    raw = build(letter)
    signer = signer_of(sender)
    signed = signer.sign(raw) if signer else raw
    return Mail(0, token, sender.address, wire_address(address), subject, signed)

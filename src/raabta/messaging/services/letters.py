"""One mail to one person that they asked for: it leaves at once and is no row of the ledger."""

import secrets
from dataclasses import dataclass

from django.utils.translation import get_language

from raabta.kernel import clock
from raabta.messaging.channel import ChannelProblem, Kind, Mail, Way
from raabta.messaging.mime import BadAddress, Letter, build, wire_address
from raabta.messaging.models import ChannelSetting, Sender
from raabta.messaging.services.defaults import default_channel, default_sender
from raabta.messaging.services.dkim import signer_of
from raabta.messaging.services.outgoing import CannotOpen, open_channel
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Words:
    """What a letter says, in the language that is in use."""

    subject: str
    text: str
    html: str


def send_letter(
    *,
    workspace: Workspace,
    address: str,
    words: Words,
    setting: ChannelSetting | None = None,
    sender: Sender | None = None,
) -> str:
    """Hand it to the channel, the default one if none is named. Returns the server's words.

    Raises ChannelProblem.
    """
    setting, sender = setting or default_channel(workspace), sender or default_sender(workspace)
    try:
        channel = open_channel(setting)
        mail = _mail(workspace, sender, address, words)
    except (CannotOpen, BadAddress) as error:
        raise ChannelProblem(str(error)) from error
    delivery = channel.deliver([mail], Way(workspace=workspace))
    outcome = delivery.outcomes[0]
    if outcome.kind is not Kind.SENT:
        raise ChannelProblem(delivery.problem or outcome.text)
    return outcome.text


def _mail(workspace: Workspace, sender: Sender, address: str, words: Words) -> Mail:
    token = secrets.token_urlsafe(16)
    letter = Letter(
        token=token, sender_name=sender.name, sender_address=sender.address,
        reply_to=sender.reply_to, to_name="", to_address=address, subject=words.subject,
        text=words.text, html=words.html, language=get_language() or "en", at=clock.now(),
        unsubscribe_url="", unsubscribe_mail="", feedback_id=f"letter:{workspace.pk}:own:raabta",
    )  # fmt: skip
    raw = build(letter)
    signer = signer_of(sender)
    signed = signer.sign(raw) if signer else raw
    return Mail(0, token, sender.address, wire_address(address), words.subject, signed)

"""A short mail that shows whether a channel works; it is no message to a customer."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from raabta.messaging.channel import ChannelProblem
from raabta.messaging.models import ChannelSetting, Sender
from raabta.messaging.services.letters import Words, send_letter
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
    names = {"workspace": workspace.name, "channel": setting.name}
    text = _("This mail shows that %(workspace)s can send through “%(channel)s”.") % names
    words = Words(
        subject=_("Test of the channel “%(channel)s”") % names,
        text=text,
        html=format_html('<p dir="auto">{}</p>', text),
    )
    return send_letter(
        workspace=workspace, address=address, words=words, setting=setting, sender=sender
    )

"""The channel that a mailing goes out by, opened once and kept; its breaks after trouble."""

import json
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from random import uniform

from django.utils.translation import gettext as _
from pydantic import ValidationError

from raabta.kernel import clock
from raabta.kernel.registry import UnknownMember
from raabta.messaging.channel import Channel, channels
from raabta.messaging.models import ChannelSetting, Mailing
from raabta.messaging.services.defaults import default_channel
from raabta.workspaces.sealing import SealBroken, unseal

FIRST_BREAK = 2.0  # seconds; twice as long after each further failure
LONGEST_BREAK = 300.0


class CannotOpen(Exception):
    """The channel's settings are not usable; the text says why."""


@dataclass
class Outgoing:
    setting: ChannelSetting
    channel: Channel

    def is_resting(self) -> bool:
        until = self.setting.resting_until
        return until is not None and until > clock.now()

    def note(self, problem: str) -> None:
        """Remember trouble, and rest for a while; or forget earlier trouble."""
        if not problem and not self.setting.problem:
            return
        failures = self.setting.failures + 1 if problem else 0
        self.setting.failures, self.setting.problem = failures, problem[:2_000]
        self.setting.resting_until = clock.now() + _break(failures) if problem else None
        self.setting.save(update_fields=["failures", "problem", "resting_until"])


def outgoing_for(mailing: Mailing) -> Outgoing:
    """The mailing's channel, or the workspace's default one. Raises CannotOpen."""
    setting = (
        ChannelSetting.objects.filter(pk=mailing.channel_id).first()
        if mailing.channel_id
        else default_channel(mailing.workspace)
    )
    if setting is None:
        raise CannotOpen(_("The channel does not exist any more."))
    return Outgoing(setting, open_channel(setting))


def open_channel(setting: ChannelSetting) -> Channel:
    """The channel with its settings. Raises CannotOpen."""
    return _opened(setting.pk, setting.key, setting.sealed_settings)


@lru_cache(maxsize=100)
def _opened(pk: int, key: str, sealed: str) -> Channel:
    try:
        plain = unseal(sealed, bound_to=bound_to(pk)) if sealed else "{}"
        return channels.build(key, json.loads(plain))
    except SealBroken as error:
        raise CannotOpen(_("The channel's settings cannot be unsealed with our key.")) from error
    except (UnknownMember, ValidationError, ValueError) as error:
        raise CannotOpen(_("The channel's settings are not complete.")) from error


def bound_to(pk: int) -> str:
    return f"messaging.channel:{pk}"


def report_problem(mailing: Mailing, problem: str) -> None:
    """Show on the mailing why nothing leaves, and look again a little later."""
    Mailing.objects.filter(pk=mailing.pk).update(
        problem=problem, resting_until=clock.now() + timedelta(seconds=FIRST_BREAK)
    )


def _break(failures: int) -> timedelta:
    seconds = min(LONGEST_BREAK, FIRST_BREAK * 2.0 ** min(failures - 1, 20))
    return timedelta(seconds=seconds * uniform(0.75, 1.25))  # noqa: S311  not a secret

"""Configure the ways by which messages leave."""

import json
from typing import Any

from django.db import transaction
from pydantic import SecretStr

from raabta.kernel import clock
from raabta.messaging.channel import Channel, channels
from raabta.messaging.models import ChannelSetting
from raabta.messaging.services.outgoing import bound_to, open_channel
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.sealing import seal
from raabta.workspaces.services.audit import record_audit


class StillUsed(Exception):
    """The last channel, or the default one, cannot go."""


@transaction.atomic
def create_channel(
    *,
    workspace: Workspace,
    actor: Actor,
    key: str,
    name: str,
    settings: dict[str, Any],
    per_second: int | None = None,
    is_default: bool = False,
) -> ChannelSetting:
    """Raises UnknownMember, or pydantic.ValidationError when the settings do not fit."""
    channel = channels.build(key, settings)
    made = ChannelSetting.objects.create(
        workspace=workspace, key=key, name=name, per_second=per_second, created_at=clock.now()
    )
    _seal(made, channel)
    if is_default:
        make_default(workspace=workspace, actor=actor, setting=made)
    record_audit(workspace=workspace, actor=actor, verb="channel.created", target=made)
    return made


@transaction.atomic
def edit_channel(
    *,
    workspace: Workspace,
    actor: Actor,
    setting: ChannelSetting,
    name: str,
    settings: dict[str, Any],
    per_second: int | None,
) -> None:
    """A secret left empty stays as it was. Raises pydantic.ValidationError."""
    kept = plain_settings(open_channel(setting)) if setting.sealed_settings else {}
    secrets = secret_fields(channels[setting.key])
    given = {k: v for k, v in settings.items() if v or k not in secrets}
    channel = channels.build(setting.key, {**kept, **given})
    setting.name, setting.per_second = name, per_second
    setting.problem, setting.failures, setting.resting_until = "", 0, None
    setting.save()
    _seal(setting, channel)
    record_audit(workspace=workspace, actor=actor, verb="channel.edited", target=setting)


@transaction.atomic
def make_default(*, workspace: Workspace, actor: Actor, setting: ChannelSetting) -> None:
    """Everything that names no channel of its own goes this way from now on."""
    ChannelSetting.objects.filter(workspace=workspace, is_default=True).update(is_default=False)
    ChannelSetting.objects.filter(pk=setting.pk).update(is_default=True)
    record_audit(workspace=workspace, actor=actor, verb="channel.made_default", target=setting)


@transaction.atomic
def delete_channel(*, workspace: Workspace, actor: Actor, setting: ChannelSetting) -> None:
    """Raises StillUsed for the default, and ProtectedError when a mailing names it."""
    if ChannelSetting.objects.filter(pk=setting.pk, is_default=True).exists():
        raise StillUsed(setting.name)
    record_audit(workspace=workspace, actor=actor, verb="channel.deleted", target=setting)
    setting.delete()


def secret_fields(channel: type[Channel]) -> set[str]:
    return {name for name, field in channel.model_fields.items() if field.annotation is SecretStr}


def plain_settings(channel: Channel) -> dict[str, Any]:
    """The settings as JSON types, secrets in the clear: only to be sealed."""
    return {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in channel
    }


def _seal(setting: ChannelSetting, channel: Channel) -> None:
    plain = json.dumps(plain_settings(channel))
    setting.sealed_settings = seal(plain, bound_to=bound_to(setting.pk))
    setting.save(update_fields=["sealed_settings"])

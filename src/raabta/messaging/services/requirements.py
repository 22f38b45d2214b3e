"""Decide what a purpose asks for on a channel. Asking for less than usual needs a reason."""

from dataclasses import asdict, replace

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.customers.purposes import CHANNELS, PURPOSES
from raabta.messaging.models import ConsentRequirement
from raabta.messaging.requirements import LAWFUL, Kind, Requirement, is_looser, requirement_of
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


class InvalidRequirement(ValueError):
    """It does not fit the purpose, or asks for less than usual and does not say why."""


@transaction.atomic
def require_consent(
    *, workspace: Workspace, actor: Actor, purpose: str, channel: str, wanted: Requirement
) -> None:
    """Holds for everything that is sent from now on. Raises InvalidRequirement."""
    _check(purpose, channel, wanted)
    before = requirement_of(workspace, purpose, channel)
    why = wanted.why.strip() if is_looser(wanted.kind, purpose) else ""
    wanted = replace(wanted, why=why)
    if wanted == before:
        return
    kept = asdict(wanted)
    ConsentRequirement.objects.update_or_create(
        workspace=workspace, purpose=purpose, channel=channel, defaults=kept
    )
    detail = {"purpose": purpose, "channel": channel, "before": before.kind, **kept}
    record_audit(
        workspace=workspace, actor=actor, verb="consent_requirement.changed", target="",
        detail=detail,
    )  # fmt: skip


def _check(purpose: str, channel: str, wanted: Requirement) -> None:
    if purpose not in PURPOSES or channel not in CHANNELS or wanted.kind not in Kind.values:
        raise InvalidRequirement(_("There is no such purpose, channel or kind."))
    if wanted.kind == Kind.BY_LAW and purpose != LAWFUL:
        raise InvalidRequirement(_("Laws on advertising decide about marketing only."))
    if is_looser(wanted.kind, purpose) and not wanted.why.strip():
        raise InvalidRequirement(_("Say why you may contact people who never answered."))

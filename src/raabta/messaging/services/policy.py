"""How often and when people may be contacted."""

from dataclasses import dataclass
from datetime import time

from django.db import transaction

from raabta.messaging.models import ContactPolicy
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


@dataclass(frozen=True)
class Limits:
    """`most_messages` 0: no cap. Quiet hours need both ends."""

    most_messages: int
    within_days: int
    quiet_from: time | None
    quiet_until: time | None


@transaction.atomic
def change_policy(*, workspace: Workspace, actor: Actor, limits: Limits) -> ContactPolicy:
    values = vars(limits)
    changed, _ = ContactPolicy.objects.update_or_create(workspace=workspace, defaults=values)
    record_audit(
        workspace=workspace, actor=actor, verb="contact_policy.changed", target="",
        detail={name: str(value) for name, value in values.items()},
    )  # fmt: skip
    return changed

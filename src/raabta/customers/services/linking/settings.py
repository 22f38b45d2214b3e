"""Change what a workspace does with the domains of e-mail addresses."""

from django.db import transaction

from raabta.customers.models import LinkingSettings
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


@transaction.atomic
def change_linking(*, workspace: Workspace, actor: Actor, mode: str) -> LinkingSettings:
    """`mode` is one of `LinkingSettings.Mode`."""
    settings, _made = LinkingSettings.objects.update_or_create(
        workspace=workspace, defaults={"mode": LinkingSettings.Mode(mode)}
    )
    record_audit(
        workspace=workspace, actor=actor, verb="linking.changed", target="", detail={"mode": mode}
    )
    return settings

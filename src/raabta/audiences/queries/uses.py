"""Where an audience is used."""

from raabta.audiences.models import Audience
from raabta.audiences.use import Use, audience_uses
from raabta.workspaces.models import Workspace


def uses_of(workspace: Workspace, audience: Audience) -> list[Use]:
    found: list[Use] = []
    for member in audience_uses.members():
        found += member.uses(workspace.pk, audience.pk)
    return found

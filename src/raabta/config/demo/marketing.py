"""What a marketer would have made by now: audiences, a template, campaigns."""

from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace


def make_marketing(*, workspace: Workspace, actor: Actor, tell: object) -> None:
    """Nothing yet."""

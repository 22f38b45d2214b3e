"""What a command's words refer to."""

from raabta.config.console import fail
from raabta.workspaces.models import Workspace


def workspace_called(name: str) -> Workspace:
    """The workspace of this name, or the only one; ends the command when that is not clear."""
    found = list(Workspace.objects.filter(name=name) if name else Workspace.objects.all()[:20])
    if len(found) != 1:
        names = ", ".join(workspace.name for workspace in found)
        fail(
            f"no workspace is called “{name}”"
            if name
            else f"say which workspace with --workspace: {names}"
            if found
            else "there is no workspace yet; run: raabta user create",
            code=2,
        )
    return found[0]

"""What the tests of imports share: put a file in, run it, look at it."""

from pathlib import Path
from typing import Any

from raabta.customers.models import Import
from raabta.customers.services import imports
from raabta.kernel import jobs
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

ACTOR = Actor(label="Ayesha", via="ui")
DATA = Path(__file__).resolve().parents[3] / "shared/data"


def received(
    workspace: Workspace, content: bytes | str, name: str = "people.csv", target: str = "customers"
) -> Import:
    raw = content.encode() if isinstance(content, str) else content
    return imports.receive_file(
        workspace=workspace, actor=ACTOR, target=target, filename=name, pieces=[raw]
    )


def run(workspace: Workspace, row: Import) -> Import:
    imports.start_import(workspace=workspace, row=row, actor=ACTOR)
    assert jobs.run_next([jobs.DEFAULT])
    row.refresh_from_db()
    return row


def imported(workspace: Workspace, content: bytes | str, **options: Any) -> Import:
    """The import of this content, run to its end; options beside those of `received`."""
    given = {key: options.pop(key) for key in ("name", "target") if key in options}
    extra = options.pop("mapping", {})
    row = received(workspace, content, **given)
    imports.change_mapping(row=row, mapping={**row.mapping, **extra}, options=options)
    return run(workspace, row)


def counted(row: Import) -> dict[str, int]:
    return {key: count for key, count in row.counts.items() if count}

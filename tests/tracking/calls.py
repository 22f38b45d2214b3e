"""What the tests of the intake share: a source, a way to send, and to see what came of it."""

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any

from django.test import Client

from raabta.tracking.models import Source
from raabta.tracking.services.sources import create_source
from raabta.tracking.services.stitching import stitch
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace

Project = Callable[[], None]


def a_source(workspace: Workspace, kind: str = "web", **fields: Any) -> Source:
    source = create_source(workspace=workspace, actor=SYSTEM, name="Shop site", kind=kind)
    for name, value in fields.items():
        setattr(source, name, value)
    source.save()
    return source


def post(source: Source | str, call: str, body: Any, **headers: str) -> Any:
    """The answer to one request with the write key as the user of Basic."""
    key = source if isinstance(source, str) else source.write_key
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"Authorization": "Basic " + b64encode(f"{key}:".encode()).decode()} if key else {}
    client = Client(headers={"User-Agent": "Mozilla/5.0", **given, **headers})
    return client.post(f"/v1/{call}", raw, content_type="application/json")


def settle(project: Project | None = None) -> None:
    """Let everything that was accepted find its people, and its way to the warehouse."""
    while stitch():
        pass
    if project:
        project()


def events(workspace: Workspace) -> list[tuple[int, str]]:
    """Whose events the warehouse holds, in the order in which they happened."""
    table = Tables(workspace.pk).event
    return [
        (int(person), str(name))
        for person, name in fetch(
            table.order_by(table.occurred_at, table.event_id).select("customer_id", "name")
        )
    ]

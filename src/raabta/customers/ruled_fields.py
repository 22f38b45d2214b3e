"""The fields whose sources can be put in an order, and the sources that there are."""

from raabta.customers.fields import ATTRIBUTE, writable_fields
from raabta.customers.services.bulk.trust import RULED
from raabta.customers.timeline_sources import via_label
from raabta.workspaces.models import Workspace
from raabta.workspaces.queries import keys

WAYS = ("ui", "import", "api", "form", "tracking")
API = "api:"


def ruled_fields(workspace: Workspace) -> dict[str, str]:
    return {
        key: str(field.label)
        for key, field in writable_fields(workspace).items()
        if key in RULED or key.startswith(ATTRIBUTE)
    }


def known_sources(workspace: Workspace) -> dict[str, str]:
    """The ways, and each program by the name of its key."""
    ways = {way: via_label(way) for way in WAYS}
    programs = keys(workspace).order_by("name").values_list("name", flat=True)
    return ways | {API + name: f"{via_label('api')}: {name}" for name in programs}

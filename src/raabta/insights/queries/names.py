"""Names of events and properties that were seen, to be chosen from."""

from typing import NamedTuple

from raabta.tracking.models import CatalogueEvent
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.warehouse.warehouse_tables.event import TYPED
from raabta.workspaces.models import Workspace

MOST = 300
SECONDS = 3.0


class SeenNames(NamedTuple):
    """Events with the most frequent first; properties in alphabetical order."""

    events: list[str]
    properties: list[str]


def seen_names(workspace: Workspace) -> SeenNames:
    """What the warehouse holds; properties as the catalogue and its typed columns tell."""
    events = Tables(workspace.pk).event
    counted = events.group_by("name").aggregate(times=events.count())
    ordered = counted.order_by(counted.times.desc(), counted.name).limit(MOST).select("name")
    rows = CatalogueEvent.objects.filter(workspace=workspace, kind="track")
    properties = set(TYPED)
    for found in rows.order_by("-count").values_list("properties", flat=True)[:MOST]:
        properties |= {name for name in found if '"' not in name and "\\" not in name}
    names = [name for (name,) in fetch(ordered, seconds=SECONDS)]
    return SeenNames(names, sorted(properties)[:MOST])

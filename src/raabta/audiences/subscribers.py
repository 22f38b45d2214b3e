"""What reached the warehouse, noted for the traits that follow from it."""

from collections.abc import Collection

from raabta.audiences.services.traits import note_due
from raabta.warehouse import loaded


@loaded.follow
def note_events(workspace_id: int, table: str, ids: Collection[int]) -> None:
    if table == "event":
        note_due(workspace_id, ids)

"""What reached the warehouse, noted for what follows from it: traits, and who is in audiences."""

from collections.abc import Collection

from raabta.audiences.services.membership import note_changed, note_company_changed
from raabta.audiences.services.traits import note_due
from raabta.warehouse import loaded


@loaded.follow
def note_events(workspace_id: int, table: str, ids: Collection[int]) -> None:
    if table == "event":
        note_due(workspace_id, ids)
    if table == "company":
        note_company_changed(workspace_id)


@loaded.follow_people
def note_people(workspace_id: int, customer_ids: Collection[int]) -> None:
    note_changed(workspace_id, customer_ids)

from raabta.audiences.services.audiences import (
    NameTaken,
    create_audience,
    duplicate_audience,
    edit_audience,
    remove_audience,
    restore_audience,
)
from raabta.audiences.services.counting import count_audience
from raabta.audiences.services.snapshots import take_snapshot

__all__ = [
    "NameTaken",
    "count_audience",
    "create_audience",
    "duplicate_audience",
    "edit_audience",
    "remove_audience",
    "restore_audience",
    "take_snapshot",
]

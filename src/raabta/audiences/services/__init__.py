from raabta.audiences.services.audiences import (
    InUse,
    NameTaken,
    archive_audience,
    create_audience,
    duplicate_audience,
    edit_audience,
    remove_audience,
    restore_audience,
)
from raabta.audiences.services.counting import count_audience
from raabta.audiences.services.freezing import freeze_audience
from raabta.audiences.services.snapshots import take_snapshot

__all__ = [
    "InUse",
    "NameTaken",
    "archive_audience",
    "count_audience",
    "create_audience",
    "duplicate_audience",
    "edit_audience",
    "freeze_audience",
    "remove_audience",
    "restore_audience",
    "take_snapshot",
]

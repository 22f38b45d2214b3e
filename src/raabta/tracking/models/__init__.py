from raabta.tracking.models.catalogue import CatalogueEvent, HeldCall
from raabta.tracking.models.inbox import InboxBatch
from raabta.tracking.models.sources import SeenCall, Source, SourceDay

__all__ = (
    "CatalogueEvent",
    "HeldCall",
    "InboxBatch",
    "SeenCall",
    "Source",
    "SourceDay",
)

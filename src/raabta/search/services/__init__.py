"""Keep the index current; the only writers of this context."""

from raabta.search.services.following import follow_changes, index_marked, request_missing_shelves
from raabta.search.services.indexing import index, rebuild, rebuild_everywhere

__all__ = [
    "follow_changes",
    "index",
    "index_marked",
    "rebuild",
    "rebuild_everywhere",
    "request_missing_shelves",
]

"""Questions about rules: how many, who, why; and about kept audiences and snapshots."""

from raabta.audiences.queries.comparing import Comparison, compare
from raabta.audiences.queries.explaining import Line, explain
from raabta.audiences.queries.history import counts_of
from raabta.audiences.queries.listing import Page, people
from raabta.audiences.queries.members import (
    count,
    count_of,
    member_ids,
    members_of,
    sample,
    together,
)
from raabta.audiences.queries.preview import Preview, hints, preview
from raabta.audiences.queries.snapshots import snapshot_members, snapshot_size
from raabta.audiences.queries.stored import audiences, rule_of, sentence_of
from raabta.audiences.queries.suggesting import Suggestion, suggestions
from raabta.audiences.queries.uses import leads_back, uses_of

__all__ = [
    "Comparison",
    "Line",
    "Page",
    "Preview",
    "Suggestion",
    "audiences",
    "compare",
    "count",
    "count_of",
    "counts_of",
    "explain",
    "hints",
    "leads_back",
    "member_ids",
    "members_of",
    "people",
    "preview",
    "rule_of",
    "sample",
    "sentence_of",
    "snapshot_members",
    "snapshot_size",
    "suggestions",
    "together",
    "uses_of",
]

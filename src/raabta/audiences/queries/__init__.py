"""Questions about rules: how many, who, why; and about kept audiences and snapshots."""

from raabta.audiences.queries.comparing import Comparison, compare
from raabta.audiences.queries.explaining import Line, Standing, explain, explain_all
from raabta.audiences.queries.history import history_of, today_of
from raabta.audiences.queries.listing import Page, people
from raabta.audiences.queries.members import (
    count,
    count_of,
    member_ids,
    members_of,
    sample,
    together,
)
from raabta.audiences.queries.overlap import Overlap, Region, overlap, region_rule
from raabta.audiences.queries.preview import Preview, hints, preview
from raabta.audiences.queries.snapshots import snapshot_members, snapshot_size
from raabta.audiences.queries.stored import audiences, rule_of, sentence_of
from raabta.audiences.queries.suggesting import Suggestion, suggestions
from raabta.audiences.queries.uses import Reach, leads_back, reach_of, uses_of

__all__ = [
    "Comparison",
    "Line",
    "Overlap",
    "Page",
    "Preview",
    "Reach",
    "Region",
    "Standing",
    "Suggestion",
    "audiences",
    "compare",
    "count",
    "count_of",
    "explain",
    "explain_all",
    "hints",
    "history_of",
    "leads_back",
    "member_ids",
    "members_of",
    "overlap",
    "people",
    "preview",
    "reach_of",
    "region_rule",
    "rule_of",
    "sample",
    "sentence_of",
    "snapshot_members",
    "snapshot_size",
    "suggestions",
    "today_of",
    "together",
    "uses_of",
]

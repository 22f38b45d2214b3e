"""Questions about campaigns that the records answer."""

from raabta.campaigns.queries.campaigns import (
    Costs,
    audiences_of,
    campaign_of,
    costs_of,
    listed,
    policy_of,
    recently_sent_to,
    repeated_addresses,
    setup_of,
)
from raabta.campaigns.queries.progress import Progress, progress_of
from raabta.campaigns.queries.reach import (
    LABELS,
    RULE,
    Reach,
    Stage,
    fingerprint_of,
    label_of,
    reach_of,
)

__all__ = [
    "LABELS",
    "RULE",
    "Costs",
    "Progress",
    "Reach",
    "Stage",
    "audiences_of",
    "campaign_of",
    "costs_of",
    "fingerprint_of",
    "label_of",
    "listed",
    "policy_of",
    "progress_of",
    "reach_of",
    "recently_sent_to",
    "repeated_addresses",
    "setup_of",
]

"""Questions about templates and about how they turn out for people."""

from raabta.content.queries.awkward import Awkward, awkward_people, candidates
from raabta.content.queries.completeness import completeness
from raabta.content.queries.fallbacks import FallbackCount, count_fallbacks
from raabta.content.queries.link_checks import running_link_check
from raabta.content.queries.templates import (
    brand_logo,
    images,
    live_templates,
    templates,
    variants_of,
)

__all__ = [
    "Awkward",
    "FallbackCount",
    "awkward_people",
    "brand_logo",
    "candidates",
    "completeness",
    "count_fallbacks",
    "images",
    "live_templates",
    "running_link_check",
    "templates",
    "variants_of",
]

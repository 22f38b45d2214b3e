"""Keep analyses, and make audiences of the people in their answers."""

from raabta.insights.services.audiences import audience_of_part
from raabta.insights.services.saving import (
    NotYourAnalysis,
    delete_analysis,
    edit_analysis,
    save_analysis,
)

__all__ = [
    "NotYourAnalysis",
    "audience_of_part",
    "delete_analysis",
    "edit_analysis",
    "save_analysis",
]

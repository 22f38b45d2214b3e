"""Which source counts more for a field: the order that the workspace chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from raabta.customers.models import SourceRule
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Trust:
    """By field, its sources, the most trusted first; a field without a rule trusts all alike."""

    rules: Mapping[str, Sequence[str]]

    def rank(self, field: str, via: str, actor: str) -> int:
        """0 is the most trusted; whoever the rule does not name comes last."""
        sources = self.rules.get(field, ())
        for place, source in enumerate(sources):
            if source in {via, f"{via}:{actor}"}:
                return place
        return len(sources)


def trust_of(workspace: Workspace) -> Trust:
    rules = SourceRule.objects.filter(workspace=workspace)
    return Trust(dict(rules.values_list("field", "sources")))

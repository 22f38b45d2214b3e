"""What each purpose asks for on each channel before somebody may be contacted."""

from collections.abc import Mapping
from dataclasses import dataclass

from raabta.customers.jurisdictions import OPT_OUT, asked_by_law
from raabta.customers.models import Topic
from raabta.customers.models.topics import PREFIX
from raabta.messaging.models import ConsentRequirement
from raabta.workspaces.models import Workspace

Kind = ConsentRequirement.Kind
LAWFUL = "marketing"  # the purpose that laws on advertising are about
USUAL = {"service": Kind.OPT_OUT}  # what a purpose asks for unless the workspace decides


@dataclass(frozen=True)
class Requirement:
    kind: str
    needs_confirming: bool = False
    why: str = ""

    def allows_silence(self, country: str, channel: str) -> bool:
        """Whether somebody of this country, who never answered, may be contacted."""
        if self.kind == Kind.BY_LAW:
            return asked_by_law(country, channel) == OPT_OUT
        return self.kind == Kind.OPT_OUT


@dataclass(frozen=True)
class Requirements:
    """All of a workspace. Topics ask for confirmation as their purposes do."""

    decided: Mapping[tuple[str, str], Requirement]
    purposes: Mapping[str, str]  # of topics, by their ledger purpose

    def of(self, purpose: str, channel: str) -> Requirement:
        purpose = self.purposes.get(purpose, purpose)
        return self.decided.get((purpose, channel)) or usual(purpose)


def usual(purpose: str) -> Requirement:
    return Requirement(USUAL.get(purpose, Kind.OPT_IN))


def requirements_of(workspace: Workspace) -> Requirements:
    rows = ConsentRequirement.objects.filter(workspace=workspace)
    topics = Topic.objects.filter(workspace=workspace).values_list("key", "purpose")
    return Requirements(
        {
            (row.purpose, row.channel): Requirement(row.kind, row.needs_confirming, row.why)
            for row in rows
        },
        {PREFIX + key: purpose for key, purpose in topics},
    )


def requirement_of(workspace: Workspace, purpose: str, channel: str) -> Requirement:
    """Of one purpose, not a topic."""
    row = ConsentRequirement.objects.filter(
        workspace=workspace, purpose=purpose, channel=channel
    ).first()
    return Requirement(row.kind, row.needs_confirming, row.why) if row else usual(purpose)


def is_looser(kind: str, purpose: str) -> bool:
    """Whether it asks people for less than usual and less than the law does."""
    return kind == Kind.OPT_OUT and usual(purpose).kind != Kind.OPT_OUT

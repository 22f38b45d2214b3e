"""A call's turn in a step: what the step gathers, and the source that the call came from."""

from dataclasses import dataclass

from raabta.tracking.models import Source
from raabta.tracking.services.stitching.known import Known
from raabta.tracking.services.stitching.work import Work
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

VIA = "tracking"


@dataclass(frozen=True)
class Turn:
    work: Work
    source: Source

    @property
    def workspace(self) -> Workspace:
        return self.work.workspace

    @property
    def known(self) -> Known:
        return self.work.known

    @property
    def actor(self) -> Actor:
        """The source itself, in histories."""
        return Actor(label=self.source.name, via=VIA)

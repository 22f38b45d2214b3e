"""The launch checklist: one class looks at one thing that would embarrass."""

from enum import StrEnum
from typing import Any, ClassVar

from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict

from raabta.campaigns.models import Campaign
from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace


class Severity(StrEnum):
    BLOCK = "block"  # no launch while it is there
    WARN = "warn"
    NOTE = "note"  # worth knowing, nothing wrong


class Finding(BaseModel):
    """What a check found. `fix_url_name` is reversed with `fix_args` (default: the campaign)."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    severity: Severity
    message: str | Promise
    fix_url_name: str = ""
    fix_args: tuple[int | str, ...] | None = None


class LaunchCheck(BaseModel):
    """A check: `key` names it, `label` says what holds when nothing is found.

    Members live in `launch_checks` of any context. `check` reads, writes nothing, is quick (the
    page runs all of them), and returns findings, none when all is well.
    """

    key: ClassVar[str] = ""
    label: ClassVar[str | Promise] = ""
    place: ClassVar[int] = 50  # order on the page

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if cls.key:
            LAUNCH_CHECKS.register(cls.key, cls)

    def check(self, workspace: Workspace, campaign: Campaign) -> list[Finding]:
        raise NotImplementedError


LAUNCH_CHECKS: Registry[LaunchCheck] = Registry("launch_checks")


class Checked(BaseModel):
    """One line of the checklist."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    key: str
    label: str | Promise
    findings: tuple[Finding, ...]

    @property
    def severity(self) -> str:
        """The worst of its findings; empty when there is none."""
        found = {finding.severity for finding in self.findings}
        return next((level.value for level in Severity if level in found), "")


def checklist(workspace: Workspace, campaign: Campaign) -> list[Checked]:
    """Every check with what it found, in the order of the page."""
    members = sorted(LAUNCH_CHECKS.members(), key=lambda member: (member.place, member.key))
    return [
        Checked(
            key=member.key,
            label=member.label,
            findings=tuple(member().check(workspace, campaign)),
        )
        for member in members
    ]


def findings_of(workspace: Workspace, campaign: Campaign) -> list[Finding]:
    return [found for line in checklist(workspace, campaign) for found in line.findings]


def blocking(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.BLOCK]

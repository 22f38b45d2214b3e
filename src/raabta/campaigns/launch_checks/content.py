from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.campaigns.launch_check import Finding, LaunchCheck, Severity
from raabta.campaigns.models import Campaign
from raabta.content.checks import BLOCK, Problem, problems
from raabta.content.models import Template
from raabta.messaging.queries.channels import way_out
from raabta.workspaces.models import Workspace


class SoundContent(LaunchCheck):
    """Subject, fallbacks, unsubscribe link, broken links: whatever content itself can tell."""

    key: ClassVar[str] = "content"
    label: ClassVar[str | Promise] = gettext_lazy(
        "The message is complete: fallbacks, unsubscribe link, working links"
    )
    place: ClassVar[int] = 40

    def check(self, workspace: Workspace, campaign: Campaign) -> list[Finding]:
        template = campaign.template
        if template is None:
            return []
        is_rehearsal = way_out(workspace) is None
        places: dict[tuple[Severity, str], list[str]] = {}
        for problem in problems(workspace, template):
            severity = _severity(problem, is_rehearsal=is_rehearsal)
            places.setdefault((severity, problem.message), []).append(problem.where)
        found = [
            _finding(template, severity, f"{message} ({', '.join(dict.fromkeys(where))})")
            for (severity, message), where in places.items()
        ]
        if template.links_checked_at is None:
            words = _("The links of the message were not checked yet.")
            found.append(_finding(template, Severity.WARN, words))
        return found


def _severity(problem: Problem, *, is_rehearsal: bool) -> Severity:
    """A broken link embarrasses nobody while every mail stays on the outbox page."""
    if problem.severity != BLOCK or (is_rehearsal and problem.code == "broken_link"):
        return Severity.WARN
    return Severity.BLOCK


def _finding(template: Template, severity: Severity, message: str) -> Finding:
    return Finding(
        severity=severity,
        message=message,
        fix_url_name="web:templates:show",
        fix_args=(template.pk,),
    )

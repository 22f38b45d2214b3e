"""What is wrong with a template before anybody gets it.

"block": it would embarrass or break the law, so a launch must not go on. "warn": worth a look.
"""

from collections.abc import Callable, Iterator

from raabta.content.checks.findings import BLOCK, WARN, Problem
from raabta.content.checks.languages import language_problems
from raabta.content.checks.links import link_problems
from raabta.content.checks.looks import look_problems
from raabta.content.checks.words import word_problems
from raabta.content.models import Template, Variant
from raabta.workspaces.models import Workspace

__all__ = ["BLOCK", "WARN", "Problem", "problems", "variant_problems"]

Check = Callable[[Workspace, Variant], Iterator[Problem]]
CHECKS: tuple[Check, ...] = (word_problems, link_problems, look_problems)


def problems(workspace: Workspace, template: Template) -> list[Problem]:
    """Of every language, worst first."""
    found = list(language_problems(workspace, template))
    for variant in Variant.objects.filter(template=template).order_by("id"):
        found += variant_problems(workspace, variant)
    return sorted(found, key=lambda problem: problem.severity != BLOCK)


def variant_problems(workspace: Workspace, variant: Variant) -> list[Problem]:
    found = [problem for check in CHECKS for problem in check(workspace, variant)]
    return sorted(dict.fromkeys(found), key=lambda problem: problem.severity != BLOCK)

"""Audiences that were given a name."""

from django.db.models import QuerySet

from raabta.audiences.models import Audience
from raabta.audiences.question import Question
from raabta.audiences.rules import BadRule, Rule, parse, sentence
from raabta.workspaces.models import Workspace


def audiences(
    workspace: Workspace, *, search: str = "", archived: bool = False
) -> QuerySet[Audience]:
    """By name."""
    rows = Audience.objects.filter(workspace=workspace, archived_at__isnull=not archived)
    return (rows.filter(name__icontains=search) if search else rows).order_by("name")


def rule_of(audience: Audience) -> Rule:
    """Raises BadRule when a condition that it uses is gone."""
    return parse(audience.rule)


def sentence_of(workspace: Workspace, audience: Audience) -> str:
    """The rule in words, or what is wrong with it."""
    try:
        return sentence(rule_of(audience), Question(workspace))
    except BadRule as error:
        return str(error)

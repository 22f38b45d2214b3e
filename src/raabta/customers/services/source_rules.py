"""Rules about whose value counts for a field."""

from collections.abc import Sequence

from django.db import transaction

from raabta.customers.models import SourceRule
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


@transaction.atomic
def set_source_rule(
    *, workspace: Workspace, actor: Actor, field: str, sources: Sequence[str]
) -> SourceRule:
    """The most trusted first; a rule that the field had goes."""
    rule, _made = SourceRule.objects.update_or_create(
        workspace=workspace, field=field, defaults={"sources": list(dict.fromkeys(sources))}
    )
    record_audit(workspace=workspace, actor=actor, verb="source_rule.set", target=rule)
    return rule


@transaction.atomic
def remove_source_rule(*, workspace: Workspace, actor: Actor, rule_id: int) -> None:
    """Raises SourceRule.DoesNotExist."""
    rule = SourceRule.objects.get(workspace=workspace, pk=rule_id)
    record_audit(workspace=workspace, actor=actor, verb="source_rule.removed", target=str(rule))
    rule.delete()

"""Name analyses, change and remove them. A private one is its owner's alone."""

from django.db import transaction

from raabta.insights.analysis import Analysis
from raabta.insights.models import SavedAnalysis
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


class NotYourAnalysis(Exception):
    """Only its owner decides who sees an analysis."""


@transaction.atomic
def save_analysis(
    *, workspace: Workspace, actor: Actor, name: str, analysis: Analysis, is_shared: bool
) -> SavedAnalysis:
    now = clock.now()
    made = SavedAnalysis.objects.create(
        workspace=workspace,
        name=name,
        kind=analysis.key,
        settings=analysis.to_json(),
        is_shared=is_shared or actor.user_id is None,
        owner_id=actor.user_id,
        created_by=actor.label,
        created_at=now,
        updated_at=now,
    )
    record_audit(workspace=workspace, actor=actor, verb="analysis.created", target=made)
    return made


@transaction.atomic
def edit_analysis(
    *,
    workspace: Workspace,
    actor: Actor,
    saved: SavedAnalysis,
    name: str,
    analysis: Analysis,
    is_shared: bool,
) -> SavedAnalysis:
    """Raises NotYourAnalysis when somebody else than the owner hides it."""
    if saved.is_shared and not is_shared and saved.owner_id != actor.user_id:
        raise NotYourAnalysis(saved.name)
    saved.name, saved.settings, saved.is_shared = name, analysis.to_json(), is_shared
    saved.kind, saved.updated_at = analysis.key, clock.now()
    saved.save()
    record_audit(workspace=workspace, actor=actor, verb="analysis.edited", target=saved)
    return saved


@transaction.atomic
def delete_analysis(*, workspace: Workspace, actor: Actor, saved: SavedAnalysis) -> None:
    """Audiences that were made of it stay: they hold what was asked."""
    record_audit(workspace=workspace, actor=actor, verb="analysis.deleted", target=saved)
    saved.delete()

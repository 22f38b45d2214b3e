"""Name rules, change them, put them away."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.audiences.models import Audience
from raabta.audiences.queries import leads_back, uses_of
from raabta.audiences.rules import BadRule, Problem, Rule, to_json
from raabta.audiences.services.due import make_due, make_readers_due
from raabta.audiences.use import Use
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

LONGEST_NAME = 120
MOST_NAMED = 5


class NameTaken(ValueError):
    """Another audience in use has this name."""


class InUse(Exception):
    """Something uses the audience; nothing was done."""

    def __init__(self, uses: Sequence[Use]) -> None:
        names = ", ".join(f"{use.kind} “{use.label}”" for use in uses[:MOST_NAMED])
        words = _("It is used by %(uses)s. Take it out there first; nothing was changed.")
        super().__init__(words % {"uses": names})
        self.uses = uses


@transaction.atomic
def create_audience(
    *, workspace: Workspace, actor: Actor, name: str, rule: Rule, description: str = ""
) -> Audience:
    """Raises NameTaken."""
    _refuse_taken(workspace, name)
    now = clock.now()
    made = Audience.objects.create(
        workspace=workspace,
        name=name,
        description=description,
        rule=to_json(rule),
        created_by=actor.label,
        created_at=now,
        updated_at=now,
    )
    make_due(workspace, made)
    record_audit(workspace=workspace, actor=actor, verb="audience.created", target=made)
    return made


@transaction.atomic
def edit_audience(
    *,
    workspace: Workspace,
    actor: Actor,
    audience: Audience,
    name: str,
    rule: Rule,
    description: str = "",
) -> Audience:
    """Raises NameTaken or BadRule. What was counted is forgotten when the rule changes."""
    _refuse_taken(workspace, name, but=audience.pk)
    if leads_back(workspace, rule, audience.pk):
        raise BadRule([Problem("", _("An audience cannot be part of itself."))])
    written = to_json(rule)
    is_another = written != audience.rule
    if is_another:
        audience.last_count = audience.last_counted_at = None
    audience.name, audience.description, audience.rule = name, description, written
    audience.updated_at = clock.now()
    audience.save()
    if is_another:
        make_due(workspace, audience)
    record_audit(workspace=workspace, actor=actor, verb="audience.edited", target=audience)
    return audience


@transaction.atomic
def duplicate_audience(*, workspace: Workspace, actor: Actor, audience: Audience) -> Audience:
    now = clock.now()
    made = Audience.objects.create(
        workspace=workspace,
        name=_free_name(workspace, audience.name),
        description=audience.description,
        rule=audience.rule,
        created_by=actor.label,
        created_at=now,
        updated_at=now,
    )
    make_due(workspace, made)
    record_audit(workspace=workspace, actor=actor, verb="audience.created", target=made)
    return made


@transaction.atomic
def remove_audience(*, workspace: Workspace, actor: Actor, audience: Audience) -> None:
    """Put it into the archive, from where it can come back. Raises InUse."""
    using = [use for use in uses_of(workspace, audience) if not use.is_over]
    if using:
        raise InUse(using)
    archive_audience(workspace=workspace, actor=actor, audience=audience)


@transaction.atomic
def archive_audience(*, workspace: Workspace, actor: Actor, audience: Audience) -> None:
    """The same though something uses it: that goes on with the rule as it is."""
    audience.archived_at = clock.now()
    Audience.objects.filter(pk=audience.pk).update(archived_at=audience.archived_at)
    make_readers_due(workspace, audience.pk)
    record_audit(workspace=workspace, actor=actor, verb="audience.archived", target=audience)


@transaction.atomic
def restore_audience(*, workspace: Workspace, actor: Actor, audience: Audience) -> Audience:
    """Bring an archived audience back. Raises NameTaken."""
    _refuse_taken(workspace, audience.name, but=audience.pk)
    Audience.objects.filter(pk=audience.pk).update(archived_at=None)
    audience.archived_at = None
    make_due(workspace, audience)
    record_audit(workspace=workspace, actor=actor, verb="audience.restored", target=audience)
    return audience


def _refuse_taken(workspace: Workspace, name: str, *, but: int | None = None) -> None:
    if _named(workspace, name).exclude(pk=but).exists():
        raise NameTaken(_("Another audience is called “%(name)s”.") % {"name": name})


def _free_name(workspace: Workspace, name: str) -> str:
    number, found = 2, _("%(name)s (copy)") % {"name": name[: LONGEST_NAME - 20]}
    while _named(workspace, found).exists():
        found = _("%(name)s (copy %(number)s)") % {
            "name": name[: LONGEST_NAME - 20],
            "number": number,
        }
        number += 1
    return found


def _named(workspace: Workspace, name: str) -> Any:
    return Audience.objects.filter(workspace=workspace, name=name, archived_at=None)

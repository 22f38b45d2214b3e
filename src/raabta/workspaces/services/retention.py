"""Rules about how long things are kept: set them, count what they would remove, apply them."""

from datetime import timedelta

from django.db import transaction

from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import RetentionRule, Workspace
from raabta.workspaces.retention import retention_objects
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services.audit import record_audit

COUNT, APPLY = "workspaces.count_retention", "workspaces.apply_retention"
RULES = Actor(label="Retention rule", via="system")


class TooShort(ValueError):
    """Fewer days than the kind must at least be kept."""


@transaction.atomic
def set_rule(
    *, workspace: Workspace, actor: Actor, key: str, keep_days: int, is_on: bool
) -> RetentionRule:
    """Raises TooShort, or UnknownMember."""
    if keep_days < retention_objects[key].least_days:
        raise TooShort(key)
    held = RetentionRule.objects.filter(workspace=workspace, key=key).first()
    if held and (held.keep_days, held.is_on) == (keep_days, is_on):
        return held
    values = {"keep_days": keep_days, "is_on": is_on, "count": None, "counted_at": None}
    rule, _ = RetentionRule.objects.update_or_create(workspace=workspace, key=key, defaults=values)
    record_audit(
        workspace=workspace, actor=actor, verb="retention.changed", target=key,
        detail={"keep_days": keep_days, "is_on": is_on},
    )  # fmt: skip
    return rule


def request_count(*, workspace: Workspace, actor: Actor) -> Job:
    """The dry run: count in the background what every rule would remove, on or off."""
    return jobs.enqueue(COUNT, workspace_id=workspace.pk, requested_by_id=actor.user_id)


def last_count(workspace: Workspace) -> Job | None:
    return Job.objects.filter(workspace_id=workspace.pk, kind=COUNT).order_by("-pk").first()


def count_rules(run: jobs.Run, workspace: Workspace) -> None:
    rules = known_rules(workspace)
    for done, rule in enumerate(rules):
        run.progress(done, len(rules))
        now = clock.now()
        before = now - timedelta(days=rule.keep_days)
        count = retention_objects[rule.key]().count(workspace, before)
        same = RetentionRule.objects.filter(pk=rule.pk, keep_days=rule.keep_days)
        same.update(count=count, counted_at=now)
    run.progress(len(rules), len(rules))


def request_all_rules() -> None:
    """The nightly duty: a job for each workspace that has rules switched on."""
    for workspace in Workspace.objects.order_by("pk"):
        with working_in(workspace):
            if RetentionRule.objects.filter(is_on=True).exists():
                jobs.enqueue(APPLY, workspace_id=workspace.pk)


def apply_rules(run: jobs.Run, workspace: Workspace) -> None:
    """Remove what is too old. A rule that was switched off meanwhile does nothing."""
    total = 0
    for rule in known_rules(workspace):
        if not RetentionRule.objects.filter(pk=rule.pk, is_on=True).exists():
            continue
        before = clock.now() - timedelta(days=rule.keep_days)
        removed = retention_objects[rule.key]().remove(workspace, before, run.progress)
        total += removed
        _note(workspace, rule, removed)
    run.progress(total, total)


def known_rules(workspace: Workspace) -> list[RetentionRule]:
    """Those whose kind still exists, for a third party's may be uninstalled."""
    rules = RetentionRule.objects.filter(workspace=workspace).order_by("key")
    return [rule for rule in rules if rule.key in retention_objects]


@transaction.atomic
def _note(workspace: Workspace, rule: RetentionRule, removed: int) -> None:
    RetentionRule.objects.filter(pk=rule.pk).update(
        applied_at=clock.now(), removed=removed, count=None, counted_at=None
    )
    if removed:
        record_audit(
            workspace=workspace, actor=RULES, verb="retention.applied", target=rule.key,
            detail={"count": removed, "keep_days": rule.keep_days},
        )  # fmt: skip

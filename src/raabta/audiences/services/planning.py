"""A plan with the people whom each change touches; as JSON, for a job's result and the API."""

from contextlib import suppress
from dataclasses import asdict
from typing import Any

from raabta.audiences.queries import Comparison, compare
from raabta.audiences.rules import BadRule, parse
from raabta.audiences.services.files import Change, Files, Kind, plan_files
from raabta.warehouse.engine import QueryStopped, WarehouseBusy
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

NOBODY = {"match": "any", "items": [{"match": "none", "items": [{"match": "all", "items": []}]}]}


def counted_plan(
    *, workspace: Workspace, actor: Actor, files: Files, removes: bool = False
) -> list[dict[str, Any]]:
    """Name, kind, both texts and numbers of people of each change. Raises BadFiles."""
    changes = plan_files(workspace=workspace, actor=actor, files=files, removes=removes)
    return [_told(workspace, change) for change in changes]


def _told(workspace: Workspace, change: Change) -> dict[str, Any]:
    people = _people(workspace, change)
    return {
        "kind": change.kind.value,
        "name": change.name,
        "before": change.before,
        "after": change.after,
        "people": asdict(people) if people else None,
    }


def _people(workspace: Workspace, change: Change) -> Comparison | None:
    """None where nothing moves, and where it cannot be counted before an audience is made."""
    if change.kind is Kind.SAME or change.needs_new:
        return None
    with suppress(BadRule, QueryStopped, WarehouseBusy):  # the texts are told all the same
        before, after = parse(change.old_rule or NOBODY), parse(change.new_rule or NOBODY)
        return compare(workspace, before, after)
    return None

"""What a workspace decided before consent was asked for by purpose and channel still holds."""

from importlib import import_module

import pytest
from django.apps import apps

from raabta.messaging.models import ConsentRequirement
from raabta.messaging.requirements import requirement_of
from raabta.workspaces.models import Workspace

keep_decisions = import_module(
    "raabta.messaging.migrations.0003_consent_requirements"
).keep_decisions


class _Policy:
    """A row of the policies as they were."""

    def __init__(self, workspace: Workspace, purposes: list[str]) -> None:
        self.workspace_id, self.opt_out_purposes = workspace.pk, purposes


class _Before:
    """The models as the migration sees them, with one policy."""

    def __init__(self, policy: _Policy) -> None:
        self.policy = policy

    def get_model(self, app: str, name: str) -> object:
        if name != "ContactPolicy":
            return apps.get_model(app, name)
        manager = type("Rows", (), {"all": lambda _self: [self.policy]})()
        return type("Policies", (), {"_base_manager": manager})


def kinds(workspace: Workspace) -> dict[str, str]:
    purposes = ("marketing", "service", "research", "profiling")
    return {one: requirement_of(workspace, one, "email").kind for one in purposes}


@pytest.mark.parametrize(
    ("open_before", "open_now"),
    [(["service"], {"service"}), ([], set()), (["service", "marketing"], {"service", "marketing"})],
)
def test_purposes_that_were_open_stay_so_and_others_do_not_open(
    workspace: Workspace, open_before: list[str], open_now: set[str]
) -> None:
    keep_decisions(_Before(_Policy(workspace, open_before)), None)
    found = kinds(workspace)
    assert {purpose for purpose, kind in found.items() if kind == "opt_out"} == open_now
    assert {found[one] for one in found.keys() - open_now} <= {"opt_in"}


def test_nothing_is_written_for_what_is_usual(workspace: Workspace) -> None:
    keep_decisions(_Before(_Policy(workspace, ["service"])), None)
    assert not ConsentRequirement.objects.exists()

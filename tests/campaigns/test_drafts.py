from typing import TYPE_CHECKING

import pytest

from raabta.audiences.models import Audience
from raabta.campaigns import services
from raabta.campaigns.models import Campaign, CostLine
from raabta.campaigns.queries import audiences_of, costs_of
from raabta.campaigns.services import NotADraft, NotOurs, StillRunning
from raabta.content.models import Template
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in
from tests.campaigns.conftest import make_audience, make_template

if TYPE_CHECKING:
    from tests.campaigns.conftest import Shop


@pytest.fixture
def foreign(other_workspace: Workspace) -> tuple[Audience, Template]:
    with working_in(other_workspace):
        return make_audience(other_workspace, "Theirs"), make_template(other_workspace)


def test_an_audience_of_another_workspace_is_refused(
    shop: "Shop", foreign: tuple[Audience, Template]
) -> None:
    campaign = shop.draft()
    with pytest.raises(NotOurs):
        services.choose_audiences(
            workspace=shop.workspace,
            actor=shop.actor,
            campaign=campaign,
            included=[foreign[0]],
            excluded=[],
        )
    assert audiences_of(campaign) == ([shop.audience], [])


def test_a_template_of_another_workspace_is_refused(
    shop: "Shop", foreign: tuple[Audience, Template]
) -> None:
    campaign = shop.draft()
    with pytest.raises(NotOurs):
        services.edit_draft(
            workspace=shop.workspace,
            actor=shop.actor,
            campaign=campaign,
            changes={"template": foreign[1]},
        )
    campaign.refresh_from_db()
    assert campaign.template == shop.template


def test_an_audience_on_both_sides_is_left_out(shop: "Shop") -> None:
    campaign = shop.draft()
    services.choose_audiences(
        workspace=shop.workspace,
        actor=shop.actor,
        campaign=campaign,
        included=[shop.audience],
        excluded=[shop.audience],
    )
    assert audiences_of(campaign) == ([], [shop.audience])


def test_a_clone_is_a_draft_with_the_settings_and_without_the_history(shop: "Shop") -> None:
    campaign = shop.counted(holdout_percent=20, goal_metric="orders", goal_target=9)
    for is_actual in (False, True):
        services.add_cost(
            workspace=shop.workspace,
            actor=shop.actor,
            campaign=campaign,
            label="Photos",
            amount_minor=1_000,
            is_actual=is_actual,
        )
    campaign.refresh_from_db()
    shop.launch(campaign)
    made = services.clone_campaign(
        workspace=shop.workspace, actor=shop.actor, campaign=campaign, name="Again"
    )
    assert (made.state, made.name, made.launched_at) == (Campaign.State.DRAFT, "Again", None)
    assert (made.holdout_percent, made.goal_target, made.cloned_from_id) == (20, 9, campaign.pk)
    assert audiences_of(made) == ([shop.audience], [])
    assert [cost.is_actual for cost in CostLine.objects.filter(campaign=made)] == [False]


def test_only_what_rests_can_be_put_away(shop: "Shop") -> None:
    campaign = shop.launch(shop.counted())
    with pytest.raises(StillRunning):
        services.archive_campaign(workspace=shop.workspace, actor=shop.actor, campaign=campaign)
    campaign.refresh_from_db()
    assert campaign.archived_at is None
    draft = shop.draft()
    services.archive_campaign(workspace=shop.workspace, actor=shop.actor, campaign=draft)
    with pytest.raises(NotADraft):
        services.edit_draft(
            workspace=shop.workspace, actor=shop.actor, campaign=draft, changes={"name": "X"}
        )


def test_a_draft_can_be_deleted_with_its_costs(shop: "Shop") -> None:
    campaign = shop.draft()
    services.add_cost(
        workspace=shop.workspace,
        actor=shop.actor,
        campaign=campaign,
        label="Photos",
        amount_minor=1,
        is_actual=False,
    )
    services.delete_draft(workspace=shop.workspace, actor=shop.actor, campaign=campaign)
    assert (Campaign.objects.count(), CostLine.objects.count()) == (0, 0)


def test_what_was_spent_counts_instead_of_what_was_planned(shop: "Shop") -> None:
    campaign = shop.draft()
    lines = [("Photos", 700, False), ("Print", 300, False)]
    for label, minor, is_actual in [*lines, ("Photos", 650, True)]:
        assert costs_of(campaign).minor in (0, 700, 1_000)
        services.add_cost(
            workspace=shop.workspace,
            actor=shop.actor,
            campaign=campaign,
            label=label,
            amount_minor=minor,
            is_actual=is_actual,
        )
    costs = costs_of(campaign)
    assert (costs.planned_minor, costs.actual_minor, costs.minor) == (1_000, 650, 650)

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from raabta.campaigns import services
from raabta.campaigns.models import Campaign
from raabta.campaigns.services import LaunchBlocked, NotADraft, WindowClosed
from raabta.kernel import clock
from raabta.kernel.models import Job
from raabta.messaging.models import Message, OutboxMail
from raabta.workspaces.models import AuditEntry

if TYPE_CHECKING:
    from tests.campaigns.conftest import Shop

State = Campaign.State


def later(seconds: int = 61):  # type: ignore[no-untyped-def]
    return clock.turned_to(clock.now() + timedelta(seconds=seconds))


def test_a_launch_waits_for_the_cancel_window(shop: "Shop") -> None:
    campaign = shop.launch(shop.counted())
    assert campaign.state == State.SCHEDULED
    assert campaign.starts_at is not None
    assert campaign.launched_at is not None
    assert campaign.starts_at - campaign.launched_at == timedelta(seconds=60)
    assert services.start_due() == 0
    with later():
        assert services.start_due() == 1
        assert services.start_due() == 0
    assert Job.objects.filter(kind="campaigns.prepare").count() == 1


def test_a_campaign_goes_from_draft_to_sent(shop: "Shop") -> None:
    campaign = shop.launch(shop.counted())
    with later():
        shop.run()
    campaign.refresh_from_db()
    assert campaign.state == State.SENT
    assert campaign.finished_at is not None
    sent = Message.objects.filter(origin=campaign.origin, state="sent")
    assert sorted(sent.values_list("customer", flat=True)) == shop.people
    assert OutboxMail.objects.count() == len(shop.people)


def test_of_two_launches_one_wins(shop: "Shop") -> None:
    campaign = shop.counted()
    same = Campaign.objects.get(pk=campaign.pk)
    shop.launch(campaign)
    with pytest.raises(NotADraft):
        shop.launch(same)
    assert AuditEntry.objects.filter(verb="campaign.launched").count() == 1


def test_what_changed_after_the_check_is_not_launched(shop: "Shop") -> None:
    campaign = shop.counted()
    seen = Campaign.objects.get(pk=campaign.pk)
    services.edit_draft(
        workspace=shop.workspace,
        actor=shop.actor,
        campaign=campaign,
        changes={"name": "Other"},
    )
    with pytest.raises(NotADraft):
        shop.launch(seen)
    campaign.refresh_from_db()
    assert campaign.state == State.DRAFT


def test_a_launch_taken_back_within_the_window_sends_nothing(shop: "Shop") -> None:
    campaign = shop.launch(shop.counted())
    services.withdraw_launch(workspace=shop.workspace, actor=shop.actor, campaign=campaign)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.starts_at, campaign.launched_at) == (State.DRAFT, None, None)
    with later():
        shop.run()
    assert Message.objects.count() == 0
    assert OutboxMail.objects.count() == 0


def test_a_send_that_began_cannot_be_taken_back(shop: "Shop") -> None:
    campaign = shop.launch(shop.counted())
    with later():
        services.start_due()
    with pytest.raises(WindowClosed):
        services.withdraw_launch(workspace=shop.workspace, actor=shop.actor, campaign=campaign)
    campaign.refresh_from_db()
    assert campaign.state == State.PREPARING


def test_a_launch_with_a_blocking_check_is_refused(shop: "Shop") -> None:
    campaign = shop.counted(template=None)
    with pytest.raises(LaunchBlocked, match="Choose the template"):
        shop.launch(campaign)
    campaign.refresh_from_db()
    assert campaign.state == State.DRAFT
    assert not AuditEntry.objects.filter(verb="campaign.launched").exists()


def test_a_launched_campaign_is_read_only(shop: "Shop") -> None:
    campaign = shop.launch(shop.counted())
    with pytest.raises(NotADraft):
        services.edit_draft(
            workspace=shop.workspace, actor=shop.actor, campaign=campaign, changes={"name": "X"}
        )
    with pytest.raises(NotADraft):
        services.choose_audiences(
            workspace=shop.workspace, actor=shop.actor, campaign=campaign, included=[], excluded=[]
        )
    with pytest.raises(NotADraft):
        services.delete_draft(workspace=shop.workspace, actor=shop.actor, campaign=campaign)
    campaign.refresh_from_db()
    assert campaign.name == "Spring sale"
    assert campaign.audiences.count() == 1


def test_the_cancel_window_is_a_setting(shop: "Shop") -> None:
    services.keep_policy(
        workspace=shop.workspace, actor=shop.actor, cancel_window_seconds=5, repeat_days=3
    )
    campaign = shop.launch(shop.counted())
    assert campaign.starts_at is not None
    assert campaign.launched_at is not None
    assert campaign.starts_at - campaign.launched_at == timedelta(seconds=5)


def test_a_scheduled_campaign_starts_at_its_time(shop: "Shop") -> None:
    at = clock.now() + timedelta(hours=3)
    campaign = shop.launch(shop.counted(timing="at", send_at=at))
    assert campaign.starts_at == at
    with later(3_600):
        assert services.start_due() == 0
    with later(3 * 3_600):
        assert services.start_due() == 1

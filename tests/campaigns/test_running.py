from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from raabta.campaigns import services
from raabta.campaigns.holdout import is_held_out
from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import progress_of
from raabta.campaigns.services import CannotSteer, preparing
from raabta.kernel import clock
from raabta.messaging.models import Mailing, Message, OutboxMail
from raabta.messaging.services.sending import send_due

if TYPE_CHECKING:
    from tests.campaigns.conftest import Shop

State = Campaign.State


def begun(shop: "Shop", **changes: object) -> Campaign:
    """A campaign whose window is over and whose messages are planned; nothing was sent."""
    campaign = shop.launch(shop.counted(**changes))
    now = clock.now() - timedelta(seconds=1)
    Campaign.objects.filter(pk=campaign.pk).update(starts_at=now)
    services.start_due()
    shop.work()
    campaign.refresh_from_db()
    return campaign


def test_a_paused_campaign_sends_nothing_until_it_goes_on(shop: "Shop") -> None:
    campaign = begun(shop)
    services.pause_campaign(workspace=shop.workspace, actor=shop.actor, campaign=campaign)
    shop.run()
    campaign.refresh_from_db()
    assert (campaign.state, OutboxMail.objects.count()) == (State.PAUSED, 0)
    services.resume_campaign(workspace=shop.workspace, actor=shop.actor, campaign=campaign)
    shop.run()
    campaign.refresh_from_db()
    assert (campaign.state, OutboxMail.objects.count()) == (State.SENT, len(shop.people))


def test_a_cancelled_campaign_sends_nothing_more(shop: "Shop") -> None:
    campaign = begun(shop)
    services.cancel_campaign(workspace=shop.workspace, actor=shop.actor, campaign=campaign)
    shop.run()
    campaign.refresh_from_db()
    assert campaign.state == State.CANCELLED
    assert OutboxMail.objects.count() == 0
    states = set(Message.objects.filter(origin=campaign.origin).values_list("state", flat=True))
    assert states == {"cancelled"}


def test_steering_from_a_wrong_state_changes_nothing(shop: "Shop") -> None:
    campaign = shop.draft()
    for service in (
        services.pause_campaign,
        services.resume_campaign,
        services.cancel_campaign,
        services.retry_preparation,
    ):
        with pytest.raises(CannotSteer) as caught:
            service(workspace=shop.workspace, actor=shop.actor, campaign=campaign)
        assert caught.value.state == State.DRAFT
    campaign.refresh_from_db()
    assert campaign.state == State.DRAFT
    assert not Mailing.objects.exists()


def test_those_held_out_are_never_mailed_and_stay_the_same(shop: "Shop") -> None:
    campaign = begun(shop, holdout_percent=30)
    expected = {pk for pk in shop.people if is_held_out(campaign.pk, pk, 30)}
    assert 0 < len(expected) < len(shop.people)
    shop.run()
    rows = Message.objects.filter(origin=campaign.origin)
    held = set(rows.filter(state="held_out").values_list("customer", flat=True))
    mailed = set(rows.filter(state="sent").values_list("customer", flat=True))
    assert held == expected
    assert mailed == set(shop.people) - expected
    assert OutboxMail.objects.count() == len(mailed)


def test_the_holdout_share_is_about_what_was_asked_and_grows_with_it() -> None:
    of_ten = {pk for pk in range(20_000) if is_held_out(7, pk, 10)}
    of_twenty = {pk for pk in range(20_000) if is_held_out(7, pk, 20)}
    assert 1_850 < len(of_ten) < 2_150
    assert of_ten < of_twenty
    assert not any(is_held_out(7, pk, 0) for pk in range(1_000))
    assert of_ten != {pk for pk in range(20_000) if is_held_out(8, pk, 10)}


def test_somebody_held_out_who_could_not_be_mailed_is_compared_with_nobody(shop: "Shop") -> None:
    shop.add(60, consent=False)
    shop.project()
    campaign = begun(shop, holdout_percent=50)
    held = Message.objects.filter(origin=campaign.origin, state="held_out")
    assert set(held.values_list("customer", flat=True)) <= set(shop.people)


def test_preparing_again_after_a_crash_doubles_nobody(
    shop: "Shop", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "CHUNK", 7)
    campaign = shop.launch(shop.counted())
    Campaign.objects.filter(pk=campaign.pk).update(starts_at=clock.now())
    services.start_due()

    def die(done: int, total: int) -> None:
        if done >= 14:
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        services.prepare_campaign(workspace=shop.workspace, campaign=campaign, progress=die)
    first = set(Message.objects.values_list("customer", flat=True))
    assert len(first) == 14
    mailing = Mailing.objects.get(origin=campaign.origin)
    assert mailing.sealed_at is None
    campaign.refresh_from_db()
    snapshot = campaign.snapshot_id
    shop.add(5)
    shop.project()
    shop.run()
    campaign.refresh_from_db()
    assert campaign.state == State.SENT
    assert campaign.snapshot_id == snapshot
    assert sorted(Message.objects.values_list("customer", flat=True)) == shop.people
    assert OutboxMail.objects.count() == len(shop.people)


def test_a_campaign_cancelled_while_it_is_planned_stops_there(
    shop: "Shop", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "CHUNK", 7)
    campaign = shop.launch(shop.counted())
    Campaign.objects.filter(pk=campaign.pk).update(starts_at=clock.now())
    services.start_due()

    def cancel(done: int, total: int) -> None:
        if done == 14:
            services.cancel_campaign(workspace=shop.workspace, actor=shop.actor, campaign=campaign)

    services.prepare_campaign(workspace=shop.workspace, campaign=campaign, progress=cancel)
    shop.run()
    assert Message.objects.count() == 14
    assert OutboxMail.objects.count() == 0


def test_progress_is_read_from_the_ledger(shop: "Shop") -> None:
    campaign = begun(shop)
    progress = progress_of(campaign)
    assert (progress.total, progress.waiting, progress.sent) == (40, 40, 0)
    assert progress.is_planned


def test_each_reader_gets_it_when_their_own_clock_shows_the_time(shop: "Shop") -> None:
    shop.add(1, time_zone="America/New_York", email="ny@people.example")
    shop.add(1, country="JP", email="tokyo@people.example")
    shop.project()
    wall = (clock.now() + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
    campaign = shop.launch(shop.counted(timing="local", send_at=wall))
    assert campaign.starts_at == wall - timedelta(hours=14)
    Campaign.objects.filter(pk=campaign.pk).update(starts_at=clock.now())
    services.start_due()
    shop.work()
    due = dict(Message.objects.values_list("customer__email", "not_before"))
    assert due["tokyo@people.example"] == wall - timedelta(hours=9)
    assert due["person0@people.example"] == wall - timedelta(hours=5)  # Karachi, the shop's own
    assert due["ny@people.example"] - wall in (timedelta(hours=4), timedelta(hours=5))
    assert send_due() == 0


def test_unknown_messages_are_settled_by_choice(shop: "Shop") -> None:
    campaign = begun(shop)
    some = list(Message.objects.values_list("pk", flat=True)[:3])
    Message.objects.filter(pk__in=some).update(state="unknown")
    shop.run()
    campaign.refresh_from_db()
    assert (campaign.state, progress_of(campaign).unknown) == (State.SENT, 3)
    settled = services.settle_unknown_messages(
        workspace=shop.workspace, actor=shop.actor, campaign=campaign, policy="resend"
    )
    campaign.refresh_from_db()
    assert (settled, campaign.state) == (3, State.SENDING)
    shop.run()
    campaign.refresh_from_db()
    assert (campaign.state, progress_of(campaign).sent) == (State.SENT, len(shop.people))

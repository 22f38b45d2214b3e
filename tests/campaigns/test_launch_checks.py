from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from raabta.campaigns import services
from raabta.campaigns.launch_check import LAUNCH_CHECKS, Severity, checklist, findings_of
from raabta.campaigns.models import Campaign
from raabta.content import mjml
from raabta.content.models import Variant
from raabta.kernel import clock
from raabta.messaging.models import ChannelSetting, Sender
from raabta.messaging.services.channels import create_channel

if TYPE_CHECKING:
    from tests.campaigns.conftest import Shop


def severities(shop: "Shop", campaign: Campaign, key: str) -> list[str]:
    lines = {line.key: line for line in checklist(shop.workspace, campaign)}
    return [finding.severity.value for finding in lines[key].findings]


def test_a_complete_campaign_has_nothing_that_blocks(shop: "Shop") -> None:
    found = findings_of(shop.workspace, shop.counted())
    assert [one.severity for one in found] == [Severity.NOTE]


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("name", {"name": " "}),
        ("template", {"template": None}),
        ("sender", {"sender": None}),
        ("schedule", {"timing": "at", "send_at": None}),
    ],
)
def test_what_is_missing_blocks(shop: "Shop", key: str, changes: dict[str, Any]) -> None:
    assert severities(shop, shop.counted(**changes), key) == ["block"]


def test_a_time_that_passed_blocks(shop: "Shop") -> None:
    past = clock.now() - timedelta(minutes=1)
    assert severities(shop, shop.counted(timing="at", send_at=past), "schedule") == ["block"]


def test_a_local_time_that_passed_in_some_places_warns(shop: "Shop") -> None:
    soon = clock.now() + timedelta(hours=2)
    assert severities(shop, shop.counted(timing="local", send_at=soon), "schedule") == ["warn"]


def test_no_audience_blocks(shop: "Shop") -> None:
    campaign = shop.draft()
    services.choose_audiences(
        workspace=shop.workspace, actor=shop.actor, campaign=campaign, included=[], excluded=[]
    )
    assert severities(shop, campaign, "audience") == ["block"]


def test_an_archived_audience_blocks(shop: "Shop") -> None:
    campaign = shop.counted()
    shop.audience.archived_at = clock.now()
    shop.audience.save()
    assert severities(shop, campaign, "audience") == ["block"]


def test_an_invalid_sender_address_blocks(shop: "Shop") -> None:
    Sender.objects.update(address="not an address")
    assert severities(shop, shop.counted(), "sender") == ["block"]


def test_a_mail_without_unsubscribe_link_blocks(shop: "Shop") -> None:
    campaign = shop.counted()
    source = "<mjml><mj-body><mj-section><mj-column><mj-text>Hi</mj-text></mj-column></mj-section></mj-body></mjml>"
    Variant.objects.update(tree=mjml.parse(source))
    assert "block" in severities(shop, campaign, "content")


def test_an_address_without_fallback_is_found(shop: "Shop") -> None:
    campaign = shop.counted()
    shop.add(1, first_name="")
    Variant.objects.update(subject="Hello {{ person.first_name }}")
    assert severities(shop, campaign, "content") != []


def test_a_broken_link_blocks_once_mails_leave_the_machine(shop: "Shop") -> None:
    campaign = shop.counted()
    shop.template.link_answers = {"https://shop.example/sale": {"status": 404, "why": ""}}
    shop.template.save()
    assert severities(shop, campaign, "content") == ["warn"]  # the outbox page is a rehearsal
    create_channel(
        workspace=shop.workspace,
        actor=shop.actor,
        key="smtp",
        name="Server",
        settings={"host": "mail.shop.example", "port": 587},
        is_default=True,
    )
    assert severities(shop, campaign, "content") == ["block"]


def test_links_that_nobody_asked_warn(shop: "Shop") -> None:
    campaign = shop.counted()
    shop.template.links_checked_at = None
    shop.template.save()
    campaign.refresh_from_db()
    assert severities(shop, campaign, "content") == ["warn"]


def test_an_uncounted_reach_blocks_and_so_does_one_of_other_settings(shop: "Shop") -> None:
    campaign = shop.draft()
    assert severities(shop, campaign, "reach") == ["block"]
    shop.count_reach(campaign)
    assert severities(shop, campaign, "reach") == []
    services.edit_draft(
        workspace=shop.workspace,
        actor=shop.actor,
        campaign=campaign,
        changes={"holdout_percent": 10},
    )
    campaign.refresh_from_db()
    assert severities(shop, campaign, "reach") == ["block"]


def test_nobody_with_consent_blocks(shop: "Shop") -> None:
    assert severities(shop, shop.counted(purpose="research"), "reach") == ["block"]


def test_few_with_consent_warn(shop: "Shop") -> None:
    shop.add(50, consent=False)
    shop.project()
    assert severities(shop, shop.counted(), "reach") == ["warn"]


def test_costs_above_the_budget_block(shop: "Shop") -> None:
    campaign = shop.counted(budget_minor=1_000)
    for minor, expected in ((1_000, []), (1, ["block"])):
        services.add_cost(
            workspace=shop.workspace,
            actor=shop.actor,
            campaign=campaign,
            label="Photos",
            amount_minor=minor,
            is_actual=False,
        )
        assert severities(shop, campaign, "budget") == expected


def test_the_outbox_is_noted_and_a_channel_in_trouble_warned_of(shop: "Shop") -> None:
    campaign = shop.counted()
    assert severities(shop, campaign, "channel") == ["note"]
    channel = ChannelSetting.objects.create(
        workspace=shop.workspace,
        key="smtp",
        name="Mail server",
        is_default=True,
        created_at=clock.now(),
    )
    assert severities(shop, campaign, "channel") == []
    channel.problem = "connection refused"
    channel.save()
    assert severities(shop, campaign, "channel") == ["warn"]


def test_the_same_audience_a_few_days_later_warns(shop: "Shop") -> None:
    shop.launch(shop.counted())
    again = shop.counted()
    assert severities(shop, again, "repeats") == ["warn"]
    with clock.turned_to(clock.now() + timedelta(days=4)):
        assert severities(shop, again, "repeats") == []


def test_every_check_answers_for_an_empty_draft(shop: "Shop") -> None:
    empty = services.create_campaign(workspace=shop.workspace, actor=shop.actor, name="Empty")
    for member in LAUNCH_CHECKS.members():
        assert isinstance(member().check(shop.workspace, empty), list)
        assert str(member.label)

from datetime import time, timedelta
from typing import TYPE_CHECKING

from raabta.campaigns import services
from raabta.campaigns.holdout import is_held_out
from raabta.campaigns.queries import reach_of, repeated_addresses
from raabta.kernel import clock
from raabta.messaging.models import ContactPolicy, Suppression
from raabta.messaging.suppression_hash import value_hash
from tests.campaigns.conftest import make_audience

if TYPE_CHECKING:
    from tests.campaigns.conftest import Shop


def test_every_person_of_the_audience_ends_at_one_stage(shop: "Shop") -> None:
    without = shop.add(7, consent=False)
    nowhere = shop.add(2, email="")
    Suppression.objects.create(
        workspace=shop.workspace,
        channel="email",
        kind="address",
        value_hash=value_hash("person0@people.example"),
        reason="manual",
        actor="Ayesha",
        created_at=clock.now(),
    )
    shop.project()
    campaign = shop.counted(holdout_percent=25)
    reach = reach_of(campaign)
    reachable = shop.people[1:]
    held = [pk for pk in reachable if is_held_out(campaign.pk, pk, 25)]
    assert reach.is_current
    assert reach.counts["audience"] == 49
    assert reach.counts["rule:no_address"] == 2
    assert reach.counts["rule:suppressed"] == 1
    assert reach.counts["rule:no_consent"] == 7
    assert reach.counts["held_out"] == len(held)
    assert reach.will_get == len(reachable) - len(held)
    assert sorted(reach.samples["rule:no_consent"]) == without
    assert sorted(reach.samples["rule:no_address"]) == nowhere
    assert reach.samples["held_out"] == held
    assert reach.stages[-1].left == reach.will_get


def test_people_of_an_excluded_audience_are_counted_apart(shop: "Shop") -> None:
    rule = {
        "match": "all",
        "items": [
            {
                "key": "attribute_text",
                "params": {
                    "field": "email",
                    "operator": "is",
                    "value": "person3@people.example",
                },
            }
        ],
    }
    campaign = shop.draft()
    services.choose_audiences(
        workspace=shop.workspace,
        actor=shop.actor,
        campaign=campaign,
        included=[shop.audience],
        excluded=[make_audience(shop.workspace, "One", rule)],
    )
    shop.count_reach(campaign)
    reach = reach_of(campaign)
    assert (reach.counts["audience"], reach.counts["excluded"], reach.will_get) == (40, 1, 39)


def test_of_people_with_the_same_address_the_first_gets_it(shop: "Shop") -> None:
    twins = shop.add(2, email="twin@people.example")
    shop.project()
    assert repeated_addresses(shop.workspace) == {twins[1]}
    reach = reach_of(shop.counted())
    assert reach.counts["duplicates"] == 1
    assert reach.samples["duplicates"] == [twins[1]]


def test_quiet_hours_defer_and_take_nobody_away(shop: "Shop") -> None:
    local = (clock.now() + timedelta(hours=5)).time()
    quiet_from = time(local.hour, 0)
    ContactPolicy.objects.create(
        workspace=shop.workspace,
        quiet_from=quiet_from,
        quiet_until=time((local.hour + 2) % 24, 0),
    )
    reach = reach_of(shop.counted())
    assert (reach.will_get, reach.counts["deferred"]) == (40, 40)


def test_a_count_is_asked_for_once_at_a_time(shop: "Shop") -> None:
    campaign = shop.draft()
    first = services.request_reach(workspace=shop.workspace, actor=shop.actor, campaign=campaign)
    again = services.request_reach(workspace=shop.workspace, actor=shop.actor, campaign=campaign)
    assert first.pk == again.pk
    assert reach_of(campaign).is_running

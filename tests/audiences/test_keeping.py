"""Snapshots, draws, counts and what may be deleted."""

from collections.abc import Callable
from threading import Thread
from time import monotonic, sleep

import pytest
from django.test import Client
from django.urls import reverse

from raabta.audiences.models import Audience, AudienceCount, Snapshot
from raabta.audiences.queries import (
    count,
    member_ids,
    reach_of,
    snapshot_members,
    snapshot_size,
    uses_of,
)
from raabta.audiences.rules import parse
from raabta.audiences.services import InUse, count_audience, remove_audience, take_snapshot
from raabta.campaigns.models import Campaign, CampaignAudience
from raabta.customers.models import Customer
from raabta.kernel import clock
from raabta.warehouse.engine import QueryStopped
from raabta.warehouse.preparing import prepared
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.audiences.conftest import Rule, Shop, city, group, inside


def members(shop: Shop, *items: Rule) -> list[int]:
    rule = parse(group("all", *items))
    return [pk for ids in member_ids(shop.workspace, rule) for pk in ids]


def share(percent: float, salt: str = "") -> Rule:
    return {"key": "random_share", "params": {"percent": percent, "salt": salt}}


def test_a_snapshot_stays_though_people_and_rule_change(shop: Shop) -> None:
    one, two, three = shop.people("Lahore", "Lahore", "Dhaka")
    audience, left_out = shop.audience("Lahore", city("Lahore")), shop.audience("B", city("Leeds"))
    taken = take_snapshot(workspace=shop.workspace, include=[audience], exclude=[left_out])
    Customer.objects.filter(pk=one).update(city="Dhaka")
    Customer.objects.filter(pk=three).update(city="Lahore")
    shop.tell([one, three])
    shop.edit(audience, city("Leeds"))
    assert members(shop, city("Lahore")) == [two, three]
    assert [pk for ids in snapshot_members(shop.workspace, taken.pk) for pk in ids] == [one, two]
    kept = Snapshot.objects.get(pk=taken.pk)
    assert (kept.count, snapshot_size(shop.workspace, taken.pk)) == (2, 2)
    assert "Lahore" in kept.sentence
    frozen = {"key": "attribute_text", "params": {"field": "city", "value": "Lahore"}}
    assert kept.rule["items"][0]["items"][0] == group("all", frozen)


def test_a_snapshot_takes_everybody_once_and_leaves_the_excluded_out(shop: Shop) -> None:
    one, _two, three, _four, _five = shop.people("Lahore", "Dhaka", "Leeds", "Dhaka", "")
    both = [shop.audience("A", city("Lahore")), shop.audience("B", city("Dhaka", "is_not"))]
    taken = take_snapshot(
        workspace=shop.workspace, include=both, exclude=[shop.audience("C", city("", "empty"))]
    )
    assert [pk for ids in snapshot_members(shop.workspace, taken.pk) for pk in ids] == [one, three]
    assert taken.audience_id is None


def test_a_random_share_keeps_its_people_and_another_name_draws_anew(shop: Shop) -> None:
    shop.people(*["Lahore"] * 400)
    first, again = members(shop, share(25, "spring")), members(shop, share(25, "spring"))
    assert first == again
    assert 60 <= len(first) <= 140
    assert set(first) < set(members(shop, share(40, "spring")))
    other = members(shop, share(25, "summer"))
    assert set(other) != set(first)
    assert 5 <= len(set(other) & set(first)) <= 50
    new = shop.people("Dhaka")
    assert [pk for pk in members(shop, share(25, "spring")) if pk not in new] == first
    assert len(members(shop, share(100))) == 401


def test_a_newer_question_of_the_same_asker_stops_the_older(
    workspace: Workspace, project: Callable[[], None]
) -> None:
    engine, stopped = prepared(), []
    if engine.dialect != "duckdb":
        pytest.skip("the question to stop is written in DuckDB's SQL")
    slow = "SELECT count(*) FROM range(100000) a, range(100000) b WHERE (a.range * b.range) % 7 = 3"

    def ask() -> None:
        try:
            engine.fetch(slow, seconds=30, asker="preview-1")
        except QueryStopped as error:
            stopped.append(type(error))

    older, began = Thread(target=ask), monotonic()
    older.start()
    while not engine._asking.get("preview-1") and monotonic() - began < 5:
        sleep(0.01)
    assert count(workspace, parse(group("all")), asker="preview-1") == 0
    older.join(10)
    assert stopped == [QueryStopped]
    assert monotonic() - began < 15


def test_a_count_is_kept_with_its_day(shop: Shop) -> None:
    shop.people("Lahore", "Dhaka")
    audience = shop.audience("Lahore", city("Lahore"))
    assert count_audience(workspace=shop.workspace, audience=audience) == 1
    shop.people("Lahore")
    assert count_audience(workspace=shop.workspace, audience=audience) == 2
    kept = Audience.objects.get(pk=audience.pk)
    assert (kept.last_count, AudienceCount.objects.get().count) == (2, 2)
    count_audience(workspace=shop.workspace, audience=audience)
    assert Audience.objects.get(pk=audience.pk).last_counted_at == kept.last_counted_at  # same
    shop.edit(audience, city("Leeds"))
    assert Audience.objects.get(pk=audience.pk).last_count is None


def use_in_campaign(shop: Shop, audience: Audience, **fields: object) -> None:
    now = clock.now()
    campaign = Campaign.objects.create(
        workspace=shop.workspace,
        name="Spring",
        currency="PKR",
        created_at=now,
        updated_at=now,
        **fields,
    )
    CampaignAudience.objects.create(
        workspace=shop.workspace, campaign=campaign, audience=audience, is_excluded=True
    )


def use_inside(shop: Shop, audience: Audience, **fields: object) -> None:
    outer = shop.audience("Outer", group("any", inside(audience.pk)))
    Audience.objects.filter(pk=outer.pk).update(**fields)


@pytest.mark.parametrize("use", [use_in_campaign, use_inside])
def test_an_audience_that_is_used_stays_until_it_is_taken_out(
    shop: Shop, page: Client, use: Callable[..., None]
) -> None:
    audience = shop.audience("Lahore", city("Lahore"))
    use(shop, audience)
    with pytest.raises(InUse):
        remove_audience(workspace=shop.workspace, actor=SYSTEM, audience=audience)
    answer = page.post(reverse("web:audiences:delete", args=[audience.pk]))
    assert answer.status_code == 303
    assert Audience.objects.get(pk=audience.pk).archived_at is None
    shown = page.get(reverse("web:audiences:show", args=[audience.pk])).content.decode()
    assert "It is used by" in shown


@pytest.mark.parametrize("use", [use_in_campaign, use_inside])
def test_what_is_over_keeps_no_audience_from_the_archive(
    shop: Shop, use: Callable[..., None]
) -> None:
    """Its rule, or its report, still has it: nothing is deleted."""
    audience = shop.audience("Lahore", city("Lahore"))
    use(shop, audience, archived_at=clock.now())
    assert [use.is_over for use in uses_of(shop.workspace, audience)] == [True]
    remove_audience(workspace=shop.workspace, actor=SYSTEM, audience=audience)
    assert Audience.objects.get(pk=audience.pk).archived_at is not None


def test_an_archived_audience_keeps_its_counts_and_snapshots(shop: Shop) -> None:
    audience = shop.audience("Lahore", city("Lahore"))
    count_audience(workspace=shop.workspace, audience=audience)
    taken = take_snapshot(workspace=shop.workspace, include=[audience])
    remove_audience(workspace=shop.workspace, actor=SYSTEM, audience=audience)
    assert AudienceCount.objects.count() == 1
    assert Snapshot.objects.get(pk=taken.pk).audience_id == audience.pk


def test_what_an_edit_reaches_is_told_through_other_audiences(shop: Shop) -> None:
    inner = shop.audience("Inner", city("Lahore"))
    middle = shop.audience("Middle", inside(inner.pk))
    use_in_campaign(shop, middle)
    (found,) = reach_of(shop.workspace, inner.pk)
    assert found.use.label == "Middle"
    assert [one.use.label for one in found.reaches] == ["Spring"]


def test_an_archived_audience_comes_back_unless_its_name_is_taken(shop: Shop, page: Client) -> None:
    audience = shop.audience("Lahore", city("Lahore"))
    Audience.objects.filter(pk=audience.pk).update(archived_at=clock.now())
    other = shop.audience("Lahore")
    url = reverse("web:audiences:restore", args=[audience.pk])
    page.post(url)
    assert Audience.objects.get(pk=audience.pk).archived_at is not None
    Audience.objects.filter(pk=other.pk).update(name="Other")
    page.post(url)
    assert Audience.objects.get(pk=audience.pk).archived_at is None

"""Who is in an audience is kept: after changes, edits, time and accidents; and told once."""

from datetime import UTC, datetime, timedelta

import pytest

from raabta.audiences import services
from raabta.audiences.models import AudienceCount, MembershipMove, MembershipStanding
from raabta.audiences.queries import explain_all, rule_of, sample
from raabta.audiences.queries.membership import kept, members_rule
from raabta.audiences.rules import parse
from raabta.audiences.services import membership, moves
from raabta.audiences.services.due import make_due
from raabta.audiences.warehouse_tables.member import MemberTable
from raabta.customers.models import Company, Customer
from raabta.customers.services.companies import create_company
from raabta.customers.services.deletion import delete_customers
from raabta.customers.services.erasure import erase_customer
from raabta.kernel import changes, clock
from raabta.warehouse.preparing import prepared
from raabta.workspaces.actor import SYSTEM
from tests.audiences.conftest import Shop, city, group, inside
from tests.audiences.following import (
    computed,
    forget_what_was_looked_at,
    keys,
    members,
    replayed,
    settle,
    told,
)


@pytest.fixture(autouse=True)
def _as_a_new_process() -> None:
    forget_what_was_looked_at()


def move(shop: Shop, pk: int, city: str) -> None:
    Customer.objects.filter(pk=pk).update(city=city)
    shop.tell([pk])


def test_a_new_audience_is_built_and_tells_whom_it_found(shop: Shop) -> None:
    one, two, _three = shop.people("Lahore", "Lahore", "Dhaka")
    audience = shop.audience("Lahore", city("Lahore"))
    settle()
    assert members(shop.workspace) == {(audience.pk, one), (audience.pk, two)}
    assert told() == [("in", audience.pk, one, "first"), ("in", audience.pk, two, "first")]
    standing = kept(audience)
    assert standing
    assert (standing.size, standing.move, MembershipMove.objects.count()) == (2, 1, 0)


def test_who_changes_enters_and_leaves_and_each_is_told_once(shop: Shop) -> None:
    one, two = shop.people("Lahore", "Dhaka")
    lahore, dhaka = shop.audience("L", city("Lahore")), shop.audience("D", city("Dhaka"))
    settle()
    move(shop, one, "Dhaka")
    settle()
    shop.tell([one, two])  # nothing changed
    settle()
    assert members(shop.workspace) == {(dhaka.pk, one), (dhaka.pk, two)}
    assert told()[2:] == [("out", lahore.pk, one, "change"), ("in", dhaka.pk, one, "change")]
    assert set(keys().values()) == {1}
    day = AudienceCount.objects.get(audience=lahore)
    assert (day.count, day.entered, day.left) == (0, 1, 1)


def test_the_moment_of_entering_stays_while_somebody_stays(shop: Shop) -> None:
    (one,) = shop.people("Lahore")
    with clock.turned_to(datetime(2026, 3, 1, tzinfo=UTC)):
        shop.audience("L", city("Lahore"))
        settle()
    move(shop, one, "lahore")
    settle()
    rows = prepared().fetch("SELECT entered_at FROM member")
    assert [at.replace(tzinfo=UTC) for (at,) in rows] == [datetime(2026, 3, 1, tzinfo=UTC)]


def test_an_edited_rule_tells_the_difference_only(shop: Shop) -> None:
    one, two, three = shop.people("Lahore", "Dhaka", "Leeds")
    audience = shop.audience("A", city("Lahore"), city("Dhaka"), match="any")
    settle()
    services.edit_audience(
        workspace=shop.workspace, actor=SYSTEM, audience=audience, name="A",
        rule=parse(group("any", city("Dhaka"), city("Leeds"))),
    )  # fmt: skip
    settle()
    assert members(shop.workspace) == {(audience.pk, two), (audience.pk, three)}
    assert told()[2:] == [
        ("out", audience.pk, one, "rule"), ("in", audience.pk, three, "rule"),
    ]  # fmt: skip


def test_an_audience_inside_another_follows_in_the_same_step(shop: Shop) -> None:
    one, two = shop.people("Lahore", "Dhaka")
    inner = shop.audience("Inner", city("Lahore"))
    outer = shop.audience("Outer", inside(inner.pk, "not_in"))
    settle()
    move(shop, one, "Dhaka")
    settle()
    assert members(shop.workspace) == {(outer.pk, one), (outer.pk, two)}
    shop.edit(inner, city("Dhaka"))
    settle()
    assert members(shop.workspace) == {(inner.pk, one), (inner.pk, two)}
    assert replayed() == members(shop.workspace) == computed(shop.workspace)


def test_time_alone_moves_people_when_the_day_ends(shop: Shop) -> None:
    added = {"field": "created_at", "operator": "last", "days": 7}
    audience = shop.audience("New", {"key": "attribute_date", "params": added})
    (one,) = shop.people("Lahore")
    settle()
    standing = MembershipStanding.objects.get(audience=audience)
    assert standing.refresh_at
    assert standing.refresh_at - clock.now() <= timedelta(days=1)
    with clock.turned_to(clock.now() + timedelta(days=9)):
        settle()
        assert told()[-1] == ("out", audience.pk, one, "time")
        assert members(shop.workspace) == set()


def test_deleted_and_erased_people_leave_also_an_archived_or_broken_audience(shop: Shop) -> None:
    one, two, three = shop.people("Lahore", "Lahore", "Lahore")
    audience = shop.audience("L", city("Lahore"))
    broken = shop.audience("B", city("Lahore"))
    settle()
    type(audience).objects.filter(pk=audience.pk).update(archived_at=clock.now())
    type(broken).objects.filter(pk=broken.pk).update(
        rule=group("all", {"key": "gone", "params": {}})
    )
    delete_customers(workspace=shop.workspace, actor=SYSTEM, customer_ids=[one])
    erase_customer(workspace=shop.workspace, actor=SYSTEM, customer_id=two)
    shop.move()
    settle()
    assert members(shop.workspace) == {(audience.pk, three), (broken.pk, three)}
    assert replayed() == members(shop.workspace)


def test_an_archived_audience_that_comes_back_tells_the_difference(shop: Shop) -> None:
    one, _two = shop.people("Lahore", "Lahore")
    audience = shop.audience("L", city("Lahore"))
    settle()
    type(audience).objects.filter(pk=audience.pk).update(archived_at=clock.now())
    move(shop, one, "Dhaka")
    settle()
    assert len(members(shop.workspace)) == 2
    services.restore_audience(workspace=shop.workspace, actor=SYSTEM, audience=audience)
    settle()
    assert told()[2:] == [("out", audience.pk, one, "time")]


def test_what_was_decided_before_a_death_is_carried_out_and_not_told_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = shop.people("Lahore")
    audience = shop.audience("L", city("Lahore"))
    settle()
    move(shop, one, "Dhaka")
    with monkeypatch.context() as patched:
        patched.setattr(membership, "carry_out", lambda workspace: 0)
        membership.follow_changes(shop.workspace)
    assert members(shop.workspace) == {(audience.pk, one)}
    forget_what_was_looked_at()
    settle()
    assert members(shop.workspace) == set()
    assert [way for way, *_rest in told()] == ["in", "out"]


def test_a_second_decision_about_the_same_state_does_nothing(shop: Shop) -> None:
    (one,) = shop.people("Lahore")
    audience = shop.audience("L", city("Lahore"))
    settle()
    first = MembershipStanding.objects.get(audience=audience)
    second = MembershipStanding.objects.get(audience=audience)
    left = moves.Found(first, [], [one], "change", 0)
    moves.decide(workspace=shop.workspace, found=[left])
    with pytest.raises(moves.Overtaken):
        moves.decide(workspace=shop.workspace, found=[moves.Found(second, [], [one], "change", 0)])
    assert [way for way, *_rest in told()] == ["in", "out"]


def test_members_that_the_warehouse_lost_are_built_silently(shop: Shop) -> None:
    one, two = shop.people("Lahore", "Lahore")
    audience = shop.audience("L", city("Lahore"))
    settle()
    prepared().exchange(
        MemberTable.shape(), workspace_id=shop.workspace.pk, gone=[(audience.pk, one)],
        rows=[], at=clock.now(),
    )  # fmt: skip
    forget_what_was_looked_at()
    shop.tell([two])
    settle()
    assert members(shop.workspace) == {(audience.pk, one), (audience.pk, two)}
    assert len(told()) == 2


def test_a_crowd_makes_all_audiences_due_instead(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(membership, "MANY", 3)
    audience = shop.audience("L", city("Lahore"))
    settle()
    people = shop.people("Lahore", "Lahore", "Lahore", "Dhaka")
    membership.follow_changes(shop.workspace)
    assert told() == []
    settle()
    assert members(shop.workspace) == {(audience.pk, pk) for pk in people[:3]}


def test_a_kept_audience_is_read_from_its_members(shop: Shop) -> None:
    (one,) = shop.people("Lahore")
    audience = shop.audience("L", city("Lahore"))
    assert members_rule(audience) == rule_of(audience)
    settle()
    assert members_rule(audience) != rule_of(audience)
    assert sample(shop.workspace, members_rule(audience)) == [one]


def test_the_nightly_comparison_begins_what_came_with_a_workspace(shop: Shop) -> None:
    shop.people("Lahore")
    audience = shop.audience("L", city("Lahore"))
    MembershipStanding.objects.all().delete()
    make_due(shop.workspace)
    settle()
    assert kept(audience)


def test_who_depends_on_a_colleague_follows_a_while_later(shop: Shop) -> None:
    one, two = shop.people("Lahore", "Dhaka")
    company = create_company(workspace=shop.workspace, actor=SYSTEM, values={"name": "Top"})
    Customer.objects.update(company=company)
    shop.tell([one, two])
    gold = {"filters": [{"name": "tier", "operator": "is", "value": "gold"}]}
    many = {"key": "company_people", "params": {"comparison": "at_least", "amount": 2}}
    shop.audience("Gold", {"key": "company_attribute", "params": gold})
    both = shop.audience("Two", many)
    shop.audience("Not two", inside(both.pk, "not_in"))
    settle()
    assert members(shop.workspace) == {(both.pk, one), (both.pk, two)}
    told = [(row.audience.name, row.line.holds) for row in explain_all(shop.workspace, one) or []]
    assert told == [("Gold", False), ("Not two", False), ("Two", True)]
    Company.objects.update(attributes={"tier": "gold"})
    changes.mark(workspace_id=shop.workspace.pk, table="company", ids=[company.pk])
    Customer.objects.filter(pk=two).update(company=None)
    shop.tell([two])
    with clock.turned_to(clock.now() + timedelta(seconds=11)):
        settle()
        assert len(members(shop.workspace)) == 3  # one is gold, and both are not two
        assert replayed() == members(shop.workspace) == computed(shop.workspace)

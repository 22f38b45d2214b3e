"""Who may be contacted: one row for each rule, purpose and outcome."""
# ruff: noqa: FBT001  a row of a table has as many columns as it needs

from datetime import UTC, datetime, time, timedelta

import pytest

from raabta.customers.models import Consent, Customer
from raabta.kernel import clock
from raabta.messaging.contact import may_contact
from raabta.messaging.contact_rule import in_order
from raabta.messaging.models import ConsentRequirement, ContactPolicy, Mailing, Message, Suppression
from raabta.messaging.queries.people import zones
from raabta.messaging.queries.reach import reach
from raabta.messaging.suppression_hash import value_hash
from raabta.workspaces.models import Workspace
from tests.messaging.conftest import People

NOON = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)  # noon in Karachi


def rule_for(workspace: Workspace, pk: int, purpose: str = "marketing", at: datetime = NOON) -> str:
    return may_contact(workspace, [pk], purpose, "email", at=at)[pk].rule


def suppress(workspace: Workspace, value: str, reason: str, kind: str = "address") -> None:
    Suppression.objects.create(
        workspace=workspace, channel="email", kind=kind, value_hash=value_hash(value),
        reason=reason, actor="test", created_at=NOON,
    )  # fmt: skip


def sent(mailing: Mailing, pk: int, at: datetime, **fields: object) -> None:
    values = {
        "workspace": mailing.workspace, "mailing": mailing, "origin": f"campaign:{at.timestamp()}",
        "customer_id": pk, "state": "sent", "token": f"{pk}-{at.timestamp()}", "not_before": at,
        "planned_at": at, "sent_at": at,
    }  # fmt: skip
    Message.objects.create(**{**values, **fields})


def test_rules_decide_in_a_fixed_order() -> None:
    assert [rule.key for rule in in_order()] == [
        "gone", "no_address", "suppressed", "complaint", "no_consent", "topic", "paused", "own_frequency",
        "frequency_cap",
        "quiet_hours",
    ]  # fmt: skip


def test_somebody_with_consent_may_be_contacted_and_an_unknown_id_may_not(
    workspace: Workspace, people: People
) -> None:
    pk = people(1)[0]
    found = may_contact(workspace, [pk, 999_999], "marketing", "email", at=NOON)
    assert (found[pk].allowed, found[pk].rule) == (True, "")
    assert (found[999_999].allowed, found[999_999].rule) == (False, "gone")


@pytest.mark.parametrize(
    ("fields", "marketing", "transactional"),
    [
        ({"deleted_at": NOON}, "gone", "gone"),
        ({"erased_at": NOON}, "gone", "gone"),
        ({"email": ""}, "no_address", "no_address"),
        ({"consent": None}, "no_consent", ""),
        ({"consent": "withdrawn"}, "no_consent", ""),
        ({"paused_until": NOON + timedelta(days=3)}, "paused", ""),
        ({"paused_until": NOON - timedelta(days=3)}, "", ""),
    ],
)
def test_a_persons_own_state_decides(
    workspace: Workspace, people: People, fields: dict[str, object], marketing: str,
    transactional: str,
) -> None:  # fmt: skip
    pk = people(1, **fields)[0]
    assert rule_for(workspace, pk) == marketing
    assert rule_for(workspace, pk, "transactional") == transactional


@pytest.mark.parametrize(
    ("reason", "transactional"),
    [
        ("bounce", "suppressed"),
        ("manual", "suppressed"),
        ("import", "suppressed"),
        ("erased", "suppressed"),
        ("unsubscribe", ""),
        ("complaint", ""),
    ],
)
def test_a_suppressed_address_gets_no_marketing_and_receipts_only_where_they_arrive(
    workspace: Workspace, people: People, reason: str, transactional: str
) -> None:
    pk = people(1, email="Who@Mixed.Example")[0]
    suppress(workspace, "who@mixed.example", reason)
    assert rule_for(workspace, pk) == "suppressed"
    assert rule_for(workspace, pk, "transactional") == transactional


def test_a_suppressed_domain_stops_everybody_there_and_nobody_else(
    workspace: Workspace, people: People
) -> None:
    there, elsewhere = people(1, email="a@closed.example")[0], people(1, email="a@open.example")[0]
    suppress(workspace, "closed.example", "manual", kind="domain")
    assert rule_for(workspace, there) == "suppressed"
    assert rule_for(workspace, elsewhere) == ""


def test_where_the_policy_allows_it_only_a_withdrawal_counts(
    workspace: Workspace, people: People
) -> None:
    silent, gone = people(1, consent=None)[0], people(1, consent="withdrawn")[0]
    ConsentRequirement.objects.create(
        workspace=workspace, purpose="marketing", channel="email", kind="opt_out", why="x"
    )
    assert (rule_for(workspace, silent), rule_for(workspace, gone)) == ("", "no_consent")
    assert rule_for(workspace, silent, "research") == "no_consent"


def test_a_complaint_stops_marketing_until_a_later_consent(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    pk = people(1)[0]
    Consent.objects.update(since=NOON - timedelta(days=30))
    sent(mailing, pk, NOON - timedelta(days=9), complained_at=NOON - timedelta(days=8))
    assert rule_for(workspace, pk) == "complaint"
    assert rule_for(workspace, pk, "transactional") == ""
    Consent.objects.update(since=NOON - timedelta(days=1))
    assert rule_for(workspace, pk) == ""


def test_the_cap_counts_calendar_days_of_the_persons_own_zone(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    ContactPolicy.objects.create(workspace=workspace, most_messages=1, within_days=1)
    karachi, new_york = people(1)[0], people(1, time_zone="America/New_York")[0]
    at = datetime(2026, 3, 10, 20, 0, tzinfo=UTC)  # the 11th, 1:00 in Karachi; the 10th in New York
    for pk in (karachi, new_york):
        sent(mailing, pk, at - timedelta(hours=3))
    assert rule_for(workspace, karachi, at=at) == ""
    assert rule_for(workspace, new_york, at=at) == "frequency_cap"


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, True),
        ({"state": "unknown"}, True),
        ({"state": "handed"}, True),
        ({"state": "failed"}, False),
        ({"state": "refused"}, False),
        ({"purpose": "transactional"}, False),
        ({"origin": "test:1"}, False),
    ],
)
def test_the_cap_counts_what_may_have_reached_somebody(
    workspace: Workspace, people: People, mailing: Mailing, fields: dict[str, object], counts: bool
) -> None:
    ContactPolicy.objects.create(workspace=workspace, most_messages=1, within_days=7)
    pk = people(1)[0]
    sent(mailing, pk, NOON - timedelta(days=2), **fields)
    assert rule_for(workspace, pk) == ("frequency_cap" if counts else "")


@pytest.mark.parametrize(
    ("zone", "country", "local_noon_is_quiet"),
    [
        ("Asia/Karachi", "", False),
        ("America/New_York", "", True),  # 3:00
        ("", "US", True),
        ("", "PK", False),
        ("", "", False),  # the workspace's
        ("Not/AZone", "US", True),
    ],
)
def test_quiet_hours_follow_the_persons_clock(
    workspace: Workspace, people: People, zone: str, country: str, local_noon_is_quiet: bool
) -> None:
    ContactPolicy.objects.create(workspace=workspace, quiet_from=time(21), quiet_until=time(8))
    pk = people(1, time_zone=zone, country=country)[0]
    assert rule_for(workspace, pk) == ("quiet_hours" if local_noon_is_quiet else "")
    assert rule_for(workspace, pk, "transactional") == ""


def test_quiet_hours_say_when_they_are_over(workspace: Workspace, people: People) -> None:
    ContactPolicy.objects.create(workspace=workspace, quiet_from=time(21), quiet_until=time(8))
    pk = people(1)[0]
    evening = datetime(2026, 3, 10, 17, 30, tzinfo=UTC)  # 22:30 in Karachi
    night = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)  # 4:30 on the 11th
    for at in (evening, night):
        decision = may_contact(workspace, [pk], "marketing", "email", at=at)[pk]
        assert decision.retry_at == datetime(2026, 3, 11, 3, 0, tzinfo=UTC)


def test_the_first_rule_that_refuses_is_the_one_told(workspace: Workspace, people: People) -> None:
    ContactPolicy.objects.create(workspace=workspace, quiet_from=time(0), quiet_until=time(23, 59))
    pk = people(1, email="", consent=None)[0]
    assert rule_for(workspace, pk) == "no_address"
    Customer.objects.update(email="now@people.example")
    assert rule_for(workspace, pk) == "no_consent"


def test_reach_counts_each_person_once_by_the_rule_that_decided(
    workspace: Workspace, people: People
) -> None:
    ContactPolicy.objects.create(workspace=workspace, quiet_from=time(0), quiet_until=time(8))
    ids = [*people(3), *people(2, consent=None), *people(1, email=""), *people(2, country="US")]
    found = reach(workspace, iter(ids), at=NOON)
    assert (found.total, found.allowed) == (8, 5)
    assert found.refused == {"no_consent": 2, "no_address": 1}
    assert found.later == {"quiet_hours": 2}


def test_zones_come_from_the_profile_then_the_country_then_the_workspace(
    workspace: Workspace, people: People
) -> None:
    own = people(1, time_zone="Europe/Oslo", country="US")[0]
    country, neither = people(1, country="AU")[0], people(1)[0]
    found = zones(workspace, [own, country, neither])
    named = {pk: str(zone) for pk, zone in found.items()}
    assert named == {own: "Europe/Oslo", country: "Australia/Sydney", neither: "Asia/Karachi"}


def test_five_thousand_people_are_decided_in_few_queries(
    workspace: Workspace, people: People, django_assert_max_num_queries: object
) -> None:
    ContactPolicy.objects.create(workspace=workspace, quiet_from=time(21), quiet_until=time(8))
    ids = people(5_000)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        decisions = may_contact(workspace, ids, at=clock.now())
    assert len(decisions) == 5_000

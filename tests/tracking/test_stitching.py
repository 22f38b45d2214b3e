"""Who is behind a call: each rule of docs/guide/events.md."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from raabta.customers.models import Company, Customer, CustomerChange, Identity
from raabta.customers.services.companies import create_company
from raabta.customers.services.people import create_customer, edit_customer
from raabta.customers.services.source_rules import set_source_rule
from raabta.tracking.event import visitor_id
from raabta.tracking.models import CatalogueEvent, InboxBatch, SeenCall, Source
from raabta.tracking.services.stitching import people
from raabta.workspaces.actor import SYSTEM, Actor
from raabta.workspaces.models import Workspace
from tests.tracking.calls import Project, a_source, events, post, settle

START = datetime(2026, 3, 1, tzinfo=UTC)


class Shop:
    """A source, and calls a minute apart."""

    def __init__(self, workspace: Workspace, kind: str = "web") -> None:
        self.source = a_source(workspace, kind)
        self.sent = 0

    def send(self, kind: str, **fields: Any) -> None:
        self.sent += 1
        at = (START + timedelta(minutes=self.sent)).isoformat()
        body = {"timestamp": at, "messageId": f"m{self.sent}", **fields}
        answer = post(self.source, kind, body)
        assert answer.status_code == 200, answer.content
        settle()

    def track(self, event: str, **fields: Any) -> None:
        self.send("track", event=event, **fields)


def holder(kind: str, value: str) -> int | None:
    held = Identity.objects.filter(kind=kind, value=value, is_live=True)
    return held.values_list("customer_id", flat=True).first()


def test_a_visitor_is_no_customer_and_has_events(workspace: Workspace, project: Project) -> None:
    Shop(workspace).track("Viewed", anonymousId="a1")
    settle(project)
    assert Customer.objects.count() == 0
    assert events(workspace) == [(visitor_id(workspace.pk, "a1"), "Viewed")]
    assert visitor_id(workspace.pk, "a1") < 0


def test_the_first_user_on_a_device_gets_what_happened_there_before(
    workspace: Workspace, project: Project
) -> None:
    shop = Shop(workspace)
    shop.track("Viewed", anonymousId="a1")
    settle(project)
    shop.send("identify", userId="u1", anonymousId="a1", traits={"email": "Ada@X.example"})
    shop.track("Bought", anonymousId="a1")
    settle(project)
    ada = Customer.objects.get()
    assert events(workspace) == [(ada.pk, n) for n in ("Viewed", "identified", "Bought")]
    assert (ada.email, ada.external_id, ada.source) == ("ada@x.example", "u1", "Shop site")
    assert InboxBatch.objects.count() == 0


def test_a_track_call_with_both_ids_tells_who_it_is_too(
    workspace: Workspace, project: Project
) -> None:
    shop = Shop(workspace)
    shop.track("Viewed", anonymousId="a1")
    shop.track("Bought", anonymousId="a1", userId="u1")
    settle(project)
    assert events(workspace) == [(Customer.objects.get().pk, n) for n in ("Viewed", "Bought")]


def test_a_second_user_on_a_device_only_gets_what_comes_with_their_own_id(
    workspace: Workspace, project: Project
) -> None:
    shop = Shop(workspace)
    shop.track("Viewed", anonymousId="a1")
    shop.send("identify", userId="u1", anonymousId="a1")
    shop.send("identify", userId="u2", anonymousId="a1")
    shop.track("Bought", userId="u2", anonymousId="a1")
    settle(project)
    first, second = holder("user_id", "u1") or 0, holder("user_id", "u2") or 0
    assert first != second
    assert holder("anonymous_id", "a1") == first
    assert events(workspace) == [
        (first, "Viewed"), (first, "identified"), (second, "identified"), (second, "Bought"),
    ]  # fmt: skip


def test_after_a_reset_the_new_device_id_is_a_visitor_again(
    workspace: Workspace, project: Project
) -> None:
    shop = Shop(workspace)
    shop.send("identify", userId="u1", anonymousId="a1")
    shop.track("Viewed", anonymousId="a2")
    settle(project)
    assert events(workspace)[-1] == (visitor_id(workspace.pk, "a2"), "Viewed")


def test_an_email_matches_a_person_who_never_logged_in(workspace: Workspace) -> None:
    ada = create_customer(workspace=workspace, actor=SYSTEM, values={"email": "ada@x.example"})
    Shop(workspace).send("identify", userId="u1", traits={"email": "ada@x.example"})
    assert holder("user_id", "u1") == ada.pk
    assert Customer.objects.count() == 1


def test_an_email_of_a_person_with_another_user_id_makes_no_match(workspace: Workspace) -> None:
    shop = Shop(workspace)
    shop.send("identify", userId="u1", traits={"email": "ada@x.example"})
    shop.send("identify", userId="u2", traits={"email": "ada@x.example", "firstName": "Eve"})
    first, second = holder("user_id", "u1"), holder("user_id", "u2")
    assert first != second
    assert holder("email", "ada@x.example") == first
    assert Customer.objects.get(pk=second).email == ""
    assert SeenCall.objects.order_by("-pk")[0].reason == "email_taken"


@pytest.mark.parametrize(("kind", "main"), [("web", "ada@x.example"), ("server", "new@x.example")])
def test_only_a_server_gives_somebody_another_main_address(
    workspace: Workspace, kind: str, main: str
) -> None:
    """Whoever opens a page of the website has its key."""
    shop = Shop(workspace, kind)
    shop.send("identify", userId="u1", traits={"email": "ada@x.example"})
    shop.send("identify", userId="u1", traits={"email": "new@x.example"})
    assert Customer.objects.get().email == main
    assert holder("email", "ada@x.example") == holder("email", "new@x.example")


def test_a_visitor_who_leaves_an_email_becomes_a_person_and_then_the_user_who_logs_in(
    workspace: Workspace, project: Project
) -> None:
    shop = Shop(workspace)
    shop.track("Viewed", anonymousId="a1")
    shop.send("identify", anonymousId="a1", traits={"email": "ada@x.example"})
    shop.send("identify", userId="u1", anonymousId="a1", traits={"email": "ada@x.example"})
    settle(project)
    ada = Customer.objects.get()
    assert {person for person, _name in events(workspace)} == {ada.pk}
    assert holder("user_id", "u1") == ada.pk


def test_somebody_else_who_logs_in_on_the_device_of_a_person_known_by_email_is_new(
    workspace: Workspace,
) -> None:
    shop = Shop(workspace)
    shop.send("identify", anonymousId="a1", traits={"email": "ada@x.example"})
    shop.send("identify", userId="u2", anonymousId="a1", traits={"email": "bob@x.example"})
    assert holder("email", "ada@x.example") != holder("user_id", "u2")
    assert holder("email", "bob@x.example") == holder("user_id", "u2")


def test_a_person_with_this_external_id_is_the_user(workspace: Workspace) -> None:
    ada = create_customer(workspace=workspace, actor=SYSTEM, values={"external_id": "u1"})
    Shop(workspace).track("Viewed", userId="u1")
    assert holder("user_id", "u1") == ada.pk


def test_an_alias_gives_the_earlier_device_to_the_user(
    workspace: Workspace, project: Project
) -> None:
    shop = Shop(workspace)
    shop.track("Viewed", anonymousId="a1")
    shop.send("alias", userId="u1", previousId="a1")
    settle(project)
    assert {person for person, _name in events(workspace)} == {holder("user_id", "u1")}


def test_an_alias_from_one_user_id_to_a_new_one_is_the_same_person(workspace: Workspace) -> None:
    shop = Shop(workspace)
    shop.track("Viewed", userId="old")
    shop.send("alias", userId="new", previousId="old")
    assert holder("user_id", "new") == holder("user_id", "old") is not None


def test_an_alias_of_two_people_merges_nobody_and_says_so(workspace: Workspace) -> None:
    shop = Shop(workspace)
    shop.track("Viewed", userId="u1")
    shop.track("Viewed", userId="u2")
    shop.send("alias", userId="u2", previousId="u1")
    assert holder("user_id", "u1") != holder("user_id", "u2")
    assert SeenCall.objects.order_by("-pk")[0].reason == "two_people"


def test_traits_become_the_profile_with_source_and_history(workspace: Workspace) -> None:
    shop = Shop(workspace, "server")
    traits = {
        "name": "Ada Lovelace", "phone": "+923001234567", "unknown": 1,
        "address": {"city": "London", "country": "United Kingdom"},
        "company": {"id": "c1", "name": "Engines"},
    }  # fmt: skip
    context = {"timezone": "Europe/London", "locale": "en-GB"}
    shop.send("identify", userId="u1", traits={"email": "old@x.example"})
    shop.send("identify", userId="u1", traits={**traits, "email": "ada@x.example"}, context=context)
    ada = Customer.objects.get()
    told = (ada.first_name, ada.last_name, ada.email, ada.phone, ada.city, ada.country)
    assert told == ("Ada", "Lovelace", "ada@x.example", "+923001234567", "London", "GB")
    assert (ada.time_zone, ada.language) == ("Europe/London", "en")
    assert Company.objects.get(external_id="c1").name == "Engines"
    assert ada.company_id == Company.objects.get().pk
    assert holder("email", "old@x.example") == ada.pk
    change = CustomerChange.objects.get(field="city")
    assert (change.new, change.actor, change.via) == ("London", "Shop site", "tracking")


def test_traits_overwrite_nothing_that_a_more_trusted_source_said(workspace: Workspace) -> None:
    shop, ayesha = Shop(workspace), Actor(label="Ayesha", via="ui")
    set_source_rule(workspace=workspace, actor=SYSTEM, field="first_name", sources=["ui"])
    shop.send("identify", userId="u1", traits={"firstName": "Ada", "lastName": "L"})
    ada = Customer.objects.get()
    edit_customer(
        workspace=workspace, actor=ayesha, customer_id=ada.pk, values={"first_name": "Augusta"}
    )
    shop.send("identify", userId="u1", traits={"firstName": "Mallory", "lastName": "Lovelace"})
    ada.refresh_from_db()
    assert (ada.first_name, ada.last_name) == ("Augusta", "Lovelace")


def test_a_group_call_makes_a_company_and_its_people_join(workspace: Workspace) -> None:
    shop = Shop(workspace)
    shop.send("group", userId="u1", groupId="g1", traits={"name": "Initech"})
    shop.send("group", userId="u2", groupId="g1", traits={"name": "Initech Ltd"})
    company = Company.objects.get()
    assert (company.external_id, company.name) == ("g1", "Initech Ltd")
    assert set(Customer.objects.values_list("company_id", flat=True)) == {company.pk}


def test_the_same_message_counts_once(workspace: Workspace, project: Project) -> None:
    shop = Shop(workspace)
    for _ in range(2):
        shop.track("Bought", userId="u1", messageId="same")
    settle(project)
    assert len(events(workspace)) == 1


def test_a_call_that_breaks_the_step_is_set_aside_alone(
    workspace: Workspace, project: Project
) -> None:
    source: Source = a_source(workspace)
    deep = b"[" * 1_500 + b"]" * 1_500
    bad = b'{"type":"track","userId":"u1","event":"Deep","properties":{"a":' + deep + b"}}"
    fine = b'{"type":"track","userId":"u1","event":"Fine"}'
    answer = post(source, "batch", b'{"batch":[' + bad + b"," + fine + b"]}")
    assert answer.status_code in {200, 400}
    post(source, "batch", b'{"batch":[' + fine + b"]}")
    settle(project)
    assert {name for _person, name in events(workspace)} == {"Fine"}


def test_of_a_call_that_fails_midway_nothing_stays_and_the_next_find_their_people(
    workspace: Workspace, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, learn = Shop(workspace), people.learn
    shop.send("identify", userId="u1", traits={"firstName": "Ada"})

    def fall(turn: Any, customer_id: int, traits: Any, context: Any) -> list[str]:
        if traits.get("firstName") == "Bad":
            raise ValueError
        return learn(turn, customer_id, traits, context)

    monkeypatch.setattr(people, "learn", fall)
    bad = {"type": "identify", "userId": "u2", "anonymousId": "a2", "traits": {"firstName": "Bad"}}
    fine = {"type": "track", "userId": "u1", "event": "Fine"}
    later = {"type": "identify", "userId": "u3", "traits": {"firstName": "Eve"}}
    visit = {"type": "track", "anonymousId": "a2", "event": "Visited"}
    assert post(shop.source, "batch", {"batch": [bad, fine, later, visit]}).status_code == 200
    settle(project)
    ada, eve = Customer.objects.order_by("pk")
    assert (ada.first_name, eve.first_name, holder("user_id", "u2")) == ("Ada", "Eve", None)
    assert set(events(workspace)) == {
        (ada.pk, "identified"), (ada.pk, "Fine"), (eve.pk, "identified"),
        (visitor_id(workspace.pk, "a2"), "Visited"),
    }  # fmt: skip
    assert dict(CatalogueEvent.objects.values_list("name", "count"))["Fine"] == 1
    assert SeenCall.objects.get(outcome="refused").reason == "failed"


def test_an_address_told_by_an_event_joins_the_company_of_its_domain(workspace: Workspace) -> None:
    values = {"name": "Acme", "domains": ["acme.example"]}
    acme = create_company(workspace=workspace, actor=SYSTEM, values=values)
    shop = Shop(workspace)
    shop.send("identify", userId="u1", traits={"email": "ada@mail.acme.example"})
    shop.send("identify", userId="u2", traits={"firstName": "Bano"})
    shop.send("identify", userId="u2", traits={"email": "bano@acme.example"})
    shop.send("identify", userId="u3", traits={"email": "carl@gmail.com"})
    held = dict(Customer.objects.values_list("external_id", "company_id"))
    assert held == {"u1": acme.pk, "u2": acme.pk, "u3": None}


def test_a_domain_in_a_group_call_takes_none_away(workspace: Workspace) -> None:
    values = {"name": "Acme", "domains": ["acme.example"]}
    acme = create_company(workspace=workspace, actor=SYSTEM, values=values)
    shop = Shop(workspace)
    traits = {"name": "Other", "domain": "acme.example"}
    shop.send("group", userId="u1", groupId="g1", traits=traits)
    other = Company.objects.get(external_id="g1")
    assert (other.domain, acme.domain) == ("", "acme.example")
    shop.send("group", userId="u1", groupId="g1", traits={"domain": "www.other.example"})
    other.refresh_from_db()
    assert other.domain == "other.example"

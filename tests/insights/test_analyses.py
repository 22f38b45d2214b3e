"""Analyses as people meet them: asked while they choose, saved, shared, exported, made audiences."""

import json
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from raabta.audiences.condition import conditions
from raabta.audiences.models import Audience
from raabta.audiences.queries import count, rule_of, sentence_of, uses_of
from raabta.customers.models import Customer
from raabta.insights.analysis import analyses, in_order
from raabta.insights.models import SavedAnalysis
from raabta.kernel import clock
from raabta.search.source import search_sources
from raabta.warehouse.preparing import prepared
from raabta.warehouse.warehouse_table import warehouse_tables
from raabta.web.insights.form import read
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import Role
from raabta.workspaces.services import create_user
from raabta.workspaces.workspace_export import workspace_exports
from tests.engines.world import full
from tests.insights.conftest import Shop

FUNNEL = {"steps.0.name": "Viewed", "steps.1.name": "Bought", "days": "30", "unit": "days"}
SAVED = {**FUNNEL, "name": "Checkout", "is_shared": "on"}
ASKED = {
    "funnel": FUNNEL,
    "retention": {"first.0.name": "Viewed", "back.0.name": "Bought", "unit": "day", "days": "9"},
    "trend": {"event.0.name": "Viewed", "unit": "day", "days": "9"},
    "paths": {"event.0.name": "Viewed", "days": "9"},
}


@pytest.fixture
def events(shop: Shop, workspace: Workspace) -> dict[str, Customer]:
    """Ada and Bob viewed, Ada bought an hour later, Cem only bought."""
    people = {name: shop.person(name) for name in ("Ada", "Bob", "Cem")}
    shop.move()
    day_ago = clock.now() - timedelta(days=1)
    told = [("Ada", "Viewed", 0), ("Bob", "Viewed", 0), ("Ada", "Bought", 1), ("Cem", "Bought", 1)]
    shape = warehouse_tables["event"].shape()
    rows = [
        full(
            shape,
            {
                "workspace_id": workspace.pk,
                "event_id": number,
                "customer_id": people[name].pk,
                "name": event,
                "occurred_at": (day_ago + timedelta(hours=hours)).replace(tzinfo=None),
                "received_at": day_ago.replace(tzinfo=None),
            },
        )
        for number, (name, event, hours) in enumerate(told, 1)
    ]
    prepared().append(shape, rows, batches=[])
    return people


@pytest.fixture
def page(owner: User, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def colleague(workspace: Workspace, role: Role) -> Client:
    user = create_user(email=f"{role}@shop.example", password="a-long-enough-pass")
    Membership.objects.create(workspace=workspace, user=user, role=role, joined_at=clock.now())
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("kind", list(ASKED))
def test_each_kind_is_asked_while_somebody_chooses(
    page: Client, events: dict[str, Customer], kind: str
) -> None:
    assert page.get(reverse("web:analyses:new", args=[kind])).status_code == 200
    answer = page.post(reverse("web:analyses:answer", args=[kind]), ASKED[kind])
    assert answer.status_code == 200
    assert "/analyses/people/" in answer.content.decode()
    empty = page.post(
        reverse("web:analyses:answer", args=[kind]),
        {name: value.replace("Viewed", "Flew") for name, value in ASKED[kind].items()},
    )
    assert "Nobody did this" in empty.content.decode()
    blank = page.post(reverse("web:analyses:answer", args=[kind]), {})
    assert "Choose" in blank.content.decode()


def test_an_analysis_is_saved_shown_exported_changed_and_deleted(
    page: Client, events: dict[str, Customer]
) -> None:
    assert page.post(reverse("web:analyses:new", args=["funnel"]), SAVED).status_code == 303
    saved = SavedAnalysis.objects.get()
    assert (saved.name, saved.kind, saved.is_shared) == ("Checkout", "funnel", True)
    assert saved.settings["steps"] == [{"name": "Viewed"}, {"name": "Bought"}]
    shown = page.get(reverse("web:analyses:show", args=[saved.pk])).content.decode()
    assert "Checkout" in shown
    assert "50%" in shown
    assert "Checkout" in page.get(reverse("web:analyses:index")).content.decode()
    assert (
        "Checkout" not in page.get(reverse("web:analyses:index") + "?kind=trend").content.decode()
    )
    sheet = page.get(reverse("web:analyses:csv", args=[saved.pk]))
    lines = b"".join(sheet.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1:3] == ["Everybody,1,Viewed,2,1.0,1.0", "Everybody,2,Bought,1,0.5,0.5"]
    changed = {**SAVED, "name": "Mine", "steps.2.name": "Viewed"}
    del changed["is_shared"]
    page.post(reverse("web:analyses:edit", args=[saved.pk]), changed)
    saved.refresh_from_db()
    assert (saved.name, saved.is_shared, len(saved.settings["steps"])) == ("Mine", False, 3)
    page.post(reverse("web:analyses:delete", args=[saved.pk]))
    assert not SavedAnalysis.objects.exists()


def test_the_people_of_a_number_become_an_audience_that_follows(
    page: Client, events: dict[str, Customer], workspace: Workspace
) -> None:
    settings = json.dumps({"steps": [{"name": "Viewed"}, {"name": "Bought"}], "days": 30})
    part = json.dumps({"step": 1, "outcome": "stopped"})
    shown = page.get(
        reverse("web:analyses:people", args=["funnel"]), {"settings": settings, "part": part}
    ).content.decode()
    assert "Bob" in shown
    assert "Ada" not in shown
    made = page.post(
        reverse("web:analyses:audience", args=["funnel"]), {"settings": settings, "part": part}
    )
    audience = Audience.objects.get()
    assert made.headers["Location"] == reverse("web:audiences:show", args=[audience.pk])
    assert count(workspace, rule_of(audience)) == 1
    assert "and then not “Bought”" in sentence_of(workspace, audience)
    page.post(
        reverse("web:analyses:audience", args=["funnel"]), {"settings": settings, "part": part}
    )
    assert Audience.objects.count() == 2
    edited = page.get(reverse("web:audiences:edit", args=[audience.pk]))
    assert edited.status_code == 200


@pytest.mark.parametrize(
    ("settings", "part"),
    [("", ""), ("{}", "{}"), ("[", "{}"), ('{"steps":[{"name":"A"},{"name":"B"}]}', '{"step":9}')],
)
def test_what_no_page_links_to_is_refused(page: Client, settings: str, part: str) -> None:
    address = reverse("web:analyses:people", args=["funnel"])
    assert page.get(address, {"settings": settings, "part": part}).status_code == 400
    assert page.get(reverse("web:analyses:new", args=["nothing"])).status_code == 404


def test_a_private_analysis_is_its_owners_alone(
    page: Client, events: dict[str, Customer], workspace: Workspace
) -> None:
    kept = {name: value for name, value in SAVED.items() if name != "is_shared"}
    page.post(reverse("web:analyses:new", args=["funnel"]), kept)
    saved = SavedAnalysis.objects.get()
    marketer = colleague(workspace, Role.MARKETER)
    for name in ("show", "csv", "edit"):
        assert marketer.get(reverse(f"web:analyses:{name}", args=[saved.pk])).status_code == 404
    assert "Checkout" not in marketer.get(reverse("web:analyses:index")).content.decode()
    assert marketer.post(reverse("web:analyses:delete", args=[saved.pk])).status_code == 404
    assert SavedAnalysis.objects.exists()
    SavedAnalysis.objects.update(is_shared=True)
    refused = marketer.post(reverse("web:analyses:edit", args=[saved.pk]), kept)
    assert refused.status_code == 422
    assert SavedAnalysis.objects.get().is_shared


def test_who_may_not_save_may_ask_all_the_same(
    events: dict[str, Customer], workspace: Workspace, page: Client
) -> None:
    seller = colleague(workspace, Role.SELLER)
    asked = seller.post(reverse("web:analyses:answer", args=["funnel"]), FUNNEL)
    assert "50%" in asked.content.decode()
    assert seller.post(reverse("web:analyses:new", args=["funnel"]), SAVED).status_code == 403
    assert not SavedAnalysis.objects.exists()
    page.post(reverse("web:analyses:new", args=["funnel"]), SAVED)
    saved = SavedAnalysis.objects.get()
    assert seller.get(reverse("web:analyses:csv", args=[saved.pk])).status_code == 403
    assert seller.post(reverse("web:analyses:delete", args=[saved.pk])).status_code == 403
    made = seller.post(reverse("web:analyses:audience", args=["funnel"]), {})
    assert made.status_code == 403
    assert not Audience.objects.exists()


def test_an_audience_knows_the_analyses_among_its_people(
    page: Client, events: dict[str, Customer], workspace: Workspace
) -> None:
    among = Audience.objects.create(
        workspace=workspace, name="All", rule={}, created_at=clock.now(), updated_at=clock.now()
    )
    page.post(reverse("web:analyses:new", args=["funnel"]), {**SAVED, "audience": str(among.pk)})
    settings = json.dumps({"steps": [{"name": "A"}, {"name": "B"}], "audience": among.pk})
    page.post(
        reverse("web:analyses:audience", args=["funnel"]),
        {"settings": settings, "part": '{"step":1}', "name": "Theirs"},
    )
    assert {use.label for use in uses_of(workspace, among)} == {"Checkout", "Theirs"}


def test_buttons_change_the_events(page: Client) -> None:
    address = reverse("web:analyses:new", args=["funnel"])
    typed = {**FUNNEL, "steps.0.filters.0.name": "color", "steps.0.filters.0.value": "red"}
    for deed, expected in (
        ("add:steps", 'name="steps.2.name"'),
        ("filter:steps.1", 'name="steps.1.filters.0.name"'),
        ("down:steps.0", 'name="steps.1.filters.0.value" value="red"'),
    ):
        shown = page.post(address, {**typed, "do": deed}, headers={"HX-Request": "true"})
        assert expected in shown.content.decode(), deed
    for deed in ("remove:steps.0", "unfilter:steps.0.0", "up:steps.9", "remove:steps", "x", "add:"):
        assert page.post(address, {**typed, "do": deed}).status_code == 200


def test_odd_posts_are_read_without_fuss(workspace: Workspace) -> None:
    for kind in in_order():
        read(kind, QueryDict("steps.99.name=x&event.0.filters.7.value=y&first.=1&steps.0.after=a"))


def test_ids_inside_are_called_otherwise_where_a_workspace_arrives() -> None:
    class There:
        def of(self, model: str, told: int) -> int | None:
            return {("audiences.Audience", 5): 50}.get((model, told))

        def origin(self, text: str) -> str:
            return text

    settings = {"steps": [{"name": "A"}, {"name": "B"}], "audience": 5}
    assert analyses["funnel"].moved(settings, There())["audience"] == 50
    assert analyses["funnel"].moved({**settings, "audience": 6}, There())["audience"] == 0
    params = {"analysis": "funnel", "settings": json.dumps(settings), "part": '{"step":1}'}
    moved = conditions["in_analysis"].moved(params, There())
    assert json.loads(moved["settings"])["audience"] == 50
    row = {"kind": "funnel", "settings": settings}
    (table,) = workspace_exports["insights"].tables
    table.incoming(row, There())
    assert row["settings"]["audience"] == 50


def test_a_shared_analysis_is_found_by_its_name(page: Client, workspace: Workspace) -> None:
    page.post(reverse("web:analyses:new", args=["funnel"]), SAVED)
    saved = SavedAnalysis.objects.get()
    source = search_sources["analyses"]()
    assert [hit.label for hit in source.hits(workspace, [saved.pk])] == ["Checkout"]
    SavedAnalysis.objects.update(is_shared=False)
    assert source.hits(workspace, [saved.pk]) == []

"""The builder's page without JavaScript: buttons post the form, and nothing breaks it."""

import json
import re

import pytest
from django.http import HttpResponse
from django.test import Client

from raabta.audiences.condition import conditions
from raabta.audiences.models import Audience
from raabta.customers.attribute_kind import attribute_kinds
from raabta.customers.services.attributes import define_attribute
from raabta.objects.services.household import make_household
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import Role
from tests.audiences.conftest import Shop, city

NEW = "/audiences/new"
LAHORE = {
    "r.0~key": "attribute_text",
    "r.0~field": "city",
    "r.0~operator": "is",
    "r.0~value": "Lahore",
}
DHAKA = {key.replace("r.0", "r.1"): value for key, value in LAHORE.items()} | {"r.1~value": "Dhaka"}
BASE = {"name": "Ours", "r~match": "all"}
LAHORE_FIELD, DHAKA_FIELD = (f'value="{name}"' for name in ("Lahore", "Dhaka"))


def keys(answer: HttpResponse) -> dict[str, str]:
    """The conditions and groups on the page by their place."""
    text = answer.content.decode()
    found = re.findall(r'name="(r[.0-9]*)~key" value="(\w+)"', text)
    groups = re.findall(r'<select[^>]*name="(r[.0-9]*)~match"', text)
    return dict.fromkeys(groups, "group") | dict(found)


def do(page: Client, deed: str, **fields: str) -> HttpResponse:
    answer = page.post(NEW, {**BASE, **LAHORE, **DHAKA, **fields, "do": deed})
    assert answer.status_code == 200
    assert Audience.objects.count() == 0
    return answer


@pytest.fixture(autouse=True)
def own_fields(workspace: Workspace) -> None:
    """A custom field of each kind, for some conditions are of one kind only."""
    for kind in attribute_kinds:
        values = {"label": f"My {kind}", "kind": kind, "choices": ["red", "blue"]}
        define_attribute(workspace=workspace, actor=SYSTEM, values=values)
    make_household(workspace=workspace, actor=SYSTEM)


def test_the_empty_page_offers_every_condition(shop: Shop, page: Client) -> None:
    answer = page.get(NEW)
    assert keys(answer) == {"r": "group"}
    for key in conditions:
        assert f'value="{key}|' in answer.content.decode(), key


@pytest.mark.parametrize("key", sorted(conditions))
def test_every_condition_can_be_added_and_drawn(shop: Shop, page: Client, key: str) -> None:
    text = page.get(NEW).content.decode()
    choice = re.search(rf'<option value="({key}\|[^"]*)"', text)
    assert choice
    picked = choice[1].replace("&quot;", '"')
    answer = do(page, "add:r", **{"r~pick": picked})
    assert keys(answer)["r.2"] == key
    drawn = answer.content.decode()
    assert [word for word in ("Undefined", "{{", "{%", ">None<") if word in drawn] == []


def test_values_of_a_list_stand_one_in_a_line(
    shop: Shop, page: Client, workspace: Workspace
) -> None:
    define_attribute(workspace=workspace, actor=SYSTEM, values={"label": "Free", "kind": "list"})
    fields = {"r.2~key": "attribute_list", "r.2~field": "attributes.free"}
    drawn = do(page, "redraw", **fields, **{"r.2~values": "tea\ncopper <pots>"}).content.decode()
    assert "tea\ncopper &lt;pots&gt;</textarea>" in drawn


def test_buttons_add_groups_remove_and_move(shop: Shop, page: Client) -> None:
    before = {"r": "group", "r.0": "attribute_text", "r.1": "attribute_text"}
    assert keys(do(page, "group:r")) == {**before, "r.2": "group"}
    assert keys(do(page, "remove:r.0")) == {"r": "group", "r.0": "attribute_text"}
    down = do(page, "down:r.0").content.decode()
    assert down.index(DHAKA_FIELD) < down.index(LAHORE_FIELD)
    up = do(page, "up:r.0").content.decode()
    assert up.index(LAHORE_FIELD) < up.index(DHAKA_FIELD)
    moved = do(page, "move:r.1:r.2:0", **{"r.2~match": "any"})
    assert keys(moved) == {**before, "r.1": "group", "r.1.0": "attribute_text"}
    out = do(page, "move:r.2.0:r:0", **{"r.2~match": "any", "r.2.0~key": "tag"})
    assert keys(out) == {**before, "r.0": "tag", "r.2": "attribute_text", "r.3": "group"}


def test_what_was_typed_stays_while_buttons_are_pressed(shop: Shop, page: Client) -> None:
    text = do(page, "group:r", description="For the sale").content.decode()
    assert 'value="Ours"' in text
    assert "For the sale" in text
    assert 'value="Lahore"' in text


def test_filters_of_an_event_come_and_go(shop: Shop, page: Client) -> None:
    event = {"r.2~key": "event", "r.2~name": "Viewed"}
    more = do(page, "filter:r.2", **event).content.decode()
    assert "r.2~filters.0.name" in more
    filled = {"r.2~filters.0.name": "color", "r.2~filters.0.value": "red"}
    less = do(page, "unfilter:r.2:0", **event, **filled).content.decode()
    assert "filters.0.name" not in less


def test_a_condition_with_a_field_called_match_is_no_group(shop: Shop, page: Client) -> None:
    bought = {"key": "bought", "by": "sku", "match": "contains", "values": "A1"}
    answer = page.post(NEW, {**BASE, **{f"r.0~{name}": v for name, v in bought.items()}})
    assert answer.status_code == 303
    (item,) = Audience.objects.get().rule["items"]
    assert (item["key"], item["params"]["values"]) == ("bought", ["A1"])


ODD = [
    "add:r", "add:r.9", "add:r.²", "add:", "group:r.0", "group:r.9", "remove:r", "remove:r.99",
    "remove:r.²", "remove:r." + "9" * 5000, "up:r.0", "down:r.1", "move:r.0:r.0:0",
    "move:r.0:r:²", "move:r.0", "move:r.0:r:99", "filter:r.0", "filter:r", "unfilter:r.0:0",
    "unfilter:r.0:²", "nonsense", ":::", "\x00",
]  # fmt: skip


@pytest.mark.parametrize("deed", ODD)
def test_deeds_that_fit_nothing_change_nothing_and_break_nothing(
    shop: Shop, page: Client, deed: str
) -> None:
    answer = do(page, deed, **{"r~pick": "nonsense|{"})
    assert len(keys(answer)) >= 3


@pytest.mark.parametrize("written", ["{", "[1]", "3", "null", '{"field": [1]}', '{"values": 5}'])
def test_settings_of_a_choice_that_are_not_ours_break_nothing(
    shop: Shop, page: Client, written: str
) -> None:
    answer = do(page, "add:r", **{"r~pick": f"attribute_text|{written}"})
    assert keys(answer)["r.2"] == "attribute_text"


def test_a_rule_is_saved_shown_changed_and_counted(shop: Shop, page: Client) -> None:
    shop.people("Lahore", "Lahore", "Dhaka")
    answer = page.post(NEW, {**BASE, **LAHORE})
    made = Audience.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/audiences/{made.pk}")
    assert [item["key"] for item in made.rule["items"]] == ["attribute_text"]
    shown = page.get(answer.headers["Location"]).content.decode()
    assert "their city is “Lahore”" in shown
    made.refresh_from_db()
    assert made.last_count == 2
    page.post(f"/audiences/{made.pk}/edit", {**BASE, "name": "Others", **LAHORE, **DHAKA})
    made.refresh_from_db()
    assert (made.name, len(made.rule["items"])) == ("Others", 2)


def test_a_group_may_ask_for_some_of_its_conditions(shop: Shop, page: Client) -> None:
    shop.people("Lahore", "Dhaka", "Leeds")
    drawn = do(page, "redraw", **{"r~match": "some"}).content.decode()
    assert 'name="r~least" value="2"' in drawn
    page.post(NEW, {**BASE, "r~match": "some", "r~least": "1", **LAHORE, **DHAKA})
    made = Audience.objects.get()
    assert (made.rule["match"], made.rule["least"]) == ("some", 1)
    assert "at least 1 of this is true" in page.get(f"/audiences/{made.pk}").content.decode()
    made.refresh_from_db()
    assert made.last_count == 2


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": "", **LAHORE}, "This field is required"),
        ({"name": "x" * 121, **LAHORE}, "at most 120"),
        ({**LAHORE, "r.0~value": ""}, "Some conditions are not complete"),
        ({**LAHORE, "r.0~operator": "nonsense"}, "Choose or enter a value."),
        ({"r~match": "most", **LAHORE}, "A group matches all, any, some or none."),
        ({"r~match": "some", "r~least": "2", **LAHORE}, "from 1 to 1"),
        ({"r~match": "some", "r~least": "²", **LAHORE}, "from 1 to 1"),
        ({"r.0~key": "no_such_condition"}, "not available any more"),
        ({"r.0~key": "order_count", "r.0~amount": "many"}, "Enter a number."),
        ({"r.0~key": "order_count", "r.0~amount": "1e999"}, "Enter a number"),
        ({"r.0~key": "in_audience", "r.0~audience": "²"}, "Enter a number."),
        ({"r.0~key": "random_share", "r.0~percent": "200"}, "Enter a number of at most 100."),
        (
            {"r.0~key": "event", "r.0~name": "V", "r.0~span": "between", "r.0~start": "soon"},
            "Enter a date.",
        ),
        (
            {
                "r.0~key": "event",
                "r.0~name": "V",
                "r.0~filters.0.name": "size",
                "r.0~filters.0.operator": "at_least",
                "r.0~filters.0.value": "1e999999",
            },
            "Enter a number.",
        ),
    ],
)
def test_bad_input_is_told_and_nothing_is_saved(
    shop: Shop, page: Client, fields: dict[str, str], told: str
) -> None:
    answer = page.post(NEW, {**BASE, **fields})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Audience.objects.exists()


def test_too_many_conditions_and_too_deep_groups_are_refused(shop: Shop, page: Client) -> None:
    many = {
        f"r.{n}~{name}": value
        for n in range(51)
        for name, value in (("key", "order_count"), ("amount", "1"))
    }
    assert "at most 50 conditions" in page.post(NEW, {**BASE, **many}).content.decode()
    deep = {f"r{'.0' * n}~match": "any" for n in range(1, 6)}
    assert "nested 5 deep" in page.post(NEW, {**BASE, **deep}).content.decode()
    assert not Audience.objects.exists()


def test_a_name_is_used_once(shop: Shop, page: Client) -> None:
    shop.audience("Ours")
    answer = page.post(NEW, {**BASE, **LAHORE})
    assert (answer.status_code, Audience.objects.count()) == (422, 1)
    assert "Another audience is called “Ours”." in answer.content.decode()


def test_who_may_only_look_sees_no_builder_and_saves_nothing(
    shop: Shop, page: Client, owner: User
) -> None:
    audience = shop.audience("Lahore", city("Lahore"))
    Membership.objects.filter(user=owner).update(role=Role.ANALYST)
    assert page.get(f"/audiences/{audience.pk}").status_code == 200
    before = json.dumps(Audience.objects.get().rule)
    for url in (NEW, f"/audiences/{audience.pk}/edit", f"/audiences/{audience.pk}/delete"):
        assert page.post(url, {**BASE, **DHAKA}).status_code == 403
    assert json.dumps(Audience.objects.get().rule) == before

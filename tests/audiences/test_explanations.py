"""Why somebody is in or not: the answers agree with who is in, for every kind of condition."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from raabta.audiences.condition import conditions
from raabta.audiences.models import Audience
from raabta.audiences.queries import Line, explain, member_ids, suggestions
from raabta.audiences.rules import parse
from raabta.customers.models import AttributeDefinition, Customer
from raabta.customers.sensitive import MASK
from raabta.kernel import clock
from raabta.search.services import index_marked
from raabta.warehouse.preparing import prepared
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in
from tests.audiences.conftest import Shop, city, group, inside
from tests.engines.cases import Case, every_case
from tests.engines.world import NOW, WORKSPACE, a_world

EACH = 2  # cases of each condition, and people on either side of it


@pytest.fixture(scope="module")
def cases() -> dict[str, list[Case]]:
    found = defaultdict(list)
    for case in every_case():
        found[case[0]].append(case)
    return found


@pytest.fixture
def world(db: None) -> Iterator[Workspace]:
    """The made-up world of the engines' tests, in the warehouse that the product asks."""
    a_world(1, people=150).load(prepared())
    made = Workspace(pk=WORKSPACE, name="World", slug="world", time_zone="Asia/Karachi")
    made.currency, made.created_at = "PKR", NOW
    made.save()
    with working_in(made), clock.turned_to(NOW):
        yield made
    prepared().clear()


def members(workspace: Workspace, rule: dict[str, Any]) -> set[int]:
    return {pk for ids in member_ids(workspace, parse(rule)) for pk in ids}


def agrees(workspace: Workspace, rule: dict[str, Any]) -> None:
    everybody, within = members(workspace, group("all")), members(workspace, rule)
    for side in (within, everybody - within):
        for pk in sorted(side)[:EACH]:
            line = explain(workspace, parse(rule), pk)
            assert line
            assert line.holds == (pk in within), (rule, pk)
            assert holds_together(line), (rule, pk)


def holds_together(line: Line) -> bool:
    """A group's answer follows from those of its items."""
    if line.match is None or not line.lines:
        return True
    answers = [one.holds for one in line.lines]
    follows = {"all": all(answers), "any": any(answers), "none": not any(answers)}
    return line.holds == follows[line.match] and all(map(holds_together, line.lines))


@pytest.mark.parametrize("key", sorted(set(conditions) - {"in_audience"}))
def test_the_explanation_agrees_with_membership(
    world: Workspace, cases: dict[str, list[Case]], key: str
) -> None:
    mine = cases[key]
    for case in (mine[0], mine[len(mine) // 2])[:EACH]:
        item = {"key": case[0], "params": case[1]}
        agrees(world, group("all", item))
        agrees(world, group("none", item))


def test_the_explanation_of_an_audience_inside_agrees_too(world: Workspace) -> None:
    inner = Audience.objects.create(
        workspace=world,
        name="Inner",
        rule=group("any", city("Lahore"), city("Karachi")),
        created_at=NOW,
        updated_at=NOW,
    )
    for operator in ("in", "not_in"):
        agrees(world, group("all", inside(inner.pk, operator), city("", "not_empty")))


def test_an_explanation_tells_what_was_seen_and_where(shop: Shop) -> None:
    lahore, dhaka = shop.people("Lahore", "Dhaka")
    rule = parse(group("all", city("Lahore"), group("none", city("Dhaka"), city("Leeds"))))
    found, other = explain(shop.workspace, rule, lahore), explain(shop.workspace, rule, dhaka)
    assert found
    assert other
    assert (found.path, found.holds, other.holds) == ("", True, False)
    first, second = other.lines
    assert (first.path, first.text, first.holds) == ("0", "their city is “Lahore”", False)
    assert list(first.seen.values()) == ["Dhaka"]
    assert [(one.path, one.holds) for one in second.lines] == [("1.0", True), ("1.1", False)]


def test_somebody_unknown_to_the_warehouse_has_no_explanation(shop: Shop) -> None:
    (pk,) = shop.people("Lahore")
    assert explain(shop.workspace, parse(group("all")), pk + 1) is None


def test_the_page_finds_people_and_explains_them(shop: Shop, page: Client) -> None:
    lahore, dhaka = shop.people("Lahore", "Dhaka")
    while index_marked():
        pass
    audience = shop.audience("Loyal", city("Lahore"))
    url = reverse("web:audiences:explain", args=[audience.pk])
    assert "Person 2" in page.get(f"{url}?q=Person").content.decode()
    within = page.get(f"{url}?customer={lahore}").content.decode()
    without = page.get(f"{url}?customer={dhaka}").content.decode()
    assert "their city is “Lahore”" in within
    assert "Dhaka" in without
    assert within != without
    for odd in ("²", "9" * 30, "-1", "abc"):
        assert page.get(url, {"customer": odd}).status_code in {200, 404}, odd
    assert page.get(url, {"customer": dhaka + 1}).status_code == 404


def test_sensitive_values_are_neither_explained_nor_suggested(shop: Shop) -> None:
    AttributeDefinition.objects.create(
        workspace=shop.workspace, subject="customer", key="illness", label="Illness", kind="text",
        is_sensitive=True,
    )  # fmt: skip
    (pk,) = shop.people("Lahore")
    Customer.objects.filter(pk=pk).update(attributes={"illness": "diabetes"})
    shop.tell([pk])
    params = {"field": "attributes.illness", "operator": "is", "value": "diabetes"}
    line = explain(shop.workspace, parse({"key": "attribute_text", "params": params}), pk)
    assert line
    assert line.holds
    assert set(line.seen.values()) == {MASK}
    asked = {"key": "attribute_text", "field": "value", "params": params}
    assert not suggestions(shop.workspace, **asked, typed="", asker="test")

"""Places inside free-form attributes: seen, asked about, computed with, written into mails."""

from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.test import Client

from raabta.audiences import queries as audiences
from raabta.audiences.question import Question
from raabta.audiences.rules import parse, sentence
from raabta.content.checks.words import known_fields
from raabta.content.personalisation.person import Person
from raabta.customers.formulas.formula_set import FormulaSet
from raabta.customers.formulas.records import CUSTOMER
from raabta.customers.formulas.syntax import parse as formula
from raabta.customers.json_paths import Seen, value_at
from raabta.customers.models import AttributeDefinition, AttributePath
from raabta.customers.services.attributes import define_attribute
from raabta.customers.services.paths import look_at, request_look
from raabta.customers.services.people import create_customer
from raabta.kernel import jobs
from raabta.web.customers.filters import read_filters
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import Role

ADA = {"size": 42, "shoes": {"brand": "Bata", "new": True}, "likes": ["red"], "on": "2026-02-01"}
BOB = {"size": 38, "shoes": {"brand": "Servis"}, "orders": [{"sku": "A"}, {"sku": "B"}]}


@pytest.fixture
def prefs(workspace: Workspace) -> AttributeDefinition:
    values = {"key": "prefs", "label": "Preferences", "kind": "json"}
    made = define_attribute(workspace=workspace, actor=SYSTEM, values=values)
    for name, held in (("ada", ADA), ("bob", BOB)):
        given = {"email": f"{name}@shop.example", "attributes.prefs": held}
        create_customer(workspace=workspace, actor=SYSTEM, values=given)
    look_at(workspace=workspace, definition=made)
    return made


def test_places_are_found_with_their_types() -> None:
    seen = Seen()
    for value in (ADA, BOB, {"size": "L", "a.b": 1, "gone": None}, [1], "text"):
        seen.add(value)
    assert seen.rows() == [
        ("likes", "list", 1),
        ("on", "date", 1),
        ("orders", "object", 1),
        ("orders[].sku", "text", 1),
        ("shoes", "object", 2),
        ("shoes.brand", "text", 2),
        ("shoes.new", "boolean", 1),
        ("size", "text", 3),  # once a number, once a text
    ]
    assert value_at(ADA, "shoes.brand") == "Bata"
    assert value_at(ADA, "likes.red") is None


def test_the_page_shows_places_and_looks_again(
    client: Client, owner: User, workspace: Workspace, prefs: AttributeDefinition
) -> None:
    client.force_login(owner)
    at = f"/settings/attributes/{prefs.pk}/paths"
    page = client.get(at).content.decode()
    assert "prefs.shoes.brand" in page
    assert "Bata" in page
    assert "What is inside" in client.get("/settings/attributes/").content.decode()
    AttributePath.objects.all().delete()
    assert client.post(f"{at}/look").status_code == 303
    assert jobs.run_next([jobs.DEFAULT])
    assert AttributePath.objects.get(path="size").seen_in == 2
    Membership.objects.update(role=Role.ANALYST)
    assert client.get(at).status_code == 200
    assert client.post(f"{at}/look").status_code == 403


def test_one_look_at_a_time(workspace: Workspace, prefs: AttributeDefinition) -> None:
    first = request_look(workspace=workspace, actor=SYSTEM)
    assert request_look(workspace=workspace, actor=SYSTEM).pk == first.pk


@pytest.mark.parametrize(
    ("key", "params", "who"),
    [
        ("attribute_text", {"field": "attributes.prefs.shoes.brand", "value": "bata"}, ["ada"]),
        ("attribute_number", {"field": "attributes.prefs.size", "amount": 40}, ["ada"]),
        ("attribute_flag", {"field": "attributes.prefs.shoes.new"}, ["ada"]),
        ("attribute_list", {"field": "attributes.prefs.likes", "values": ["red"]}, ["ada"]),
        (
            "attribute_date",
            {"field": "attributes.prefs.on", "operator": "before", "start": "2026-03-01"},
            ["ada"],
        ),
    ],
)
def test_audiences_ask_about_places(
    workspace: Workspace,
    prefs: AttributeDefinition,
    project: Callable[[], None],
    key: str,
    params: dict[str, object],
    who: list[str],
) -> None:
    project()
    rule = parse({"match": "all", "items": [{"key": key, "params": params}]})
    assert audiences.people(workspace, rule, limit=9).total == len(who)
    asked = Question(workspace)
    assert "preferences › " in sentence(rule, asked)
    offered = [one.params for one in type(rule.items[0]).choices(asked)]  # type: ignore[union-attr]
    assert {"field": params["field"]} in offered


def test_the_list_filters_by_places(
    workspace: Workspace, prefs: AttributeDefinition, project: Callable[[], None]
) -> None:
    project()
    found = read_filters(workspace, QueryDict("a.prefs.size=42&a.prefs.shoes.brand=bat"))
    assert found.count == 2
    assert audiences.people(workspace, found.rule, limit=9).total == 1


def test_formulas_read_places(workspace: Workspace, prefs: AttributeDefinition) -> None:
    values = {
        "key": "fit",
        "label": "Fit",
        "kind": "text",
        "formula": "if(prefs.size >= 40, prefs.shoes.brand, 'small')",
    }
    define_attribute(workspace=workspace, actor=SYSTEM, values=values)
    formulas = FormulaSet(workspace, CUSTOMER)
    columns = dict.fromkeys(formulas.names.columns, "")
    assert formulas.computed(columns, {"prefs": ADA})["fit"] == "Bata"
    assert formulas.computed(columns, {"prefs": BOB})["fit"] == "small"
    assert formulas.computed(columns, {"prefs": {"size": "tall"}})["fit"] == "small"  # no number
    assert formulas.names.kind_of("prefs.nothing") is None
    assert formulas.names.kind_of("prefs.orders") == ""
    assert formula("attributes.prefs.size + 1")


def test_mails_name_places(workspace: Workspace, prefs: AttributeDefinition) -> None:
    assert ("person", "attributes", "prefs", "shoes", "brand") in known_fields(workspace)
    fields = {one.key: one.kind for one in Person().fields(workspace)}
    assert fields["attributes.prefs.size"] == "number"
    assert "attributes.prefs.orders" not in fields

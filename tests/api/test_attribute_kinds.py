"""Every kind of attribute, on every way in and out."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from raabta.audiences.queries import count
from raabta.audiences.rules import parse
from raabta.content.personalisation.person import Person
from raabta.customers.attribute_kind import BadRules, attribute_kinds, kinds
from raabta.customers.attributes import InvalidValue, exported, parse_value, value_as_text
from raabta.customers.models import AttributeDefinition, Customer
from raabta.customers.services.attributes import define_attribute
from raabta.customers.services.people import create_customer
from raabta.kernel import jobs
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import User, Workspace
from tests.api.conftest import Program
from tests.customers.importing import counted, imported

# kind -> what somebody writes, what is kept
GIVEN: dict[str, tuple[Any, Any]] = {
    "text": ("Zainab", "Zainab"),
    "number": ("1,250.5", 1250.5),
    "date": ("2026-03-31", "2026-03-31"),
    "moment": ("2026-03-31 14:30+05:00", "2026-03-31T09:30:00Z"),
    "boolean": ("yes", True),
    "choice": ("red", "Red"),
    "choices": ("red; Blue", ["Red", "Blue"]),
    "list": ("blue; red", ["blue", "red"]),
    "money": ("PKR 1,250.50", {"minor": 125_050, "currency": "PKR"}),
    "phone": ("+92 300 1234567", "+923001234567"),
    "email": ("Zainab@Mail.Example", "zainab@mail.example"),
    "url": ("shop.example/a?b=1", "https://shop.example/a?b=1"),
    "place": ("24.86, 67.01", {"lat": 24.86, "lon": 67.01}),
    "json": ('{"a": {"b": [1, 2]}}', {"a": {"b": [1, 2]}}),
}
CONDITIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "text": ("attribute_text", {"operator": "is", "value": "zainab"}),
    "number": ("attribute_number", {"operator": "exactly", "amount": 1250.5}),
    "date": ("attribute_date", {"operator": "on", "start": "2026-03-31"}),
    "moment": ("attribute_date", {"operator": "on", "start": "2026-03-31"}),
    "boolean": ("attribute_flag", {"operator": "yes"}),
    "choice": ("attribute_choice", {"values": ["Red"]}),
    "choices": ("attribute_list", {"operator": "all", "values": ["Red", "Blue"]}),
    "list": ("attribute_list", {"operator": "any", "values": ["red"]}),
    "money": ("attribute_number", {"operator": "between", "amount": 1250, "upper": 1251}),
    "phone": ("attribute_text", {"operator": "ends", "value": "4567"}),
    "email": ("attribute_text", {"operator": "contains", "value": "mail.example"}),
    "place": ("attribute_place", {"place": "24.9, 67.0", "distance": 10}),
    "url": ("attribute_text", {"operator": "starts", "value": "https://shop"}),
}


def defined(workspace: Workspace, kind: str, **more: Any) -> AttributeDefinition:
    choices = ["Red", "Blue"] if attribute_kinds[kind].choices == "must" else []
    values = {"label": "It", "key": "it", "kind": kind, "choices": choices, **more}
    return define_attribute(workspace=workspace, actor=SYSTEM, values=values)


def test_every_kind_is_tried() -> None:
    assert {one.key for one in kinds()} == GIVEN.keys()


@pytest.mark.parametrize("kind", GIVEN)
def test_each_kind_reads_back_what_it_writes(workspace: Workspace, kind: str) -> None:
    definition, (raw, kept) = defined(workspace, kind), GIVEN[kind]
    value = parse_value(definition, raw)
    assert value == kept
    assert type(value) is type(kept)
    assert parse_value(definition, value_as_text(definition, value)) == kept
    assert parse_value(definition, value) == kept
    assert parse_value(definition, exported(definition, value)) == kept


@pytest.mark.parametrize("kind", GIVEN)
def test_each_kind_goes_through_pages_api_and_import(
    workspace: Workspace, owner: User, api: Program, kind: str
) -> None:
    defined(workspace, kind)
    raw, kept = GIVEN[kind]
    client = Client()
    client.force_login(owner)
    written: Any = ["Red", "Blue"] if kind == "choices" else raw
    answer = client.post("/customers/new", {"first_name": "Page", "attributes.it": written})
    assert answer.status_code == 303
    made = api.post("/customers", {"first_name": "Program", "attributes": {"it": kept}})
    assert made.status_code == 201, made.data
    assert made.data["attributes"] == {"it": kept}
    columns = {"0": "first_name", "1": "external_id", "2": "attribute:it"}
    imported(
        workspace, csv_of(["first_name", "id", "it"], ["File", "F1", str(raw)]), mapping=columns
    )
    found = dict(Customer.objects.values_list("first_name", "attributes"))
    assert found == {name: {"it": kept} for name in ("Page", "Program", "File")}
    for customer in Customer.objects.all():
        page = client.get(f"/customers/{customer.pk}")
        assert page.status_code == 200
        edit = client.get(f"/customers/{customer.pk}/edit")
        assert edit.status_code == 200
    assert client.get("/customers/?columns=name&columns=attributes.it").status_code == 200
    assert client.get("/settings/attributes/").status_code == 200


@pytest.mark.parametrize("kind", CONDITIONS)
def test_audiences_ask_about_each_kind(
    workspace: Workspace, project: Callable[[], None], kind: str
) -> None:
    definition, (raw, _kept) = defined(workspace, kind), GIVEN[kind]
    for name, value in (("Yes", parse_value(definition, raw)), ("No", None)):
        create_customer(
            workspace=workspace,
            actor=SYSTEM,
            values={"first_name": name, "attributes.it": value},
        )
    project()
    key, params = CONDITIONS[kind]
    item = {"key": key, "params": {"field": "attributes.it", **params}}
    assert count(workspace, parse({"match": "all", "items": [item]})) == 1


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("moment", "yesterday"),
        ("moment", "0001-01-01T00:00+14:00"),
        ("money", "12,50 rupees"),
        ("money", "USD 5"),
        ("money", {"minor": True}),
        ("money", "1e99"),
        ("phone", "12ab"),
        ("email", "zainab@"),
        ("url", "javascript:alert(1)"),
        ("url", "https://"),
        ("url", "https://a.example/<script>"),
        ("place", "95, 10"),
        ("place", {"lat": "x", "lon": 1}),
        ("place", "here"),
        ("json", "{"),
        ("json", '"text"'),
        ("json", "[NaN]"),
        ("json", "[" * 5000),
        ("json", {"a": "x" * 9000}),
        ("choices", "Green"),
        ("text", {"a": 1}),
    ],
)
def test_what_is_no_value_is_refused(workspace: Workspace, kind: str, raw: Any) -> None:
    with pytest.raises(InvalidValue, match="It"):
        parse_value(defined(workspace, kind), raw)


@pytest.mark.parametrize(
    ("kind", "rules", "good", "bad"),
    [
        ("number", {"least": 1, "most": 5}, "5", "5.1"),
        ("number", {"least": 0}, "0", "-1"),
        ("text", {"longest": 3}, "abc", "abcd"),
        ("text", {"pattern": "[A-Z]{2}[0-9]+"}, "AB1", "AB1x"),
        ("text", {"pattern": "(a+)+b"}, "aab", "a" * 2000),
        ("date", {"earliest": "2026-01-01", "latest": "2026-12-31"}, "2026-05-01", "2027-01-01"),
        ("money", {"currency": "GBP", "most": 10}, "GBP 10", "10.01"),
        ("list", {"most_items": 1}, "a", "a; b"),
    ],
)
def test_limits_are_obeyed_by_program_and_file(
    workspace: Workspace, api: Program, kind: str, rules: dict[str, Any], good: str, bad: str
) -> None:
    defined(workspace, kind, rules=rules)
    fine = api.post("/customers", {"external_id": "A", "attributes": {"it": good}})
    assert fine.status_code == 201
    refused = api.post("/customers", {"external_id": "B", "attributes": {"it": bad}})
    assert refused.status_code == 422
    assert refused.data["errors"][0]["where"] == "body.attributes.it"
    columns = {"0": "external_id", "1": "attribute:it"}
    row = imported(workspace, csv_of(["id", "it"], ["C", good], ["D", bad]), mapping=columns)
    assert set(Customer.objects.values_list("external_id", flat=True)) == {"A", "C"}
    assert counted(row)["rejected"] == 1


@pytest.mark.parametrize(
    ("kind", "rules", "field"),
    [
        ("number", {"least": 5, "most": 1}, "most"),
        ("number", {"least": "many"}, "least"),
        ("text", {"pattern": "("}, "pattern"),
        ("text", {"longest": 0}, "longest"),
        ("date", {"earliest": "2026-02-01", "latest": "2026-01-01"}, "latest"),
        ("money", {"currency": "rupees"}, "currency"),
    ],
)
def test_limits_that_cannot_be_are_refused(
    workspace: Workspace, kind: str, rules: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadRules) as caught:
        defined(workspace, kind, rules=rules)
    assert caught.value.field == field
    assert not AttributeDefinition.objects.exists()


def test_the_page_keeps_and_shows_limits(workspace: Workspace, owner: User) -> None:
    client = Client()
    client.force_login(owner)
    sent = {"label": "Size", "subject": "customer", "kind": "number", "rule.number.least": "3"}
    bad = client.post("/settings/attributes/new", {**sent, "rule.number.most": "1"})
    assert bad.status_code == 422
    assert "upper limit" in bad.content.decode()
    assert client.post("/settings/attributes/new", sent).status_code == 303
    definition = AttributeDefinition.objects.get()
    assert definition.rules == {"least": 3.0}
    shown = client.get(f"/settings/attributes/{definition.pk}").content.decode()
    assert 'name="rule.number.least" value="3.0"' in shown


def test_mails_write_money_and_places_as_text(workspace: Workspace) -> None:
    value = parse_value(defined(workspace, "money"), "1250.5")
    person = create_customer(
        workspace=workspace, actor=SYSTEM, values={"first_name": "A", "attributes.it": value}
    )
    data = Person().data(workspace, [person.pk])
    assert data[person.pk]["attributes"] == {"it": "1250.50 PKR"}


def csv_of(*rows: list[str]) -> bytes:
    file = StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def test_programs_define_change_and_archive_attributes(api: Program) -> None:
    body = {"label": "Size", "kind": "number", "rules": {"least": 3}}
    made = api.post("/attributes", body)
    assert made.status_code == 201, made.data
    assert (made.data["key"], made.data["rules"]) == ("size", {"least": 3.0})
    assert api.post("/attributes", body).status_code == 409
    address = f"/attributes/{made.data['id']}"
    changed = api.patch(address, {"rules": {"least": 1, "most": 9}, "is_archived": True})
    assert changed.data["rules"] == {"least": 1.0, "most": 9.0}
    assert changed.data["archived_at"]
    assert api.patch(address, {"rules": {"least": 10, "most": 9}}).status_code == 422
    assert api.get(address).data["rules"] == {"least": 1.0, "most": 9.0}
    assert api.get("/attributes?is_archived=false").data["data"] == []
    assert api.post("/attributes", {"label": "It", "kind": "riddle"}).status_code == 422
    assert api.post("/attributes", {"label": "It", "kind": "choice"}).status_code == 422
    assert AttributeDefinition.objects.count() == 1


def test_who_may_not_define_attributes_changes_nothing(
    workspace: Workspace, program_with: Callable[..., Program], stranger: Program
) -> None:
    held = defined(workspace, "number")
    reader = program_with("customers.view", "customers.edit")
    assert reader.post("/attributes", {"label": "Size", "kind": "number"}).status_code == 403
    assert reader.patch(f"/attributes/{held.pk}", {"label": "Other"}).status_code == 403
    assert stranger.patch(f"/attributes/{held.pk}", {"label": "Other"}).status_code == 404
    assert list(AttributeDefinition.objects.values_list("label", flat=True)) == ["It"]


def test_what_is_inside_a_free_form_attribute(
    api: Program, program_with: Callable[..., Program], stranger: Program, workspace: Workspace
) -> None:
    made = api.post("/attributes", {"label": "Preferences", "key": "prefs", "kind": "json"}).data
    prefs = {"prefs": {"shoes": {"size": 42}}}
    assert (
        api.post("/customers", {"email": "a@shop.example", "attributes": prefs}).status_code == 201
    )
    at = f"/attributes/{made['id']}/paths"
    assert api.get(at).data == []
    assert program_with("customers.view").post(at, None).status_code == 403
    assert stranger.get(at).status_code == 404
    assert api.post(at, None).status_code == 202
    assert jobs.run_next([jobs.DEFAULT])
    found = {one["path"]: (one["kind"], one["seen_in"], one["samples"]) for one in api.get(at).data}
    assert found["attributes.prefs.shoes.size"] == ("number", 1, ["42"])
    plain = api.post("/attributes", {"label": "Size", "kind": "number"}).data
    assert api.get(f"/attributes/{plain['id']}/paths").status_code == 422

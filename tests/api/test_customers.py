from collections.abc import Callable

import pytest

from raabta.customers.models import (
    AttributeDefinition,
    ConsentRecord,
    Customer,
    CustomerChange,
    Identity,
)
from raabta.customers.services.attributes import define_attribute
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.api.conftest import Program


def made(api: Program, **body: object) -> dict:
    answer = api.post("/customers", {"first_name": "Zainab", **body})
    assert answer.status_code == 201, answer.data
    return answer.data


def sized(workspace: Workspace, **values: object) -> AttributeDefinition:
    given = {"label": "Shoe size", "kind": "number", **values}
    return define_attribute(workspace=workspace, actor=SYSTEM, values=given)


def test_a_customer_is_created_read_changed_and_deleted(api: Program, workspace: Workspace) -> None:
    sized(workspace)
    one = made(
        api,
        last_name="Raza",
        email=" Zainab@Mail.Example ",
        phone="0300 1234567",
        country="Pakistan",
        language="ur",
        external_id="C-1",
        attributes={"shoe_size": "39"},
        tags=["VIP", "vip"],
    )
    assert (one["email"], one["phone"], one["country"]) == (
        "zainab@mail.example",
        "+923001234567",
        "PK",
    )
    assert (one["attributes"], one["tags"], one["source"]) == ({"shoe_size": 39}, ["VIP"], "api")
    assert [(a["kind"], a["is_primary"]) for a in one["addresses"]] == [
        ("email", True),
        ("phone", True),
    ]
    assert api.get(f"/customers/{one['id']}").data == one
    body = {"last_name": None, "attributes": {"shoe_size": None}, "tags": ["Wholesale"]}
    changed = api.patch(f"/customers/{one['id']}", body)
    assert changed.status_code == 200
    assert (changed.data["last_name"], changed.data["attributes"]) == ("", {})
    assert changed.data["tags"] == ["Wholesale"]
    assert set(CustomerChange.objects.values_list("via", flat=True)) == {"api"}
    assert api.delete(f"/customers/{one['id']}").status_code == 204
    assert api.get(f"/customers/{one['id']}").status_code == 404
    assert api.get("/customers").data == {"data": [], "next_cursor": None}


def test_a_list_is_filtered_and_paged_newest_first(api: Program) -> None:
    ids = [made(api, email=f"p{n}@mail.example", external_id=f"E{n}")["id"] for n in range(5)]
    api.patch(f"/customers/{ids[0]}", {"tags": ["VIP"]})
    first = api.get("/customers?limit=2").data
    second = api.get(f"/customers?limit=2&cursor={first['next_cursor']}").data
    third = api.get(f"/customers?limit=2&cursor={second['next_cursor']}").data
    pages = [[one["id"] for one in page["data"]] for page in (first, second, third)]
    assert pages == [[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]]
    assert third["next_cursor"] is None
    for query, wanted in [
        ("email=P3@mail.example", [ids[3]]),
        ("external_id=E2", [ids[2]]),
        ("tag=vip", [ids[0]]),
        ("phone=%2B923009999999", []),
        ("updated_since=2999-01-01T00:00:00Z", []),
        ("company_id=1", []),
    ]:
        found = api.get(f"/customers?{query}")
        assert [one["id"] for one in found.data["data"]] == wanted, query


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "cursor=x", "emial=a", "limit=9" + "9" * 30]
)
def test_a_query_that_makes_no_sense_is_refused(api: Program, query: str) -> None:
    answer = api.get(f"/customers?{query}")
    assert answer.status_code == 422
    assert answer.data["errors"][0]["where"] == "query." + query.partition("=")[0]


def test_bad_fields_are_told_each_and_nothing_is_created(api: Program) -> None:
    body = {
        "first_name": "Z",
        "country": "Atlantis",
        "company_id": 7,
        "attributes": {"shoe_size": 39},
    }
    answer = api.post("/customers", body)
    assert answer.status_code == 422
    assert sorted(error["where"] for error in answer.data["errors"]) == [
        "body.attributes.shoe_size",
        "body.company_id",
        "body.country",
    ]
    assert api.post("/customers", {}).status_code == 422
    assert not Customer.objects.exists()


def test_an_attribute_that_is_needed_must_be_sent(api: Program, workspace: Workspace) -> None:
    sized(workspace, is_required=True)
    answer = api.post("/customers", {"first_name": "Z"})
    assert answer.status_code == 422
    assert answer.data["errors"][0]["where"] == "body.attributes.shoe_size"


def test_an_address_of_somebody_else_is_a_conflict(api: Program) -> None:
    one, two = made(api, email="a@mail.example"), made(api, email="b@mail.example")
    answer = api.post("/customers", {"first_name": "Copy", "email": "A@mail.example"})
    assert answer.status_code == 409
    assert "already belongs to Zainab" in answer.data["detail"]
    patched = api.patch(f"/customers/{two['id']}", {"city": "Lahore", "email": "a@mail.example"})
    assert patched.status_code == 409
    assert api.get(f"/customers/{two['id']}").data == two
    assert api.get(f"/customers/{one['id']}").data == one


def test_addresses_are_added_led_and_removed(api: Program) -> None:
    one = made(api, email="a@mail.example")
    path = f"/customers/{one['id']}/addresses"
    added = api.post(path, {"kind": "email", "value": "b@mail.example"})
    assert (added.status_code, added.data["is_primary"]) == (201, False)
    led = api.patch(f"{path}/{added.data['id']}", {"is_primary": True, "is_verified": True})
    assert (led.data["is_primary"], led.data["is_verified"]) == (True, True)
    assert api.get(f"/customers/{one['id']}").data["email"] == "b@mail.example"
    assert api.delete(f"{path}/{added.data['id']}").status_code == 204
    assert api.get(f"/customers/{one['id']}").data["email"] == "a@mail.example"
    assert api.post(path, {"kind": "email", "value": "nobody"}).status_code == 422
    assert api.delete(f"{path}/999").status_code == 404


def test_consent_joins_the_ledger_with_its_evidence(api: Program) -> None:
    one = made(api, email="a@mail.example")
    path = f"/customers/{one['id']}/consents"
    body = {
        "purpose": "marketing",
        "channel": "email",
        "state": "granted",
        "given_at": "2026-01-02T03:04:05+05:00",
        "evidence": "Ticked at checkout",
        "ip": "203.0.113.9",
    }
    stands = api.post(path, body)
    assert (stands.status_code, stands.data[0]["state"]) == (201, "granted")
    (line,) = api.get(path).data["data"]
    assert (line["evidence"], line["given_at"]) == ("Ticked at checkout", "2026-01-01T22:04:05Z")
    assert ConsentRecord.objects.get().ip == "203.0.113.9"
    future = api.post(path, {**body, "given_at": "2200-01-01T00:00:00Z"})
    assert future.status_code == 422
    assert ConsentRecord.objects.count() == 1


def test_many_are_created_and_updated_and_each_row_is_answered(api: Program) -> None:
    one = made(api, email="a@mail.example", external_id="E1")
    other = made(api, email="o@mail.example")
    answer = api.post(
        "/customers/bulk",
        {
            "rows": [
                {"external_id": "E1", "city": "Lahore", "tags": ["VIP"]},
                {"email": "new@mail.example", "company": "Acme", "first_name": "New"},
                {"email": "not an address"},
                {"first_name": "Nobody"},
                {"external_id": "E1", "email": "o@mail.example"},
                {"email": "c@mail.example", "attributes": {"none": 1}},
                {"external_id": "E1", "city": "Lahore"},
            ]
        },
    )
    assert answer.status_code == 200
    rows = answer.data["rows"]
    assert [(one["outcome"], one["reason"]) for one in rows] == [
        ("updated", None),
        ("created", None),
        ("rejected", "email"),
        ("rejected", "nobody"),
        ("rejected", "two_people"),
        ("rejected", "attribute"),
        ("repeated", None),
    ]
    assert rows[0]["id"] == one["id"]
    assert answer.data["counts"] == {"updated": 1, "created": 1, "rejected": 4, "repeated": 1}
    assert api.get(f"/customers/{one['id']}").data["city"] == "Lahore"
    assert api.get(f"/customers/{other['id']}").data == other
    assert Customer.objects.count() == 3


def test_a_bulk_call_with_consent_needs_the_scope_for_it(
    program_with: Callable[..., Program],
) -> None:
    api = program_with("customers.import")
    rows = [
        {
            "email": "a@mail.example",
            "consents": [{"purpose": "marketing", "channel": "email", "state": "granted"}],
        }
    ]
    assert api.post("/customers/bulk", {"rows": rows}).status_code == 403
    assert not Identity.objects.exists()
    more = program_with("customers.import", "customers.consent")
    assert more.post("/customers/bulk", {"rows": rows}).data["counts"] == {"created": 1}
    assert ConsentRecord.objects.get().state == "granted"


def test_a_bulk_call_takes_a_thousand_rows_and_no_more(api: Program) -> None:
    rows = [{"email": f"p{n}@mail.example"} for n in range(1_001)]
    assert api.post("/customers/bulk", {"rows": rows}).status_code == 422
    assert not Customer.objects.exists()
    assert api.post("/customers/bulk", {"rows": rows[:1_000]}).data["counts"] == {"created": 1_000}
    assert api.post("/customers/bulk", {"rows": rows[:10]}).data["counts"] == {"unchanged": 10}

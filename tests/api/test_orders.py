from typing import Any

from raabta.commerce.models import Order, OrderLine, Product, Refund
from raabta.customers.services.attributes import define_attribute
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.api.conftest import Program

ORDER: dict[str, Any] = {
    "number": "536365",
    "source": "shop",
    "placed_at": "2026-03-31T09:30:00+05:00",
    "currency": "GBP",
    "country": "GB",
    "lines": [
        {"sku": "85123A", "name": "Heart", "quantity": 6, "unit_minor": 255},
        {"kind": "discount", "name": "Spring", "unit_minor": 0, "total_minor": -130},
    ],
}


def test_a_product_is_created_and_then_changed_by_its_sku(api: Program) -> None:
    body = {"sku": "85123A", "name": "Heart", "price_minor": 255, "currency": "GBP"}
    made = api.post("/products", body)
    assert (made.status_code, made.data["price_minor"]) == (201, 255)
    again = api.post("/products", {"sku": "85123A", "name": "White heart", "currency": "GBP"})
    assert (again.status_code, again.data["id"]) == (200, made.data["id"])
    assert (again.data["name"], again.data["price_minor"]) == ("White heart", 255)
    assert [one["sku"] for one in api.get("/products?search=white").data["data"]] == ["85123A"]
    assert api.get(f"/products/{made.data['id']}").data == again.data
    assert Product.objects.count() == 1


def test_an_order_is_recorded_once_and_replaced_when_it_differs(api: Program) -> None:
    person = api.post("/customers", {"email": "z@mail.example", "external_id": "C-1"}).data
    made = api.post("/orders", {**ORDER, "external_id": "C-1"})
    assert made.status_code == 201
    assert (made.data["total_minor"], made.data["customer_id"]) == (6 * 255 - 130, person["id"])
    assert made.data["placed_at"] == "2026-03-31T04:30:00Z"
    again = api.post("/orders", {**ORDER, "email": "Z@mail.example"})
    assert (again.status_code, again.data["id"]) == (200, made.data["id"])
    smaller = api.post("/orders", {**ORDER, "lines": ORDER["lines"][:1], "state": "cancelled"})
    assert (smaller.data["total_minor"], smaller.data["state"]) == (1530, "cancelled")
    assert smaller.data["customer_id"] == person["id"]
    assert Order.objects.count() == 1
    assert OrderLine.objects.count() == 1
    assert api.get(f"/orders/{made.data['id']}").data == smaller.data


def test_orders_are_filtered(api: Program) -> None:
    made = api.post("/orders", ORDER).data
    for query, wanted in [
        ("number=536365", [made["id"]]),
        ("source=other", []),
        ("state=cancelled", []),
        ("placed_since=2026-03-31T04:30:00Z", [made["id"]]),
        ("placed_before=2026-03-31T04:30:00Z", []),
        ("customer_id=1", []),
    ]:
        found = api.get(f"/orders?{query}")
        assert [one["id"] for one in found.data["data"]] == wanted, query


def test_an_order_that_cannot_be_kept_is_refused(api: Program) -> None:
    for change in (
        {"external_id": "nobody"},
        {"customer_id": 99},
        {"lines": []},
        {"lines": [{"name": "x", "unit_minor": -1}]},
        {"lines": [{"name": "x", "quantity": 10**6, "unit_minor": 10**15}]},
        {"currency": "gbp"},
        {"placed_at": "2026-03-31"},
        {"placed_at": "0001-01-01T00:00:00+14:00"},
        {"placed_at": "1500-01-01T00:00:00Z"},
    ):
        answer = api.post("/orders", {**ORDER, **change})
        assert answer.status_code == 422, change
    assert not Order.objects.exists()


def test_many_orders_are_recorded_and_each_is_answered(api: Program) -> None:
    api.post("/orders", ORDER)
    facts = {key: value for key, value in ORDER.items() if key != "source"}
    rows = [
        facts,
        {**facts, "number": "2"},
        {**facts, "number": "2"},
        {**facts, "number": "3", "email": "nobody@mail.example"},
    ]
    answer = api.post("/orders/bulk", {"source": "shop", "orders": rows})
    assert [one["outcome"] for one in answer.data["rows"]] == [
        "unchanged",
        "created",
        "rejected",
        "rejected",
    ]
    assert answer.data["rows"][3]["message"] == "There is no such customer."
    assert Order.objects.count() == 2


def test_a_refund_counts_once(api: Program) -> None:
    made = api.post("/orders", ORDER).data
    path = f"/orders/{made['id']}/refunds"
    body = {"number": "R-1", "refunded_at": "2026-04-01T00:00:00Z", "amount_minor": 255}
    assert api.post(path, body).status_code == 201
    assert api.post(path, body).status_code == 200
    after = api.get(f"/orders/{made['id']}").data
    assert (after["refunded_minor"], after["net_minor"]) == (255, 1400 - 255)
    assert [one["number"] for one in api.get(path).data] == ["R-1"]
    other = api.post("/orders", {**ORDER, "number": "2"}).data
    assert api.post(f"/orders/{other['id']}/refunds", body).status_code == 409
    assert Refund.objects.count() == 1


def test_an_order_has_attributes_of_the_workspace(api: Program, workspace: Workspace) -> None:
    for key, kind in (("branch", "text"), ("till", "number")):
        values = {"label": key.title(), "kind": kind, "subject": "order", "key": key}
        define_attribute(workspace=workspace, actor=SYSTEM, values=values)
    made = api.post("/orders", {**ORDER, "attributes": {"branch": "Lahore", "till": 2}}).data
    assert made["attributes"] == {"branch": "Lahore", "till": 2}
    again = api.post("/orders", {**ORDER, "attributes": {"till": None}}).data
    assert again["attributes"] == {"branch": "Lahore"}
    path = f"/orders/{made['id']}"
    assert api.patch(path, {"attributes": {"till": 5}}).data["attributes"]["till"] == 5
    answer = api.patch(path, {"attributes": {"till": "x", "none": 1}})
    assert [one["where"] for one in answer.data["errors"]] == [
        "body.attributes.till",
        "body.attributes.none",
    ]
    rows = [{k: v for k, v in ORDER.items() if k != "source"} | {"attributes": {"till": "x"}}]
    told = api.post("/orders/bulk", {"source": "shop", "orders": rows}).data["rows"][0]
    assert told["outcome"] == "rejected"
    assert "till" in told["message"]

"""Orders as shops export them: sums of the order become lines, cancelled ones are set aside."""

import pytest

from raabta.commerce.models import Order, OrderLine
from raabta.workspaces.models import Workspace
from tests.customers.importing import DATA, counted, imported, received, run

HEADER = (
    "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,"
    "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Country,"
    "Cancelled at\n"
)
SHOPIFY = (
    HEADER + "#1,a@x.example,paid,USD,35.00,5.00,2.00,39.00,3.00,2024-01-01 11:13:13 -0500,1,Cup,"
    "15.00,CUP,US,\n"
    "#1,a@x.example,,,,,,,,,2,Plate,10.00,PLATE,,\n"
    "#2,b@x.example,voided,USD,9.00,0,0,9.00,0,2024-01-02 10:00:00 -0500,1,Fork,9.00,FORK,US,\n"
    "#3,c@x.example,paid,USD,9.00,0,0,9.00,0,2024-01-02 10:00:00 -0500,1,Fork,nothing,FORK,US,\n"
)


def lines_of(number: str) -> list[tuple[str, str, int, int]]:
    found = OrderLine.objects.filter(order__number=number).order_by("position")
    return list(found.values_list("kind", "sku", "quantity", "total_minor"))


def test_a_shopify_order_has_its_articles_and_its_sums(workspace: Workspace) -> None:
    row = imported(workspace, SHOPIFY, target="order_lines")
    assert row.recognised == "shopify_orders"
    assert counted(row) == {"created": 2, "set_aside": 1, "rejected": 1}
    order = Order.objects.get()
    assert (order.number, order.currency, order.country) == ("#1", "USD", "US")
    assert (order.total_minor, order.source) == (3900, "shopify")
    assert order.placed_at.isoformat() == "2024-01-01T16:13:13+00:00"
    assert lines_of("#1") == [
        ("item", "CUP", 1, 1500),
        ("shipping", "SHIPPING", 1, 500),
        ("fee", "TAX", 1, 200),
        ("discount", "DISCOUNT", 1, -300),
        ("item", "PLATE", 2, 2000),
    ]


def test_an_export_of_orders_is_recognised_though_customers_were_chosen(
    workspace: Workspace,
) -> None:
    row = received(workspace, SHOPIFY, target="customers")
    assert (row.target, row.asked_target) == ("order_lines", "customers")


def test_the_real_export_of_shopify_is_one_order(workspace: Workspace) -> None:
    path = DATA / "fixtures_export_headers/shopify_orders_export_2012_style.csv"
    if not path.exists():
        pytest.skip("the shared test data is absent")
    row = run(workspace, received(workspace, path.read_bytes(), target="order_lines"))
    assert (row.recognised, counted(row)) == ("shopify_orders", {"created": 1})
    assert lines_of("#1230") == [
        ("item", "SKU-1", 1, 1500),
        ("discount", "DISCOUNT", 1, -500),
    ]


def test_a_woocommerce_order_repeats_its_sums_in_each_row(workspace: Workspace) -> None:
    text = (
        "Order Number,Order Status,Order Date,Email (Billing),SKU,Item Name,Quantity,Item Cost,"
        "Order Shipping Amount\n"
        "7,Completed,2024-05-01 10:00,a@x.example,CUP,Cup,1,100,50\n"
        "7,Completed,2024-05-01 10:00,a@x.example,PLATE,Plate,1,200,50\n"
        "8,Failed,2024-05-01 10:00,a@x.example,CUP,Cup,1,100,50\n"
    )
    row = imported(workspace, text, target="order_lines")
    assert (row.recognised, counted(row)) == (
        "woocommerce_orders",
        {"created": 2, "set_aside": 1},
    )
    assert Order.objects.get().total_minor == 35000

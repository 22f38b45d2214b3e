"""Every oddity that invoice lines are known for, in one small file each."""

from datetime import UTC, datetime

from raabta.commerce.models import Order, OrderLine, Product, Refund
from raabta.customers.models import Customer
from raabta.workspaces.models import Workspace
from tests.commerce.lines import HEAD, SALE, brought, noted, reasons
from tests.customers.importing import counted, received


def test_an_invoice_becomes_an_order_with_its_customer_and_products(workspace: Workspace) -> None:
    row = brought(workspace, SALE + "1001,B2,KETTLE,1,2010-12-01 08:26:00,10,17850,Pakistan\n")
    assert (row.state, counted(row)) == ("done", {"created": 2})
    order = Order.objects.get()
    assert (order.number, order.source, order.state) == ("1001", "import", "placed")
    assert order.placed_at == datetime(2010, 12, 1, 8, 26, tzinfo=UTC)
    assert (order.currency, order.country, order.total_minor) == ("GBP", "PK", 1510)
    person = Customer.objects.get()
    assert (order.customer_id, person.external_id, person.country) == (person.pk, "17850", "PK")
    products = Product.objects.order_by("sku").values_list("sku", "name", "price_minor", "currency")
    assert list(products) == [("A1", "LANTERN", 255, "GBP"), ("B2", "KETTLE", 1000, "GBP")]
    lines = OrderLine.objects.order_by("position").values_list(
        "position", "kind", "product__sku", "quantity", "unit_minor", "total_minor"
    )
    assert list(lines) == [(1, "item", "A1", 2, 255, 510), (2, "item", "B2", 1, 1000, 1000)]


def test_a_cancellation_is_a_refund_of_the_latest_earlier_order(workspace: Workspace) -> None:
    row = brought(
        workspace,
        SALE
        + "1002,A1,LANTERN,5,2010-12-02 09:00:00,2.55,17850,Pakistan\n"
        + "C1003,A1,LANTERN,-2,2010-12-03 09:00:00,2.55,17850,Pakistan\n"
        + "1004,A1,LANTERN,9,2010-12-04 09:00:00,2.55,17850,Pakistan\n",
    )
    assert counted(row) == {"created": 4}
    assert noted(row)["refund_matched"] == 1
    refund = Refund.objects.get()
    assert (refund.number, refund.order.number, refund.amount_minor) == ("C1003", "1002", 510)
    assert refund.customer_id == refund.order.customer_id
    assert refund.lines == [
        {
            "kind": "item",
            "sku": "A1",
            "name": "LANTERN",
            "quantity": 2,
            "unit_minor": 255,
            "total_minor": 510,
        }
    ]
    money = Order.objects.order_by("number").values_list("total_minor", "refunded_minor")
    assert list(money) == [(510, 0), (1275, 510), (2295, 0)]


def test_a_cancellation_of_two_orders_is_shared_between_them(workspace: Workspace) -> None:
    brought(
        workspace,
        SALE
        + "1002,B2,KETTLE,1,2010-12-02 09:00:00,10,17850,Pakistan\n"
        + "C1003,A1,LANTERN,-1,2010-12-03 09:00:00,2.55,17850,Pakistan\n"
        + "C1003,B2,KETTLE,-1,2010-12-03 09:00:00,10,17850,Pakistan\n"
        + "C1003,Z9,LAMP,-1,2010-12-03 09:00:00,4,17850,Pakistan\n",
    )
    found = Refund.objects.order_by("number").values_list("number", "order__number", "amount_minor")
    assert list(found) == [
        ("C1003", "1002", 1000),
        ("C1003/2", "1001", 255),
        ("C1003/3", None, 400),
    ]


def test_a_cancellation_whose_parts_take_and_give_stays_whole(workspace: Workspace) -> None:
    row = brought(
        workspace,
        SALE
        + "C1003,A1,LANTERN,-2,2010-12-03 09:00:00,2.55,17850,Pakistan\n"
        + "C1003,M,Manual,1,2010-12-03 09:00:00,1.10,17850,Pakistan\n",
    )
    found = Refund.objects.values_list("number", "order__number", "amount_minor")
    assert list(found) == [("C1003", "1001", 400)]
    assert row.notes["sum_refunds:GBP"] == 4_000_000


def test_returns_without_a_known_order_or_customer_are_kept(workspace: Workspace) -> None:
    row = brought(
        workspace,
        "C1,A1,LANTERN,-1,2010-12-03 09:00:00,2.55,17850,Pakistan\n"
        "C2,A1,LANTERN,-3,2010-12-03 09:00:00,2.55,,Pakistan\n",
    )
    found = Refund.objects.order_by("number").values_list("number", "customer", "amount_minor")
    assert list(found) == [("C1", Customer.objects.get().pk, 255), ("C2", None, 765)]
    assert (noted(row)["refund_unmatched"], Order.objects.count()) == (2, 0)


def test_a_negative_invoice_is_a_refund_and_a_positive_cancellation_a_sale(
    workspace: Workspace,
) -> None:
    row = brought(
        workspace,
        "1005,A1,LANTERN,-2,2010-12-03 09:00:00,2.55,17850,Pakistan\n"
        "C1006,A1,LANTERN,4,2010-12-03 09:00:00,2.55,17850,Pakistan\n",
    )
    notes = noted(row)
    assert (notes["negative_invoice"], notes["positive_cancellation"]) == (1, 1)
    assert list(Refund.objects.values_list("number", "amount_minor")) == [("1005", 510)]
    assert list(Order.objects.values_list("number", "total_minor")) == [("C1006", 1020)]


def test_anonymous_sales_count_and_belong_to_nobody(workspace: Workspace) -> None:
    row = brought(workspace, "1001,A1,LANTERN,2,2010-12-01 08:26:00,2.55,,Pakistan\n")
    assert (noted(row), Customer.objects.count()) == ({"orders": 1, "anonymous_line": 1}, 0)
    assert list(Order.objects.values_list("customer", "total_minor")) == [(None, 510)]


def test_free_articles_stay_and_corrections_of_the_stock_are_set_aside(
    workspace: Workspace,
) -> None:
    row = brought(
        workspace,
        "1001,A1,LANTERN,2,2010-12-01 08:26:00,0,17850,Pakistan\n"
        "1002,A1,damaged,-9,2010-12-01 08:26:00,0,,Pakistan\n"
        "A1003,B,Adjust bad debt,1,2010-12-01 08:26:00,-11062.06,,Pakistan\n",
    )
    assert counted(row) == {"created": 1, "set_aside": 2}
    assert reasons() == [(3, "stock_adjustment"), (4, "bad_debt")]
    assert noted(row)["free_line"] == 1
    assert row.notes["sum_adjustments:GBP"] == -11_062_060_000
    assert list(Order.objects.values_list("number", "total_minor")) == [("1001", 0)]
    assert Product.objects.get().price_minor is None


def test_special_codes_are_no_articles(workspace: Workspace) -> None:
    row = brought(
        workspace,
        SALE
        + "1001,POST,POSTAGE,1,2010-12-01 08:26:00,18,17850,Pakistan\n"
        + "1001,D,Discount,-1,2010-12-01 08:26:00,1.50,17850,Pakistan\n"
        + "1001,bank charges,Bank Charges,1,2010-12-01 08:26:00,15,17850,Pakistan\n"
        + "1001,GIFT,Gift card,1,2010-12-01 08:26:00,5,17850,Pakistan\n",
        special_codes="POST = shipping\nD = discount\nBANK CHARGES = fee\nGIFT = adjustment",
    )
    found = OrderLine.objects.order_by("position").values_list("kind", "product__sku")
    kinds = ["shipping", "discount", "fee", "adjustment"]
    assert list(found) == [("item", "A1"), *((kind, None) for kind in kinds)]
    assert {key: noted(row)[f"{key}_line"] for key in kinds} == dict.fromkeys(kinds, 1)
    assert Order.objects.get().total_minor == 510 + 1800 - 150 + 1500 + 500
    assert list(Product.objects.values_list("sku", flat=True)) == ["A1"]


def test_the_same_line_twice_is_kept_twice_and_told(workspace: Workspace) -> None:
    row = brought(workspace, SALE + SALE)
    assert (Order.objects.get().total_minor, OrderLine.objects.count()) == (1020, 2)
    assert noted(row) == {"orders": 1, "customers_created": 1, "repeated_line": 1}


def test_lines_that_lack_or_garble_something_are_rejected_with_the_reason(
    workspace: Workspace,
) -> None:
    row = brought(
        workspace,
        ",A1,LANTERN,2,2010-12-01 08:26:00,2.55,17850,Pakistan\n"
        "1002,A1,LANTERN,,2010-12-01 08:26:00,2.55,17850,Pakistan\n"
        "1003,A1,LANTERN,2,,2.55,17850,Pakistan\n"
        "1004,A1,LANTERN,2,2010-12-01 08:26:00,,17850,Pakistan\n"
        "1005,A1,LANTERN,2.5,2010-12-01 08:26:00,2.55,17850,Pakistan\n"
        "1006,A1,LANTERN,2,2010-02-30 08:26:00,2.55,17850,Pakistan\n"
        "1007,A1,LANTERN,2,yesterday,2.55,17850,Pakistan\n"
        "1008,A1,LANTERN,2,2010-12-01 25:61:00,2.55,17850,Pakistan\n"
        "1009,A1,LANTERN,99999999999,2010-12-01 08:26:00,2.55,17850,Pakistan\n" + SALE,
    )
    wanted = ["no_number", "no_quantity", "no_date", "no_price", "quantity", "date", "date", "date"]
    assert reasons() == [(at, key) for at, key in enumerate([*wanted, "quantity"], 2)]
    assert counted(row) == {"created": 1, "rejected": 9}
    assert list(Order.objects.values_list("number", flat=True)) == ["1001"]


def test_places_that_are_no_country_cost_nothing_but_the_country(workspace: Workspace) -> None:
    row = brought(workspace, SALE.replace("Pakistan", "European Community"))
    assert (Order.objects.get().country, noted(row)["unknown_country"]) == ("", 1)


def test_an_id_of_one_person_with_the_address_of_another_is_nobodys(workspace: Workspace) -> None:
    head = "order number,sku,quantity,date,price,customer id,email\n"
    row = brought(
        workspace,
        "1,A1,1,2025-01-01,1,7,a@x.example\n2,A1,1,2025-01-01,1,8,b@x.example\n"
        "3,A1,1,2025-01-01,1,7,b@x.example\n4,A1,1,2025-01-01,1,7.0,\n",
        head=head,
    )
    found = Order.objects.order_by("number").values_list("number", "customer__external_id")
    assert list(found) == [("1", "7"), ("2", "8"), ("3", None), ("4", "7")]
    assert noted(row)["customer_conflict"] == 1


def test_the_mapping_is_guessed_and_says_what_is_missing(workspace: Workspace) -> None:
    row = received(workspace, HEAD + SALE, "orders.csv", "order_lines")
    assert set(row.mapping.values()) == {
        "number", "sku", "name", "quantity", "placed_at", "unit", "external_id", "country",
    }  # fmt: skip

"""The report's reckoning: where every coin of the file went, to the last millionth."""

import csv
import gzip
import io
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import islice

import pytest
from django.db.models import Sum

from raabta.commerce.import_targets.order_lines import OrderLines
from raabta.commerce.line_words import facts
from raabta.commerce.models import Order, OrderLine, Product, Refund
from raabta.customers.models import Customer, Import, RejectedRow
from raabta.workspaces.models import Workspace
from tests.customers.importing import DATA, counted, imported

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
RETAIL = DATA / "online_retail/online_retail.csv.gz"
LINES = 20_000
MILLION = 1_000_000
SPECIAL = {"POST", "DOT", "C2", "D", "M", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK"}
Line = dict[str, str]


def reckoning(row: Import) -> dict[str, int]:
    return {fact.label: fact.amount for fact in OrderLines.facts(row.notes)}


def test_the_parts_add_up_to_the_file(workspace: Workspace) -> None:
    row = imported(
        workspace,
        HEAD
        + "1001,A1,LANTERN,2,2010-12-01 08:26:00,2.555,17850,Pakistan\n"
        + "C1002,A1,LANTERN,-1,2010-12-02 08:26:00,2.55,17850,Pakistan\n"
        + "A1003,B,Adjust bad debt,1,2010-12-02 08:26:00,-100.10,,Pakistan\n"
        + "1004,A1,LANTERN,3,no date,2.55,17850,Pakistan\n"
        + "1005,A1,LANTERN,1,2010-12-01 08:26:00,0.001,17850,Pakistan\n",
        target="order_lines",
        name="orders.csv",
        currency="GBP",
        zone="UTC",
    )
    assert reckoning(row) == {
        "Orders": 5_110_000,
        "Refunds": -2_550_000,
        "Bookings that are no sale": -100_100_000,
        "Rejected lines": 7_650_000,
        "Lost and won by rounding lines": 1_000,
        "Sum of the file (quantity × price)": -89_889_000,
    }


def test_what_cannot_be_explained_is_shown() -> None:
    notes = {"sum_file:EUR": 10 * MILLION, "sum_orders:EUR": 7 * MILLION}
    shown = [(fact.label, fact.amount, fact.is_total) for fact in facts(notes, "EUR")]
    assert shown == [
        ("Orders", 7 * MILLION, False),
        ("Unexplained", 3 * MILLION, False),
        ("Sum of the file (quantity × price)", 10 * MILLION, True),
    ]


@pytest.fixture(scope="module")
def retail() -> tuple[str, list[Line]]:
    if not RETAIL.exists():
        pytest.skip(f"no {RETAIL}")
    with gzip.open(RETAIL, "rt", encoding="utf-8", newline="") as file:
        text = "".join(islice(file, LINES + 1))
    return text, list(csv.DictReader(io.StringIO(text)))


def pounds(lines: list[Line]) -> Decimal:
    return sum((int(x["Quantity"]) * Decimal(x["UnitPrice"]) for x in lines), Decimal())


def is_return(x: Line) -> bool:
    return x["InvoiceNo"].startswith("C")


def is_correction(x: Line) -> bool:
    return int(x["Quantity"]) < 0 and Decimal(x["UnitPrice"]) == 0 and not is_return(x)


def test_twenty_thousand_real_lines_arrive_whole(
    workspace: Workspace, retail: tuple[str, list[Line]]
) -> None:
    text, lines = retail
    assert len(lines) == LINES
    assert not any(x["InvoiceNo"].startswith("A") for x in lines)
    aside = [x for x in lines if is_correction(x)]
    returns = [x for x in lines if is_return(x)]
    sales = [x for x in lines if not is_return(x) and not is_correction(x)]
    row = imported(
        workspace, text, target="order_lines", name="retail.csv", currency="GBP", zone="UTC"
    )
    assert (row.state, row.rows_read) == ("done", LINES)
    assert counted(row) == {"created": len(sales) + len(returns), "set_aside": len(aside)}
    assert RejectedRow.objects.filter(reason="stock_adjustment").count() == len(aside)
    assert reckoning(row) == {
        "Orders": pounds(sales) * MILLION,
        "Refunds": pounds(returns) * MILLION,
        "Sum of the file (quantity × price)": pounds(lines) * MILLION,
    }
    seen = Counter(
        (x["InvoiceNo"], *list(x.values())[1:4], x["UnitPrice"]) for x in sales + returns
    )
    assert row.notes["repeated_line"] == sum(n - 1 for n in seen.values())
    orders_are(sales)
    refunds_are(returns)
    people = {x["CustomerID"] for x in sales + returns} - {""}
    assert set(Customer.objects.values_list("external_id", flat=True)) == people
    articles = {x["StockCode"] for x in sales if x["StockCode"].upper() not in SPECIAL}
    assert set(Product.objects.values_list("sku", flat=True)) == articles


def orders_are(sales: list[Line]) -> None:
    numbers = {x["InvoiceNo"] for x in sales}
    assert (Order.objects.count(), OrderLine.objects.count()) == (len(numbers), len(sales))
    cents = 100 * pounds(sales)
    assert Order.objects.aggregate(all=Sum("total_minor")) == {"all": cents}
    assert OrderLine.objects.aggregate(all=Sum("total_minor")) == {"all": cents}
    spent: defaultdict[str, Decimal] = defaultdict(Decimal)
    for x in sales:
        spent[x["CustomerID"]] += 100 * pounds([x])
    del spent[""]
    each = Order.objects.exclude(customer=None).values_list("customer__external_id")
    assert dict(each.annotate(all=Sum("total_minor"))) == spent


def refunds_are(returns: list[Line]) -> None:
    assert Refund.objects.aggregate(all=Sum("amount_minor")) == {"all": -100 * pounds(returns)}
    first_parts = Refund.objects.exclude(number__contains="/")
    assert first_parts.count() == len({x["InvoiceNo"] for x in returns})
    known = Refund.objects.exclude(order=None)
    back = Order.objects.aggregate(all=Sum("refunded_minor"))
    assert known.aggregate(all=Sum("amount_minor")) == back
    for refund in known.select_related("order"):
        assert refund.order.customer_id == refund.customer_id
        assert refund.order.placed_at <= refund.refunded_at

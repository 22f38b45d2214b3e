"""Moments, decimal marks and currencies of invoice lines."""

import pytest

from raabta.commerce.models import Order
from raabta.workspaces.models import Workspace
from tests.commerce.lines import HEAD, brought, noted, reasons


@pytest.mark.parametrize(
    ("written", "day_first", "utc"),
    [
        ("01/12/2010 8:26", True, "2010-12-01T03:26:00+00:00"),
        ("12/1/2010 8:26", False, "2010-12-01T03:26:00+00:00"),
        ("12/1/2010 8:26 PM", False, "2010-12-01T15:26:00+00:00"),
        ("2010-12-01T08:26:00Z", True, "2010-12-01T08:26:00+00:00"),
        ("2010-12-01 08:26:00+06:00", True, "2010-12-01T02:26:00+00:00"),
        ("01.12.2010", True, "2010-11-30T19:00:00+00:00"),
    ],
)
def test_moments_are_read_in_the_zone_of_the_shop(
    workspace: Workspace, *, written: str, day_first: bool, utc: str
) -> None:
    brought(
        workspace,
        f"1001,A1,LANTERN,2,{written},2.55,17850,Pakistan\n",
        zone="Asia/Karachi",
        day_first=day_first,
    )
    assert Order.objects.get().placed_at.isoformat() == utc


def test_a_decimal_comma_and_thousands_are_read(workspace: Workspace) -> None:
    brought(
        workspace,
        "1001;A1;LANTERN;2;2010-12-01 08:26:00;2,55;17850;PK\n"
        "1002;B2;CARPET;1;2010-12-01 08:26:00;1.234,50;17850;PK\n",
        head=HEAD.replace(",", ";"),
        decimal=",",
    )
    found = Order.objects.order_by("number").values_list("total_minor", flat=True)
    assert list(found) == [510, 123_450]


def test_currencies_are_kept_apart_each_with_its_own_decimals(workspace: Workspace) -> None:
    head = "order number,sku,quantity,date,price,currency\n"
    row = brought(
        workspace,
        "1,A1,2,2025-01-01,2.55,usd\n2,A1,1,2025-01-01,300,JPY\n3,A1,1,2025-01-01,1.2345,KWD\n"
        "4,A1,1,2025-01-01,7,\n5,A1,1,2025-01-01,7,rupees\n",
        head=head,
    )
    found = Order.objects.order_by("number").values_list("currency", "total_minor")
    assert list(found) == [("USD", 510), ("JPY", 300), ("KWD", 1234), ("GBP", 700)]
    assert (reasons(), noted(row)["rounded_line"]) == ([(6, "currency")], 1)
    assert row.notes["sum_rounding:KWD"] == 500


def test_a_line_in_another_currency_than_its_invoice_is_rejected(workspace: Workspace) -> None:
    head = "order number,sku,quantity,date,price,currency\n"
    row = brought(workspace, "1,A1,2,2025-01-01,2.55,USD\n1,B2,1,2025-01-01,9,EUR\n", head=head)
    assert list(Order.objects.values_list("currency", "total_minor")) == [("USD", 510)]
    assert reasons() == [(3, "mixed_currency")]
    assert row.notes["sum_rejected:EUR"] == 9_000_000

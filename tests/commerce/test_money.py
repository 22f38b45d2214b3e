"""Money is whole minor units, from the cell of a file to the column of the warehouse."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models

from raabta.commerce.line_rows import millionths
from raabta.commerce.services.invoices import rounded
from raabta.customers.normalise import Invalid
from raabta.kernel.money import Money, to_minor
from raabta.warehouse.tables import Tables

CENT = 10_000  # millionths


def test_every_column_of_money_is_a_whole_number() -> None:
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name.endswith("_minor")
    ]
    assert len(fields) >= 8
    assert {type(field) for field in fields} == {models.BigIntegerField}
    floats = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("commerce").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField | models.DecimalField)
    ]
    assert floats == []


def test_every_column_of_money_in_the_warehouse_is_a_whole_number(db: None) -> None:
    tables = Tables(1)
    kinds = {
        f"{name}.{column}": str(kind)
        for name in ("order", "order_line")
        for column, kind in getattr(tables, name).schema().items()
        if column.endswith("_minor")
    }
    assert len(kinds) == 5
    assert {kind.removeprefix("!") for kind in kinds.values()} == {"int64"}


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("2.55", ".", 2_550_000),
        ("-11062.06", ".", -11_062_060_000),
        ("-0.5", ".", -500_000),
        ("0.1", ".", 100_000),
        ("1,234.50", ".", 1_234_500_000),
        ("1.234,50", ",", 1_234_500_000),
        ("0.1234565", ".", 123_456),  # half to even beyond the sixth place
        ("999999999.99", ".", 999_999_999_990_000),
    ],
)
def test_amounts_are_read_exactly(text: str, decimal: str, value: int) -> None:
    found = millionths(text, decimal=decimal)
    assert (found, type(found)) == (value, int)


@pytest.mark.parametrize("text", ["ten", "1e400", "9" * 30, "nan", "inf", "0x10"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        millionths(text, decimal=".")


@pytest.mark.parametrize(
    ("exact", "minor"),
    [(15_000, 2), (25_000, 2), (-15_000, -2), (-25_000, -2), (24_999, 2), (-24_999, -2), (0, 0)],
)
def test_lines_are_rounded_half_to_even(exact: int, minor: int) -> None:
    assert rounded(exact, CENT) == minor


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("2.55", "GBP", 255), ("300", "JPY", 300), ("1.234", "KWD", 1234), ("0.125", "EUR", 12)],
)
def test_each_currency_has_its_own_precision(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor
    assert Money(minor, currency).currency == currency


def test_money_comes_back_in_main_units() -> None:
    assert [Money(1, code).amount for code in ("GBP", "JPY", "KWD")] == [
        Decimal("0.01"),
        Decimal(1),
        Decimal("0.001"),
    ]

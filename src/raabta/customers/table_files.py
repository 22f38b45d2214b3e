"""Write rows to CSV, XLSX or Parquet as they come; memory does not grow, and no cell is a formula."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from raabta.kernel.money import Money

FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
ROWS_OF_A_SHEET = 1_000_000
ROWS_OF_A_GROUP = 50_000
LONGEST_CELL = 32_767
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
ONLY_A_NUMBER = re.compile(r"[+-]?\d[\d .,()-]*")

Row = Iterable[Any]
Write = Callable[[Row], None]


def is_file_kind(name: str) -> bool:
    return name in FORMATS


@contextmanager
def table_file(path: Path, kind: str, headings: list[str]) -> Iterator[Write]:
    """A function that writes one row; the file is whole once the block ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    opened = {"csv": _csv_file, "xlsx": _xlsx_file, "parquet": _parquet_file}[kind]
    with opened(path, headings) as write:
        yield write


@contextmanager
def _csv_file(path: Path, headings: list[str]) -> Iterator[Write]:
    # the mark makes Excel read UTF-8
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(map(_harmless, headings))
        yield lambda row: writer.writerow(_harmless(as_plain(cell)) for cell in row)


@contextmanager
def _parquet_file(path: Path, headings: list[str]) -> Iterator[Write]:
    """Every column is text, for the same column holds numbers and words; nothing is "harmless"."""
    import pyarrow as pa  # noqa: PLC0415  takes a moment, and few files are Parquet
    import pyarrow.parquet as pq  # noqa: PLC0415

    names = [f"{name} {at}" if name in headings[:at] else name for at, name in enumerate(headings)]
    schema = pa.schema([(name, pa.string()) for name in names])
    waiting: list[list[str]] = []

    with pq.ParquetWriter(path, schema, compression="zstd") as file:

        def flush() -> None:
            columns = list(zip(*waiting, strict=True)) or [()] * len(names)
            arrays = [pa.array(column, pa.string()) for column in columns]
            file.write_table(pa.Table.from_arrays(arrays, schema=schema))
            waiting.clear()

        def write(row: Row) -> None:
            waiting.append([str(as_plain(cell)) for cell in row])
            if len(waiting) == ROWS_OF_A_GROUP:
                flush()

        yield write
        flush()


@contextmanager
def _xlsx_file(path: Path, headings: list[str]) -> Iterator[Write]:
    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": str(path.parent),
        },
    )
    bold, sheet, at = book.add_format({"bold": True}), None, 0

    def write(row: Row) -> None:
        nonlocal sheet, at
        if sheet is None or at > ROWS_OF_A_SHEET:
            sheet, at = book.add_worksheet(), 1
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(headings):
                sheet.write_string(0, column, heading, bold)
        for column, cell in enumerate(row):
            _write_cell(sheet, at, column, as_plain(cell))
        at += 1

    try:
        yield write
        if sheet is None:
            sheet = book.add_worksheet()
            for column, heading in enumerate(headings):
                sheet.write_string(0, column, heading, bold)
    finally:
        book.close()


def _write_cell(sheet: Any, row: int, column: int, value: str | float) -> None:
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, value[:LONGEST_CELL])
    else:
        sheet.write_number(row, column, value)


def as_plain(cell: Any) -> str | int | float:
    """A cell as text or number: money in major units, moments in ISO 8601 (UTC)."""
    for kind, write in PLAIN:
        if isinstance(cell, kind):
            return write(cell)
    return "" if cell is None else str(cell)


PLAIN: tuple[tuple[Any, Callable[[Any], str | int | float]], ...] = (
    (bool, lambda cell: "yes" if cell else "no"),
    (str | int | float, lambda cell: cell),
    (Money, lambda cell: float(cell.amount)),
    (Decimal, float),
    (date, lambda cell: cell.isoformat()),
    (list | tuple, lambda cell: "; ".join(map(str, cell))),
)


def _harmless(value: str | float) -> str | int | float:
    """A spreadsheet must not run what somebody typed as their name; numbers are left alone."""
    if not isinstance(value, str) or not value.startswith(STARTS_A_FORMULA):
        return value
    return value if ONLY_A_NUMBER.fullmatch(value) else f"'{value}"

"""Excel workbooks: the first sheet with something in it, or the one chosen."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook

from raabta.customers.import_format import (
    WIDEST,
    ImportFormat,
    SourceRow,
    UnreadableFile,
    checked,
    fitted,
    scalar_text,
    unique_names,
)
from raabta.customers.imports import detection
from raabta.customers.imports.archive import check_archive

ZIP = b"PK\x03\x04"
DAMAGED = (zipfile.BadZipFile, KeyError, ValueError, EOFError, SyntaxError)
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class ExcelSheet(ImportFormat):
    key: ClassVar = "xlsx"
    label: ClassVar = gettext_lazy("Excel workbook")
    suffixes: ClassVar = (".xlsx", ".xlsm")
    order: ClassVar = 10

    sheet: str = ""
    sheets: list[str] = []
    header_line: int = 1
    has_header: bool = True

    @classmethod
    def detect(cls, path: Path, filename: str) -> Self | None:
        with path.open("rb") as file:
            start = file.read(8)
        if start == OLD_EXCEL:
            raise UnreadableFile(
                _("This is a workbook of an old Excel or a locked one. Save it as .xlsx or CSV.")
            )
        if not start.startswith(ZIP):
            return None
        check_archive(path)
        with _opened(path) as book:
            names = [sheet.title for sheet in book.worksheets]
        for name in names:
            layout = cls(sheet=name, sheets=names)
            some = [row for row, _n in zip(layout._all(path), range(20), strict=False)]
            if some:
                place, named = detection.header_of([row.cells for row in some])
                found = {"header_line": some[place].line, "has_header": named}
                return layout.model_copy(update=found).settled(path)
        raise UnreadableFile(_("The workbook is empty."))

    def settled(self, path: Path) -> Self:
        cells: list[str] = next(
            (r.cells for r in self._all(path) if r.line >= self.header_line), []
        )
        if not cells:
            raise UnreadableFile(_("There is no row at the line that should name the columns."))
        named = cells if self.has_header else [""] * len(cells)
        return self.model_copy(update={"columns": unique_names(named)})

    def rows(self, path: Path, *, after_line: int = 0) -> Iterator[SourceRow]:
        first = self.header_line if self.has_header else self.header_line - 1
        after, width = max(after_line, first), len(self.columns)
        for row in self._all(path):
            if row.line > after:
                yield fitted(row, width)

    def estimate(self, path: Path) -> int:
        with _opened(path) as book:
            return max(1, (book[self.sheet].max_row or 1) - self.header_line)

    def _all(self, path: Path) -> Iterator[SourceRow]:
        check_archive(path)
        with _opened(path) as book:
            sheet = book[self.sheet] if self.sheet in book.sheetnames else book.worksheets[0]
            # the size a file claims may be wrong, and a wrong one hides rows
            sheet.reset_dimensions()
            for line, values in enumerate(sheet.iter_rows(values_only=True, max_col=WIDEST), 1):
                cells = [text_of(value) for value in values]
                if any(cells):
                    yield checked(line, cells)


@contextmanager
def _opened(path: Path) -> Iterator[Workbook]:
    """Raises UnreadableFile, also for errors in the middle of reading."""
    with path.open("rb") as file:  # by its path the library would ask for a suffix
        try:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # the library raises nearly everything for a damaged file
            raise UnreadableFile(_damaged()) from error
        try:
            yield book
        except DAMAGED as error:
            raise UnreadableFile(_damaged()) from error
        finally:
            book.close()


def _damaged() -> str:
    return _("The workbook is damaged or is not an Excel file. Save it again, or as CSV.")


def text_of(value: Any) -> str:
    """A cell as its reader sees it: whole numbers without a point, dates in ISO form."""
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ")
    return scalar_text(value)

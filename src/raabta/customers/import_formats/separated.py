"""CSV, TSV and their relatives, plain or in gzip."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from raabta.customers.import_format import (
    LONGEST_CELL,
    WIDEST,
    ImportFormat,
    SourceRow,
    UnreadableFile,
    fitted,
    unique_names,
)
from raabta.customers.imports import detection
from raabta.customers.imports.lines import Lines
from raabta.customers.imports.opening import count_lines, open_bytes

csv.field_size_limit(LONGEST_CELL)


class Separated(ImportFormat):
    key: ClassVar = "csv"
    label: ClassVar = gettext_lazy("CSV or other separated text")
    suffixes: ClassVar = (".csv", ".tsv", ".txt", ".gz")
    order: ClassVar = 90

    encoding: str = "utf-8"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    header_line: int = 1  # rows above it are left out
    has_header: bool = True

    @classmethod
    def detect(cls, path: Path, filename: str) -> Self | None:
        encoding = detection.encoding_of(path)
        sample = detection.sample_of(path, encoding)
        if not sample.strip("\ufeff\x00 \r\n\t"):
            raise UnreadableFile(_("The file is empty."))
        if not detection.is_text(sample):
            raise UnreadableFile(_("This is no text file. Save the table as CSV or .xlsx."))
        layout = cls(encoding=encoding, delimiter=detection.delimiter_of(sample))
        first = [row for row, _cells in zip(layout._all(path), range(50), strict=False)]
        place, named = detection.header_of([row.cells for row in first])
        return cls(
            encoding=encoding,
            delimiter=layout.delimiter,
            has_header=named,
            header_line=first[place].line if first else 1,
        ).settled(path)

    def settled(self, path: Path) -> Self:
        cells: list[str] = next(
            (r.cells for r in self._all(path) if r.line >= self.header_line), []
        )
        if not cells:
            raise UnreadableFile(_("There is no row at the line that should name the columns."))
        if len(cells) > WIDEST:
            words = _("The file has more than %(most)s columns. Leave out what you do not need.")
            raise UnreadableFile(words % {"most": WIDEST})
        named = cells if self.has_header else [""] * len(cells)
        return self.model_copy(update={"columns": unique_names(named)})

    def rows(self, path: Path, *, after_line: int = 0) -> Iterator[SourceRow]:
        first = self.header_line if self.has_header else self.header_line - 1
        after, width = max(after_line, first), len(self.columns)
        for row in self._all(path):
            if row.line > after:
                yield row if len(row.cells) == width or row.problem else fitted(row, width)

    def estimate(self, path: Path) -> int:
        return max(1, count_lines(path) - (self.header_line if self.has_header else 0))

    def _all(self, path: Path) -> Iterator[SourceRow]:
        """Every row that is not blank; the line is the one where the row ends."""
        with open_bytes(path) as file:
            lines = Lines(file, self.encoding)
            reader = csv.reader(lines, delimiter=self.delimiter)
            while True:
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    yield lines.given_up()
                    continue
                if lines.is_open_quote():
                    yield lines.given_up()
                    reader = csv.reader(lines, delimiter=self.delimiter)
                    continue
                row = lines.judged(cells)
                if row.problem or any(cells):
                    yield row

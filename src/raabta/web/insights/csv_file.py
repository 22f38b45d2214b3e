"""A CSV download that no spreadsheet takes for formulas."""

import csv
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from django.http import FileResponse, HttpResponse

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
IN_MEMORY = 1_000_000

Cell = str | int | float | None


def csv_file(name: str, rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The rows as a file; they are read now, while the workspace is in use."""
    with ExitStack() as until_whole:
        kept = until_whole.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY, mode="w+b"))
        kept.write(b"\xef\xbb\xbf")  # spreadsheets take UTF-8 for Latin without it
        writer = csv.writer(_Encoded(kept))
        for row in rows:
            writer.writerow([safe(cell) for cell in row])
        kept.seek(0)
        until_whole.pop_all()  # from here on the response closes it
    response = FileResponse(
        cast("IO[bytes]", kept), as_attachment=True, filename=name, content_type="text/csv"
    )
    return cast("HttpResponse", response)  # as far as a view and its callers can tell


def safe(cell: Cell) -> Cell:
    """Text that a spreadsheet would run gets an apostrophe; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(DANGEROUS):
        return f"'{cell}"
    return cell


class _Encoded:
    """What csv.writer needs: text in, bytes kept."""

    def __init__(self, kept: SpooledTemporaryFile[bytes]) -> None:
        self._kept = kept

    def write(self, text: str) -> int:
        return self._kept.write(text.encode())

"""Parquet: read in small batches by a process of its own, which may not use much memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.import_format import (
    WIDEST,
    ImportFormat,
    SourceRow,
    UnreadableFile,
    checked,
    unique_names,
)
from raabta.customers.imports import parquet_rows

MARK = b"PAR1"


class Parquet(ImportFormat):
    key: ClassVar = "parquet"
    label: ClassVar = gettext_lazy("Parquet")
    suffixes: ClassVar = (".parquet",)
    order: ClassVar = 10

    @classmethod
    def detect(cls, path: Path, filename: str) -> Self | None:
        with path.open("rb") as file:
            if file.read(len(MARK)) != MARK:
                return None
        return cls().settled(path)

    def settled(self, path: Path) -> Self:
        with _in_words():
            names, _count = parquet_rows.head(path)
        if not names or len(names) > WIDEST:
            raise UnreadableFile(_("The Parquet file has no usable columns."))
        return self.model_copy(update={"columns": unique_names(names)})

    def rows(self, path: Path, *, after_line: int = 0) -> Iterator[SourceRow]:
        with _in_words():
            found = parquet_rows.rows(path, after=after_line)
            for line, (cells, problem) in enumerate(found, after_line + 1):
                row = checked(line, cells)
                yield row._replace(problem=row.problem or problem)

    def estimate(self, path: Path) -> int:
        with _in_words():
            return max(1, parquet_rows.head(path)[1])


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except parquet_rows.TooLarge as error:
        raise UnreadableFile(
            _(
                "The Parquet file unpacks to more than the memory that an import may have. "
                "Write it with smaller row groups and without very long values."
            )
        ) from error
    except parquet_rows.Damaged as error:
        raise UnreadableFile(
            _("The Parquet file is damaged, or holds values that cannot be read.")
        ) from error

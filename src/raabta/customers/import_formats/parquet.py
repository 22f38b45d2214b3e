"""Parquet: read in small batches, so memory follows the batch and not the file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Self

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
from raabta.customers.import_formats.json_lines import text_of

MARK = b"PAR1"
BATCH = 1000  # rows


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
        with _opened(path) as file:
            names = file.schema_arrow.names
        if not names or len(names) > WIDEST:
            raise UnreadableFile(_("The Parquet file has no usable columns."))
        return self.model_copy(update={"columns": unique_names(names)})

    def rows(self, path: Path, *, after_line: int = 0) -> Iterator[SourceRow]:
        line = 0
        with _opened(path) as file:
            for batch in file.iter_batches(batch_size=BATCH):
                columns = [column.to_pylist() for column in batch.columns]
                for values in zip(*columns, strict=True):
                    line += 1
                    if line > after_line:
                        yield checked(line, [text_of(value) for value in values])

    def estimate(self, path: Path) -> int:
        with _opened(path) as file:
            return max(1, int(file.metadata.num_rows))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import pyarrow as pa  # noqa: PLC0415 - heavy, and few imports are of this kind
    from pyarrow import parquet  # noqa: PLC0415

    try:
        with parquet.ParquetFile(path) as file:
            yield file
    # a moment finer than Python's own is a ValueError, a day after the year 9999 an OverflowError
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise UnreadableFile(
            _("The Parquet file is damaged, or holds values that cannot be read.")
        ) from error

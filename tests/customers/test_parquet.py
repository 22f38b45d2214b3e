"""Parquet files are read as a stream of rows."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from raabta.customers.import_format import UnreadableFile, detect, layout_from, layout_of


def _file(folder: Path, rows: int = 3) -> Path:
    path = folder / "people"
    table = pa.table(
        {
            "E-mail": [f"p{place}@example.com" for place in range(rows)],
            "Age": [None if place == 1 else place for place in range(rows)],
            "Joined": [date(2024, 2, 29)] * rows,
            "Tags": [["a", "b"]] * rows,
        }
    )
    parquet.write_table(table, path, row_group_size=1000)
    return path


def test_a_parquet_file_is_known_by_its_content_and_read_as_text(tmp_path: Path) -> None:
    path = _file(tmp_path)
    found = detect(path, "people.dat")
    assert (found.key, found.columns) == ("parquet", ["E-mail", "Age", "Joined", "Tags"])
    assert [tuple(row) for row in found.rows(path)][:2] == [
        (1, ["p0@example.com", "0", "2024-02-29", "a; b"], ""),
        (2, ["p1@example.com", "", "2024-02-29", "a; b"], ""),
    ]


def test_reading_goes_on_after_a_line_across_row_groups(tmp_path: Path) -> None:
    path = _file(tmp_path, rows=2500)
    found = layout_from(layout_of(detect(path, "people.parquet")))
    assert found.estimate(path) == 2500
    assert [row.line for row in found.rows(path, after_line=2498)] == [2499, 2500]


def test_a_damaged_parquet_file_is_refused_with_words(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    path.write_bytes(_file(tmp_path).read_bytes()[:-40])
    with pytest.raises(UnreadableFile, match="damaged"):
        detect(path, "people.parquet")

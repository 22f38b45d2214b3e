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


def test_a_moment_that_cannot_be_read_rejects_its_row_only(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    days = pa.array([19_000, 2_932_897, 19_001], pa.int32()).cast(pa.date32())  # year 10000
    parquet.write_table(pa.table({"Day": days}), path)
    found = detect(path, "people.parquet")
    assert [row.problem for row in found.rows(path)] == ["", "unreadable_value", ""]
    assert next(iter(found.rows(path))).cells[0] == "2022-01-08"


def test_texts_that_the_file_says_once_are_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 3000, pa.int32()), ["x" * 900_000])
    parquet.write_table(pa.table({"Note": text}), path)  # unpacked it would be 2.7 GB
    assert sum(1 for _row in detect(path, "people.parquet").rows(path)) == 3000


def test_a_file_that_unpacks_to_gigabytes_is_refused_with_words(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    one = pa.array(["x" * 1_000_000])
    lists = pa.ListArray.from_arrays([0, 3000], pa.DictionaryArray.from_arrays([0] * 3000, one))
    parquet.write_table(pa.table({"Notes": lists}), path)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(UnreadableFile, match="memory"):
        list(detect(path, "people.parquet").rows(path))

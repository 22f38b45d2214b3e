"""Large files are read in a helper process; when it fails, the import reads on by itself."""

import gzip
import random
from dataclasses import replace
from pathlib import Path

import pytest

from raabta.customers.imports.preparing import (
    HelperFailed,
    Reading,
    chunks,
    chunks_from_helper,
)
from raabta.customers.models import Customer, Import
from raabta.customers.services import import_run
from raabta.customers.services.imports import start_import
from raabta.kernel import jobs
from raabta.workspaces.models import Workspace
from tests.customers.importing import ACTOR, received

CSV = 'email,city\na@mail.example,Lahore\nnobody\n"b@mail.example","Two\nlines"\nc@x.example,1,2\n'
READING = Reading(
    format="raabta.customers.import_formats.separated:Separated",
    layout={"columns": ["email", "city"]},
    path="",
    after_line=0,
    size=2,
    together=None,
    preparer="raabta.customers.imports.person_rows:preparer",
    plan={"columns": [[0, "email"], [1, "city"]]},
)


def test_a_helper_gives_the_same_chunks(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(CSV)
    reading = replace(READING, path=str(file))
    here = list(chunks(reading))
    assert [(one.last_line, one.rows) for one in here] == [(3, 2), (6, 2)]
    assert [row[4] for one in here for row in one.prepared[0]] == [
        "a@mail.example",
        "b@mail.example",
    ]
    assert here[1].cells() == {5: ["b@mail.example", "Two\nlines"]}
    assert here[1].broken == [(6, ["c@x.example", "1", "2"], "too_many_cells")]
    assert list(chunks_from_helper(reading)) == here


def test_a_helper_that_cannot_read_says_so(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(HelperFailed):
        list(chunks_from_helper(replace(READING, path=str(tmp_path / "gone.csv"))))
    assert capfd.readouterr().err.startswith("import helper: FileNotFoundError")


def test_a_large_file_that_turns_out_damaged_keeps_what_was_read(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(1)  # noqa: S311  not a secret
    lines = [f"r{n}@mail.example,{chance.randbytes(200).hex()}" for n in range(15_000)]
    packed = gzip.compress("\n".join(["email,about", *lines]).encode())
    row = received(workspace, packed, "people.csv.gz")
    assert row.size > import_run.WORTH_A_HELPER
    import_run.file_of(row).write_bytes(packed[: len(packed) * 3 // 4])
    start_import(workspace=workspace, row=row, actor=ACTOR)
    assert jobs.run_next([jobs.DEFAULT])
    row.refresh_from_db()
    assert row.state == Import.State.FAILED
    assert row.error == "The compressed file is damaged. Pack it again, or upload it unpacked."
    assert row.counts["created"] == row.rows_read == Customer.objects.count() > 0
    assert row.rows_read % import_run.CHUNK == 0
    assert "import helper: " in capfd.readouterr().err

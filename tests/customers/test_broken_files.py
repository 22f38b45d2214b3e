"""Broken and hostile files: refused in clear words or imported row by row; nothing stays behind."""

import gzip
import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from raabta.customers.imports.opening import LARGEST
from raabta.customers.models import Customer, Import, RejectedRow
from raabta.customers.services import imports
from raabta.customers.services.import_run import file_of
from raabta.customers.table_files import table_file
from raabta.kernel import clock, jobs
from raabta.workspaces.models import User, Workspace
from tests.customers.importing import ACTOR, counted, imported, received

GOOD = b"email,first name\nada@x.example,Ada\n"
HUGE = "x" * 10_000_000
SHEET = "xl/worksheets/sheet1.xml"
DAMAGED = "The workbook is damaged"
NO_TEXT = "This is no text file. Save the table as CSV or .xlsx."


def workbook(rows: Iterable[list[Any]] = (["email", "first name"], ["a@x.example", "A"])) -> bytes:
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def with_sheet(content: bytes | None) -> bytes:
    """A workbook whose sheet is this, or missing."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            kept = content if name == SHEET else old.read(name)
            if kept is not None:
                new.writestr(name, kept)
    return made.getvalue()


def zip_bomb() -> bytes:
    """Half a gigabyte of blanks in half a megabyte."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            with new.open(name, "w") as file:
                file.write(old.read(name))
                if name == SHEET:
                    for _ in range(512):
                        file.write(b" " * 2**20)
    return made.getvalue()


def lying_bomb() -> bytes:
    """As above, and the archive claims that the sheet is small."""
    bomb, sheet = bytearray(zip_bomb()), SHEET.encode()
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    at = bomb.rfind(sheet)  # in the directory at the end
    claimed = bomb.rfind(size, 0, at)
    bomb[claimed : claimed + 4] = (4_000).to_bytes(4, "little")
    return bytes(bomb)


def gzip_bomb() -> bytes:
    made = io.BytesIO()
    with gzip.open(made, "wb") as file:
        file.write(b"email,first name\n")
        piece = b"a@x.example,Ada\n" * 2**16
        for _ in range(LARGEST // len(piece) + 1):
            file.write(piece)
    return made.getvalue()


def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


UNREADABLE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "x.csv", "The submitted file is empty."),
    "blank": (lambda: b"\n \n\t\n", "x.csv", "The file is empty."),
    "only zeros": (lambda: bytes(1_000), "x.csv", "The file is empty."),
    "picture": (picture, "x.csv", NO_TEXT),
    "picture as workbook": (picture, "x.xlsx", NO_TEXT),
    "too wide": (
        lambda: b",".join(b"c%d" % n for n in range(20_000)) + b"\nx\n",
        "x.csv",
        "The file has more than 500 columns. Leave out what you do not need.",
    ),
    "cut gzip": (lambda: gzip.compress(GOOD)[:-12], "x.gz", "The compressed file is damaged."),
    "no gzip": (lambda: b"\x1f\x8b" + bytes(50), "x.gz", "The compressed file is damaged."),
    "gzip bomb": (gzip_bomb, "x.csv.gz", "The file is larger than 1024 MB once unpacked."),
    "cut workbook": (lambda: workbook()[:-200], "x.xlsx", DAMAGED),
    "no sheet": (lambda: with_sheet(None), "x.xlsx", "The workbook is empty."),
    "cut sheet": (lambda: with_sheet(b"<worksheet><sheetData><row"), "x.xlsx", DAMAGED),
    "empty workbook": (lambda: workbook([]), "x.xlsx", "The workbook is empty."),
    "entities": (
        lambda: with_sheet(b'<!DOCTYPE l [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'),
        "x.xlsx",
        "The workbook holds XML that Excel never writes.",
    ),
    "zip bomb": (zip_bomb, "x.xlsx", "times its size, as an attack would."),
    "lying zip bomb": (lying_bomb, "x.xlsx", DAMAGED),
    "old excel": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "x.xls",
        "This is a workbook of an old Excel or a locked one.",
    ),
    "json list": (lambda: b'[{"email": "a@x.example"}]', "x.json", "Put each object on a line"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_nothing_stays(
    client: Client, workspace: Workspace, owner: User, name: str
) -> None:
    make, filename, words = UNREADABLE[name]
    client.force_login(owner)
    page = upload(client, make(), filename)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Import.objects.exists()
    assert stored_files() == []
    assert upload(client, GOOD, "good.csv").status_code == 303


def upload(client: Client, content: bytes, name: str) -> Any:
    given = {"target": "customers", "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("web:imports:new"), given)


@pytest.fixture(autouse=True)
def no_files_before() -> None:
    for path in stored_files():
        path.unlink()


def stored_files() -> list[Path]:
    return [path for path in Path(settings.FILES).glob("imports/*") if path.is_file()]


CSV = "email,first name\n"
AROUND = CSV + "a@x.example,Ada\n{}\nz@x.example,Zoe\n"
WHOLE = [("a@x.example", "Ada"), ("z@x.example", "Zoe")]
ROWS: dict[str, tuple[bytes, list[tuple[int, str]]]] = {
    "too many cells": (AROUND.format("b@x.example,Bob,more,cells").encode(), [(3, "too_many_cells")]),
    "unclosed quote": (AROUND.format('b@x.example,"Bob').encode(), [(3, "unclosed_quote")]),
    "zero byte": (AROUND.format("b@x.example,B\0b").encode(), [(3, "nul")]),
    "huge cell": (AROUND.format(f"b@x.example,{HUGE}").encode(), [(3, "huge_cell")]),
    "huge quoted cell": (AROUND.format(f'b@x.example,"{HUGE}"').encode(), [(3, "huge_cell")]),
    "huge line": (AROUND.format(f"b@x.example,{HUGE}{HUGE}").encode(), [(3, "huge_line")]),
    "no address": (AROUND.format(",Nobody").encode(), [(3, "nobody")]),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_broken_row_is_rejected_with_its_reason_and_the_others_are_imported(
    workspace: Workspace, name: str
) -> None:
    content, rejected = ROWS[name]
    row = imported(workspace, content)
    assert (row.state, counted(row)) == ("done", {"created": 2, "rejected": len(rejected)})
    assert people() == WHOLE
    kept = RejectedRow.objects.filter(run=row).order_by("line")
    assert list(kept.values_list("line", "reason")) == rejected
    assert max(len(cell) for one in kept for cell in one.row) < 300


def test_a_row_in_another_encoding_than_its_file_is_rejected(workspace: Workspace) -> None:
    good = "".join(f"a{n}@x.example,Zoë\n" for n in range(20)).encode()
    row = imported(workspace, CSV.encode() + good + b"b@x.example,Zo\xeb\n")
    assert (row.state, counted(row)) == ("done", {"created": 20, "rejected": 1})
    assert set(Customer.objects.values_list("first_name", flat=True)) == {"Zoë"}
    assert RejectedRow.objects.values_list("line", "reason").get() == (22, "encoding")


def test_short_rows_are_filled_up_and_blank_ones_left_out(workspace: Workspace) -> None:
    row = imported(workspace, CSV + "a@x.example\n,\n\nz@x.example,Zoe,,\n")
    assert (row.state, counted(row)) == ("done", {"created": 2})
    assert people() == [("a@x.example", ""), ("z@x.example", "Zoe")]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8-sig", "Zoë"),
        ("utf-16", "عائشہ"),
        ("utf-16-le", "Zoë"),
        ("utf-32", "রহিম"),
        ("cp1252", "Zoë"),
    ],
)
def test_a_file_in_another_encoding_is_read_as_it_was_written(
    workspace: Workspace, encoding: str, name: str
) -> None:
    row = imported(workspace, f"{CSV}a@x.example,{name}\n".encode(encoding))
    assert (row.state, people()) == ("done", [("a@x.example", name)])


def test_a_huge_cell_of_a_workbook_is_rejected(workspace: Workspace) -> None:
    huge = ["b@x.example", "y" * 1_000_001]
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + "".join(
            "<row>" + "".join(f'<c t="inlineStr"><is><t>{c}</t></is></c>' for c in row) + "</row>"
            for row in (["email", "first name"], ["a@x.example", "Ada"], huge, list(WHOLE[1]))
        )
        + "</sheetData></worksheet>"
    )
    row = imported(workspace, with_sheet(sheet.encode()), name="people.xlsx")
    assert (row.state, counted(row)) == ("done", {"created": 2, "rejected": 1})
    assert people() == WHOLE
    assert RejectedRow.objects.get(run=row).reason == "huge_cell"


def test_an_import_that_breaks_again_and_again_is_over_and_can_be_taken_back(
    workspace: Workspace,
) -> None:
    row = received(workspace, GOOD)
    imports.start_import(workspace=workspace, row=row, actor=ACTOR)
    file_of(row).unlink()
    for minute in range(jobs.ATTEMPTS):
        with clock.turned_to(clock.now() + timedelta(minutes=minute)):
            assert jobs.run_next([jobs.DEFAULT])
    row.refresh_from_db()
    assert (row.state, row.error[:23]) == ("failed", "Something went wrong on")
    assert not jobs.run_next([jobs.DEFAULT])
    imports.revert_import(workspace=workspace, row=row, actor=ACTOR)
    assert jobs.run_next([jobs.DEFAULT])
    row.refresh_from_db()
    assert row.state == "reverted"


FORMULAS = ("=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x","y")')


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_in_a_file_is_text_here_and_in_every_file_that_leaves(
    client: Client, workspace: Workspace, owner: User, formula: str, tmp_path: Path
) -> None:
    cell = formula.replace('"', '""')
    row = imported(workspace, f'{CSV}a@x.example,"{cell}"\nbroken,"{cell}"\n')
    assert people() == [("a@x.example", formula)]
    client.force_login(owner)
    answer = client.get(reverse("web:imports:rejected", args=[row.pk]))
    streamed = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert f'"\'{cell}"' in streamed
    with table_file(tmp_path / "people.csv", "csv", ["Name"]) as write:
        write([formula])
    assert (tmp_path / "people.csv").read_text("utf-8-sig").splitlines()[1].lstrip('"')[0] == "'"
    with table_file(tmp_path / "people.xlsx", "xlsx", ["Name"]) as write:
        write([formula])
    with zipfile.ZipFile(tmp_path / "people.xlsx") as archive:
        assert b"<f>" not in archive.read(SHEET)


def people() -> list[tuple[str, str]]:
    return list(Customer.objects.order_by("email").values_list("email", "first_name"))

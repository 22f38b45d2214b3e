"""Files that visitors send: taken by their content, read by few, gone with the person."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from raabta.customers.data_export import Package
from raabta.customers.models import Customer
from raabta.customers.services.erasure import erase_customer
from raabta.forms.data_exports import Submissions
from raabta.forms.form_fields.file import File
from raabta.forms.models import Form, FormFile, FormSubmission
from raabta.forms.services import building
from raabta.forms.uploads import Upload, kind_of, path_of
from raabta.kernel import pumps
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import Role
from tests.forms.conftest import words
from tests.forms.test_submitting import ANSWERS, send

PDF = b"%PDF-1.7 a letter"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\0\0\1\0\0\0\1" + b"\x08\6\0\0\0"


@pytest.fixture
def with_file(form: Form) -> Form:
    asked = File(id="cv", words=words("Your letter"), types=["pdf", "image"], most_mb=1)
    building.put_field(workspace=form.workspace, actor=SYSTEM, form_id=form.pk, field=asked)
    form.refresh_from_db()
    return form


def sent(form: Form, data: bytes, name: str = "letter.pdf") -> Any:
    return send(form, {**ANSWERS, "cv": SimpleUploadedFile(name, data, "application/pdf")})


def archive(*names: str, mimetype: str = "") -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "pdf"),
        (PNG, "image"),
        (archive("word/document.xml"), "document"),
        (archive("xl/workbook.xml"), "sheet"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "document"),
        ("نام,شہر\n".encode(), "text"),
    ],
)
def test_a_kind_is_known_by_the_content(data: bytes, kind: str) -> None:
    found = kind_of(data)
    assert found
    assert found[0] == kind


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\0",
        b"\x7fELF\2",
        archive("evil.exe"),
        archive("word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04 no archive",
        b"",
        b"text with \0",
    ],
)
def test_programs_macros_and_archives_are_no_kind(data: bytes) -> None:
    assert kind_of(data) is None


def test_a_name_is_one_plain_line() -> None:
    assert Upload("../../etc/pass\u202ewd\n.pdf", b"").name == "passwd.pdf"
    assert Upload("C:\\docs\\" + "x" * 300 + ".pdf", b"").name[-5:] == "x.pdf"
    assert Upload("\0/", b"").name == "file"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (PDF + b"x" * 2**20, "larger than 1 MB"),
        (b"<html><script>alert(1)</script>", "This kind of file is not taken"),
        (archive("word/document.xml"), "This kind of file is not taken"),
    ],
)
def test_other_files_are_refused_with_words_and_nothing_is_kept(
    with_file: Form, data: bytes, words: str
) -> None:
    answer = sent(with_file, data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not FormSubmission.objects.exists()
    assert not FormFile.objects.exists()


def test_far_too_much_is_refused_before_it_is_read(with_file: Form) -> None:
    assert sent(with_file, PDF + b"x" * 3 * 2**20).status_code == 413


def test_a_file_is_kept_and_saved_by_those_who_may_read_submissions(
    with_file: Form, workspace: Workspace, owner: User
) -> None:
    assert sent(with_file, PDF).status_code == 200
    row, kept = FormSubmission.objects.get(), FormFile.objects.get()
    assert row.answers["cv"] == "letter.pdf"
    assert (kept.content_type, kept.size) == ("application/pdf", len(PDF))
    url = f"/forms/submissions/files/{kept.pk}"
    assert Client().get(url).status_code == 302  # to the login
    client = Client()
    client.force_login(owner)
    assert url in client.get(f"/forms/submissions/{row.pk}").content.decode()
    answer: Any = client.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    Membership.objects.update(role=Role.ANALYST)
    assert client.get(url).status_code == 403


def test_another_workspace_never_gets_the_file(
    with_file: Form, workspace: Workspace, other_workspace: Workspace
) -> None:
    sent(with_file, PDF)
    stranger = Membership.objects.get(workspace=other_workspace).user
    client = Client()
    client.force_login(stranger)
    assert client.get(f"/forms/submissions/files/{FormFile.objects.get().pk}").status_code == 404


def test_a_person_gets_their_files_and_erasure_takes_them(
    with_file: Form, workspace: Workspace, django_capture_on_commit_callbacks: Any
) -> None:
    sent(with_file, PDF)
    pumps.run_until_idle(seconds=20)
    ada, kept = Customer.objects.get(), FormFile.objects.get()
    held = BytesIO()
    with ZipFile(held, "w") as made:
        Submissions().write(workspace, ada.pk, Package(made))
    with ZipFile(held) as made:
        assert made.read(f"form_files/{kept.pk}-letter.pdf") == PDF
    path = path_of(kept.token)
    assert path.is_file()
    with django_capture_on_commit_callbacks(execute=True):
        erase_customer(workspace=workspace, actor=SYSTEM, customer_id=ada.pk)
    with django_capture_on_commit_callbacks(execute=True):
        pumps.run_until_idle(seconds=20)
    assert not FormFile.objects.exists()
    assert not path.exists()

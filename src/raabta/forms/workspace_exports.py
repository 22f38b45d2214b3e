"""Forms, the words that people agreed to, and what was sent in."""

import re
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.forms.models import FormFile
from raabta.forms.uploads import path_of
from raabta.kernel.stored_files import write_file
from raabta.workspaces.workspace_export import Row, Table, WorkspaceExport

if TYPE_CHECKING:
    from raabta.workspaces.leaving.archive import Reader, Writer
    from raabta.workspaces.leaving.new_ids import NewIds
    from raabta.workspaces.models import Workspace

FOLDER = "form-files/"
TOKEN = re.compile(r"[\w-]{1,32}")


class Submissions(Table):
    """The consents of a submission name the texts that were shown."""

    def incoming(self, row: Row, ids: "NewIds") -> None:
        new = {name: ids.of("forms.ConsentText", old) for name, old in row["consents"].items()}
        row["consents"] = {name: pk for name, pk in new.items() if pk}


class Files(Table):
    """The token is the name of a file."""

    def incoming(self, row: Row, ids: "NewIds") -> None:
        if not TOKEN.fullmatch(row["token"]):
            raise ValueError(row["token"])


class Forms(WorkspaceExport):
    key: ClassVar = "forms"
    label: ClassVar = _("Forms, the words that were agreed to, and what was sent in")
    order: ClassVar = 65
    tables: ClassVar = (
        Table("forms", "forms.Form", kept_if_free=("public_id",)),
        Table("consent_texts", "forms.ConsentText"),
        Submissions("form_submissions", "forms.FormSubmission"),
        Files("form_files", "forms.FormFile", kept_if_free=("token",)),
    )

    def write_files(self, workspace: "Workspace", writer: "Writer") -> None:
        for file in FormFile.objects.filter(workspace=workspace).order_by("pk").iterator():
            path = path_of(file.token)
            if path.is_file():
                writer.file(f"{FOLDER}{file.token}", path, filename=file.filename)

    def arrived(self, workspace: "Workspace", reader: "Reader", ids: "NewIds") -> None:
        for name in reader.files:
            old = name.removeprefix(FOLDER)
            token = ids.words.get(old, old)
            held = FormFile.objects.filter(workspace=workspace, token=token)
            if name.startswith(FOLDER) and TOKEN.fullmatch(token) and held.exists():
                write_file(path_of(token), b"".join(reader.blocks(name)))

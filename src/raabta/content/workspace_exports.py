"""Templates as block trees and as MJML, the brand, and the pictures."""

import json
import re
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.content import image_files, mjml
from raabta.content.models import Image, Variant
from raabta.workspaces.workspace_export import Row, Table, WorkspaceExport

if TYPE_CHECKING:
    from raabta.workspaces.leaving.archive import Reader, Writer
    from raabta.workspaces.leaving.new_ids import NewIds
    from raabta.workspaces.models import Workspace

FOLDER = "images/"
TOKEN = re.compile(r"[\w-]{1,32}")


class Images(Table):
    """The token is the name of a file."""

    def incoming(self, row: Row, ids: "NewIds") -> None:
        if not TOKEN.fullmatch(row["token"]):
            raise ValueError(row["token"])


class Trees(Table):
    """The addresses of pictures change with the server."""

    def incoming(self, row: Row, ids: "NewIds") -> None:
        text = json.dumps(row["tree"])
        for old, new in ids.words.items():
            text = text.replace(old, new)
        row["tree"] = json.loads(text)


class Content(WorkspaceExport):
    key: ClassVar = "content"
    label: ClassVar = _("Templates, also as MJML, brand and pictures")
    order: ClassVar = 40
    tables: ClassVar = (
        Images("images", "content.Image", kept_if_free=("token",)),
        Table("brands", "content.Brand"),
        Table("templates", "content.Template"),
        Trees("template_variants", "content.Variant"),
    )
    left_out: ClassVar = {
        "content.VariantStep": "steps of the editor's undo; the last one is the variant itself",
    }

    def write_files(self, workspace: "Workspace", writer: "Writer") -> None:
        for image in Image.objects.filter(workspace=workspace).order_by("pk").iterator():
            path = image_files.path_of(image.token)
            if path.is_file():
                writer.file(f"{FOLDER}{image.token}", path, filename=image.filename)
        variants = Variant.objects.filter(workspace=workspace).order_by("pk")
        for one in variants.iterator():
            told = {"subject": one.subject}
            writer.text(
                f"mjml/{one.template_id}-{one.language}.mjml", mjml.laid_out(one.tree), **told
            )

    def arrived(self, workspace: "Workspace", reader: "Reader", ids: "NewIds") -> None:
        for name in reader.files:
            old = name.removeprefix(FOLDER)
            token = ids.words.get(old, old)
            held = Image.objects.filter(workspace=workspace, token=token)
            if name.startswith(FOLDER) and TOKEN.fullmatch(token) and held.exists():
                image_files.write(token, b"".join(reader.blocks(name)))

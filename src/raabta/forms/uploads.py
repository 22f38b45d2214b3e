"""Files that visitors send along: what they are by their content, and where they lie."""

import unicodedata
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raabta.content.image_files import UnknownImage, read_header
from raabta.kernel.stored_files import stored_path

TYPES = {
    "pdf": _("PDF"),
    "image": _("Pictures (PNG, JPEG, GIF, WebP)"),
    "document": _("Text documents (DOCX, ODT)"),
    "sheet": _("Spreadsheets (XLSX, ODS)"),
    "text": pgettext_lazy("kind of file", "Plain text (TXT, CSV)"),
}
ENDINGS = {
    "pdf": (".pdf",),
    "image": (".png", ".jpg", ".jpeg", ".gif", ".webp"),
    "document": (".docx", ".odt"),
    "sheet": (".xlsx", ".ods"),
    "text": (".txt", ".csv"),
}
OFFICE = "application/vnd.openxmlformats-officedocument"
PARTS = {  # a file that only this kind of Office document has inside
    "word/document.xml": ("document", f"{OFFICE}.wordprocessingml.document"),
    "xl/workbook.xml": ("sheet", f"{OFFICE}.spreadsheetml.sheet"),
}
OPEN = "application/vnd.oasis.opendocument"
MIMETYPES = {f"{OPEN}.text": "document", f"{OPEN}.spreadsheet": "sheet"}
MACROS = "vbaProject.bin"


@dataclass(frozen=True)
class Upload:
    """`data` may be cut off one byte after the most that any file may have."""

    filename: str
    data: bytes

    @property
    def name(self) -> str:
        """The last part of the name, without signs that turn or hide text."""
        plain = PurePath(self.filename.replace("\\", "/")).name
        seen = "".join(c for c in plain if unicodedata.category(c)[0] != "C")
        return seen.strip()[-200:] or "file"


def kind_of(data: bytes) -> tuple[str, str] | None:
    """The key of TYPES and the content type; None for what is none of them."""
    if data.startswith(b"%PDF-"):
        return "pdf", "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    try:
        return "image", read_header(data).content_type
    except UnknownImage:
        return ("text", "text/plain") if _is_text(data) else None


def path_of(token: str) -> Path:
    return stored_path("form-files", token)


def _archive(data: bytes) -> tuple[str, str] | None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if any(name.endswith(MACROS) for name in names):
                return None
            if found := next((PARTS[name] for name in PARTS if name in names), None):
                return found
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                content_type = archive.read("mimetype").decode("ascii", "replace")
                if content_type in MIMETYPES:
                    return MIMETYPES[content_type], content_type
    except (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return None
    return None


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(text) and all(c in "\n\r\t\ufeff" or ord(c) >= 32 for c in text)

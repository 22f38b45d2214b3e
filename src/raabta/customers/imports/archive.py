"""Look into a workbook's archive before it is opened: sizes, and XML that attacks its reader."""

import zipfile
import zlib
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _

from raabta.customers.import_format import UnreadableFile
from raabta.customers.imports.opening import LARGEST, too_large

MOST_MEMBERS = 2_000
MOST_STRINGS = 300 * 2**20  # the table of shared texts is held in memory
SUSPECT_RATIO = 200
SUSPECT_SIZE = 20 * 2**20
PIECE = 2**16


class _RootReached(Exception):
    pass


def check_archive(path: Path) -> None:
    """Raises UnreadableFile for a damaged archive, a zip bomb or XML with a document type."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_sizes(members)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_xml(archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(
            _("The workbook is damaged, locked or not an Excel file. Save it again, or as CSV.")
        ) from error


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST:
        raise UnreadableFile(too_large())
    for member in members:
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > SUSPECT_SIZE and ratio > SUSPECT_RATIO:
            raise UnreadableFile(
                _(
                    "The workbook unpacks to %(ratio)s times its size, as an attack would. Save it as CSV."
                )
                % {"ratio": round(ratio)}
            )
        if member.filename.endswith("sharedStrings.xml") and member.file_size > MOST_STRINGS:
            raise UnreadableFile(_("The workbook holds too much text. Save it as CSV."))


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """A workbook has no document type; one is a way to entities that grow without end."""
    parser = expat.ParserCreate()

    def refuse(*_args: object) -> NoReturn:
        raise UnreadableFile(_("The workbook holds XML that Excel never writes. Save it as CSV."))

    def stop(*_args: object) -> NoReturn:
        raise _RootReached

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        with archive.open(member) as file:
            while piece := file.read(PIECE):
                parser.Parse(piece)
    except (_RootReached, expat.ExpatError):
        return

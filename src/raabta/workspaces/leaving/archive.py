"""The ZIP file of a workspace: written and read as a stream, each file with its SHA-256."""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

FORMAT = 1
MANIFEST = "manifest.json"
LONGEST_LINE = 64_000_000
LARGEST_MANIFEST = 16_000_000
BLOCK = 1 << 20
LARGEST_UNPACKED = 200 * 2**30
SUSPECT_RATIO, SUSPECT_SIZE = 200, 2**30


class UnreadableArchive(Exception):
    """The file is no export of a workspace, or was altered; the message is for its reader."""


class Writer:
    """Adds files one after another; `close` writes what the archive holds."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.files: dict[str, dict[str, Any]] = {}

    def lines(self, name: str, rows: Iterable[Mapping[str, Any]], **told: Any) -> int:
        """JSON Lines; what is told of the file stands in the manifest."""
        digest, count = sha256(), 0
        with self._archive.open(name, "w", force_zip64=True) as file:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, default=str).encode() + b"\n"
                digest.update(line)
                file.write(line)
                count += 1
        self.files[name] = {"rows": count, "sha256": digest.hexdigest(), **told}
        return count

    def file(self, name: str, path: Path, **told: Any) -> None:
        """Any file, as it is."""
        digest = sha256()
        with path.open("rb") as source, self._archive.open(name, "w", force_zip64=True) as file:
            while block := source.read(BLOCK):
                digest.update(block)
                file.write(block)
        self.files[name] = {"sha256": digest.hexdigest(), **told}

    def text(self, name: str, text: str, **told: Any) -> None:
        """A short file."""
        content = text.encode()
        self._archive.writestr(name, content)
        self.files[name] = {"sha256": sha256(content).hexdigest(), **told}

    def close(self, **told: Any) -> dict[str, Any]:
        manifest = {"format": FORMAT, **told, "files": self.files}
        self._archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2))
        return manifest


class Reader:
    """Raises UnreadableArchive, here and wherever it reads.

    `beat` is called again and again while it reads, so that a job shows that it lives.
    """

    def __init__(self, archive: zipfile.ZipFile, beat: Callable[[], None] = lambda: None) -> None:
        self._archive, self.beat = archive, beat
        self._check_sizes()
        self.manifest = self._read_manifest()
        self.files: dict[str, dict[str, Any]] = self.manifest["files"]

    def verify(self) -> None:
        """Read every file once and compare it with the manifest."""
        for name, told in self.files.items():
            digest = sha256()
            for block in self.blocks(name):
                self.beat()
                digest.update(block)
            if digest.hexdigest() != told.get("sha256"):
                raise UnreadableArchive(_("The file “%(name)s” was altered.") % {"name": name})

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        with self._archive.open(name) as file:
            while line := file.readline(LONGEST_LINE):
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise UnreadableArchive(_damaged(name)) from error
                if not isinstance(row, dict):
                    raise UnreadableArchive(_damaged(name))
                yield row

    def blocks(self, name: str) -> Iterator[bytes]:
        try:
            with self._archive.open(name) as file:
                while block := file.read(BLOCK):
                    yield block
        except (KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise UnreadableArchive(_damaged(name)) from error

    def _check_sizes(self) -> None:
        """No archive that unpacks to more than any workspace holds, as an attack would."""
        sizes = [(one.file_size, one.compress_size) for one in self._archive.infolist()]
        packed = sum(compressed for _size, compressed in sizes)
        unpacked = sum(size for size, _compressed in sizes)
        if unpacked > LARGEST_UNPACKED or unpacked > SUSPECT_RATIO * packed + SUSPECT_SIZE:
            words = _("The archive unpacks to %(size)s MB, more than an export does.")
            raise UnreadableArchive(words % {"size": unpacked // 2**20})

    def _read_manifest(self) -> dict[str, Any]:
        words = _("This is not an export of a workspace.")
        try:
            if self._archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
                raise UnreadableArchive(words)
            found = json.loads(self._archive.read(MANIFEST))
        except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
            raise UnreadableArchive(words) from error
        if not isinstance(found, dict) or not isinstance(found.get("files"), dict):
            raise UnreadableArchive(words)
        if found.get("format") != FORMAT:
            raise UnreadableArchive(_("Another version of Raabta wrote this export."))
        return found


def _damaged(name: str) -> str:
    return _("The file “%(name)s” of the export is damaged.") % {"name": name}

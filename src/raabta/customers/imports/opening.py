"""Open an uploaded file, compressed or not, without being fooled by a compression bomb."""

import gzip
import io
import zlib
from pathlib import Path
from typing import IO, cast

from django.utils.translation import gettext as _

from raabta.customers.import_format import UnreadableFile

GZIP = b"\x1f\x8b"
LARGEST = 2**30  # bytes, also after unpacking


def open_bytes(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked when it is gzip."""
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    if not packed:
        return path.open("rb")
    return cast("IO[bytes]", io.BufferedReader(_Limited(gzip.open(path, "rb")), 2**18))


class _Limited(io.RawIOBase):
    """Stops a small file from unpacking to an endless one."""

    def __init__(self, source: "gzip.GzipFile | IO[bytes]") -> None:
        self._source = source
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        try:
            piece = self._source.read(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableFile(
                _("The compressed file is damaged. Pack it again, or upload it unpacked.")
            ) from error
        self._read += len(piece)
        if self._read > LARGEST:
            raise UnreadableFile(too_large())
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._source.close()
        super().close()


def too_large() -> str:
    return _(
        "The file is larger than %(most)s MB once unpacked. Split it and import the parts."
    ) % {"most": LARGEST // 2**20}


def count_lines(path: Path) -> int:
    with open_bytes(path) as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(2**20), b""))

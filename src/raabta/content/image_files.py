"""Picture files: what they are by their first bytes, how large, and where they lie."""

import struct
from dataclasses import dataclass
from pathlib import Path

from raabta.kernel.stored_files import stored_path, write_file

TYPES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


@dataclass(frozen=True)
class Header:
    content_type: str
    width: int
    height: int


class UnknownImage(ValueError):
    """Neither PNG, JPEG, GIF nor WebP, or cut off before its size is told."""


def read_header(data: bytes) -> Header:
    """Type and size by the file's own bytes, whatever its name says. Raises UnknownImage."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
            return Header("image/png", *struct.unpack(">II", data[16:24]))
        if data[:6] in {b"GIF87a", b"GIF89a"}:
            return Header("image/gif", *struct.unpack("<HH", data[6:10]))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return Header("image/webp", *_webp_size(data))
        if data.startswith(b"\xff\xd8\xff"):
            return Header("image/jpeg", *_jpeg_size(data))
    except (struct.error, IndexError) as error:
        raise UnknownImage from error
    raise UnknownImage


def _webp_size(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return _three(data, 24) + 1, _three(data, 27) + 1
    if kind == b"VP8L":
        bits = struct.unpack("<I", data[21:25])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise UnknownImage


def _three(data: bytes, at: int) -> int:
    return data[at] | data[at + 1] << 8 | data[at + 2] << 16


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            raise UnknownImage
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 if marker == 0xFF else 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    raise UnknownImage


def path_of(token: str) -> Path:
    return stored_path("images", token)


def write(token: str, data: bytes) -> None:
    write_file(path_of(token), data)


def remove(token: str) -> None:
    path_of(token).unlink(missing_ok=True)

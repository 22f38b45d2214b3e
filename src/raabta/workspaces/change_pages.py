"""Rows of a change set as they are stored: a JSON list under zstd."""

import sys
from typing import Any

import msgspec

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 1


def pack(rows: list[dict[str, Any]]) -> bytes:
    """Dates, decimals and UUIDs become text; reverters parse them again."""
    return zstd.compress(msgspec.json.encode(rows), LEVEL)


def unpack(packed: bytes | memoryview) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = msgspec.json.decode(zstd.decompress(bytes(packed)))
    return rows


def unpack_one(packed: bytes | memoryview, pk: int) -> dict[str, Any] | None:
    """The kept row of this id, without reading the others."""
    data = zstd.decompress(bytes(packed))
    starts = (b'{"id":%d,' % pk, b'{"id":%d}' % pk)
    if not any(start in data for start in starts):
        return None
    for row in msgspec.json.decode(data, type=list[msgspec.Raw]):
        if bytes(row).startswith(starts):
            found: dict[str, Any] = msgspec.json.decode(row)
            return found
    return None

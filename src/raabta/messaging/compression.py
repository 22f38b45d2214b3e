"""Kept mails are stored with zstd, which comes with Python from 3.14."""

import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def compress(raw: bytes) -> bytes:
    return bytes(zstd.compress(raw, level=3))


def expand(packed: bytes | memoryview) -> bytes:
    return bytes(zstd.decompress(bytes(packed)))

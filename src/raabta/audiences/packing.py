"""Ids in few bytes: little-endian int64, zstd."""

import sys
from array import array
from collections.abc import Iterable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 3


def pack(ids: Iterable[int]) -> bytes:
    numbers = array("q", ids)
    if sys.byteorder == "big":
        numbers.byteswap()
    return zstd.compress(numbers.tobytes(), LEVEL)


def unpack(packed: bytes | memoryview) -> "array[int]":
    numbers: array[int] = array("q")
    numbers.frombytes(zstd.decompress(bytes(packed)))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers

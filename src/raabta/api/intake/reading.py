"""A request of an event client: its key and its body, whatever way they came."""

import base64
import binascii
import zlib
from urllib.parse import parse_qs

from django.http import HttpRequest

KB = 1_024
MOST_BYTES = {"batch": 500 * KB, "import": 500 * KB}
MOST_OF_ONE = 32 * KB
GZIP = b"\x1f\x8b"
AUTOMATIC = 47  # zlib: gzip or zlib, whichever it is


class Refused(Exception):
    """Answered with this status and message; nothing was taken."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


def read_body(request: HttpRequest, call: str) -> bytes:
    """The body, unpacked. Raises Refused."""
    most = MOST_BYTES.get(call, MOST_OF_ONE)
    try:
        raw = request.read(most + 1)
    except OSError as error:  # the client went away
        raise Refused(400, "The body did not arrive whole.") from error
    if len(raw) <= most and raw[:2] == GZIP:
        raw = _unpacked(raw, most)
    if len(raw) > most:
        raise Refused(413, f"At most {most // KB} KB are taken at a time.")
    if not raw:
        raise Refused(400, "The body is empty.")
    return raw


def key_in_head(request: HttpRequest) -> str:
    """The write key as the user of Basic, as a Bearer, or in the address (for beacons)."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        return _user(value.strip())
    if scheme.lower() == "bearer":
        return value.strip()
    return str(parse_qs(request.META.get("QUERY_STRING", "")).get("writeKey", [""])[0])


def _user(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _unpacked(raw: bytes, most: int) -> bytes:
    """At most one byte more than allowed, so that a small body cannot fill the memory."""
    try:
        plain = zlib.decompressobj(AUTOMATIC)
        return plain.decompress(raw, most + 1)
    except zlib.error as error:
        raise Refused(400, "The body is not valid gzip.") from error

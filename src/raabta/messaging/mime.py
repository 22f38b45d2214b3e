"""Mails as bytes. Made by hand because the standard library takes forty times as long."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

MOST_ENCODED = 45  # bytes of text in one encoded word of at most 75 characters
LINE = 76
CONTROLS = dict.fromkeys(range(32), " ") | {127: " "}
FORBIDDEN = re.compile(r"[\x00-\x20\x7f<>]")
SPECIALS = set('()<>[]:;@\\,."')


class BadAddress(ValueError):
    """The address cannot stand in an envelope."""


@dataclass(frozen=True)
class Letter:
    """Everything that makes one mail."""

    token: str
    sender_name: str
    sender_address: str
    reply_to: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    language: str
    at: datetime
    unsubscribe_url: str  # empty for transactional mail
    unsubscribe_mail: str
    feedback_id: str


def build(letter: Letter) -> bytes:
    """The whole message with CRLF line ends, ASCII only."""
    boundary = f"=_{letter.token}"
    return b"".join(
        (
            "\r\n".join(headers(letter, boundary)).encode("ascii"),
            b"\r\n\r\n",
            part(boundary, "text/plain", letter.text),
            part(boundary, "text/html", letter.html),
            f"--{boundary}--\r\n".encode(),
        )
    )


def headers(letter: Letter, boundary: str) -> Iterator[str]:
    yield f"From: {mailbox(letter.sender_name, letter.sender_address)}"
    yield f"To: {mailbox(letter.to_name, letter.to_address)}"
    if letter.reply_to:
        yield f"Reply-To: {wire_address(letter.reply_to)}"
    yield f"Subject: {encoded(letter.subject, len('Subject: '))}"
    yield f"Date: {format_datetime(letter.at)}"
    yield f"Message-ID: <{letter.token}@{wire_address(letter.sender_address).rpartition('@')[2]}>"
    yield "MIME-Version: 1.0"
    if letter.unsubscribe_url:
        ways = [letter.unsubscribe_url]
        if letter.unsubscribe_mail:
            ways.append(f"mailto:{letter.unsubscribe_mail}?subject=unsubscribe")
        yield "List-Unsubscribe: " + ",\r\n ".join(f"<{way}>" for way in ways)
        yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
        yield "Precedence: bulk"
    yield f"Feedback-ID: {letter.feedback_id}"
    yield f"X-Raabta-Message: {letter.token}"
    if letter.language:
        yield f"Content-Language: {letter.language}"
    yield f'Content-Type: multipart/alternative; boundary="{boundary}"'


def part(boundary: str, kind: str, body: str) -> bytes:
    head = (
        f"--{boundary}\r\nContent-Type: {kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    packed = b64encode(body.encode())
    lines = [packed[at : at + LINE] for at in range(0, len(packed), LINE)]
    return head.encode() + b"\r\n".join(lines) + b"\r\n"


@lru_cache(maxsize=2_000)
def mailbox(name: str, address: str) -> str:
    """`Name <address>`, the name quoted or encoded as it needs."""
    shown, wire = clean(name), wire_address(address)
    if not shown:
        return wire
    if not shown.isascii() or "=?" in shown:
        return f"{encoded(shown, 0)} <{wire}>"
    if SPECIALS & set(shown):
        shown = '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{shown} <{wire}>"


@lru_cache(maxsize=2_000)
def wire_address(address: str) -> str:
    """The address as it goes over the wire, its domain in ASCII. Raises BadAddress."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not local or not domain or not local.isascii():
        raise BadAddress(address)
    if FORBIDDEN.search(address.strip()):
        raise BadAddress(address)
    if domain.isascii():
        return f"{local}@{domain}"
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise BadAddress(address) from error


def clean(text: str) -> str:
    """One line: nothing in it can begin another header."""
    return text.translate(CONTROLS).strip()


def encoded(text: str, used: int) -> str:
    """A header's text, as encoded words when it is not plain ASCII, folded into short lines.

    `used` is how much of the first line the header's name takes.
    """
    line = clean(text)
    if line.isascii() and "=?" not in line:
        return line if len(line) + used <= LINE else folded(line, used)
    words = (f"=?utf-8?b?{b64encode(piece).decode()}?=" for piece in pieces(line))
    return "\r\n ".join(words)


def folded(line: str, used: int) -> str:
    lines, at = [""], used
    for word in line.split(" "):
        if lines[-1] and at + len(word) + 1 > LINE:
            lines.append(word)
            at = len(word) + 1
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
            at += len(word) + 1
    return "\r\n ".join(lines)


def pieces(text: str) -> Iterator[bytes]:
    """The text in UTF-8, cut between characters."""
    piece = b""
    for letter in text:
        more = letter.encode("utf-8", "replace")
        if len(piece) + len(more) > MOST_ENCODED:
            yield piece
            piece = b""
        piece += more
    yield piece

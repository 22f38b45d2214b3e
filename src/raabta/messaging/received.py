"""A kept mail as its reader's program would show it."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage

FOLD = re.compile(r"\r?\n(?=[ \t])")
PIXEL = re.compile(r'<img [^>]*src="[^"]*/o/[\w-]+\.gif"[^>]*>')


@dataclass(frozen=True)
class Received:
    subject: str
    sender: str
    to: str
    text: str
    html: str  # without the picture that counts openings: reading it here is none
    headers: list[tuple[str, str]]


def read_mail(raw: bytes) -> Received:
    mail = message_from_bytes(raw, policy=policy.default)
    headers = [(name, _decoded(str(value))) for name, value in mail.raw_items()]
    first = {name.lower(): value for name, value in reversed(headers)}
    return Received(
        subject=first.get("subject", ""),
        sender=first.get("from", ""),
        to=first.get("to", ""),
        text=_body(mail, "plain"),
        html=PIXEL.sub("", _body(mail, "html")),
        headers=headers,
    )


def _decoded(value: str) -> str:
    """A header in plain letters. The parser of `email` leaves blanks within names in two parts."""
    line = FOLD.sub("", value)
    try:
        return str(make_header(decode_header(line)))
    except (HeaderParseError, LookupError, UnicodeError):
        return line


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part is not None else ""

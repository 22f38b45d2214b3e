"""A kept mail as its reader's program would show it."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

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
    return Received(
        subject=str(mail.get("Subject", "")),
        sender=str(mail.get("From", "")),
        to=str(mail.get("To", "")),
        text=_body(mail, "plain"),
        html=PIXEL.sub("", _body(mail, "html")),
        headers=[(name, str(value)) for name, value in mail.items()],
    )


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part is not None else ""

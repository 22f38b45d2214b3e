"""Notices in JSON that Amazon SES mails instead of a bounce."""

import re
from dataclasses import dataclass
from typing import Any

import msgspec

LEADING = re.compile(r"^\s*[\w-]+;\s*")


@dataclass(frozen=True)
class Fate:
    recipient: str
    status: str
    text: str


@dataclass(frozen=True)
class Notice:
    what: str  # bounce, complaint, delivery
    kind: str  # hard or soft, of a bounce
    feedback: str
    fates: tuple[Fate, ...]


def read_notice(body: str) -> Notice | None:
    """None when the text is no such notice."""
    start = body.find('{"notificationType"')
    if start < 0:
        return None
    try:
        said = msgspec.json.decode(_object(body[start:]))
        return _notice(said)
    except (msgspec.DecodeError, AttributeError, TypeError, ValueError):
        return None


def _object(text: str) -> str:
    """The JSON object without the footer that follows it, its line breaks taken out."""
    end = re.search(r"\}\s*(\r?\n--|$)", text)
    return re.sub(r"\r?\n", "", text[: end.start() + 1] if end else text)


def _notice(said: dict[str, Any]) -> Notice:
    what = str(said["notificationType"]).lower()
    detail: dict[str, Any] = said.get(what, {})
    people = detail.get("bouncedRecipients") or detail.get("complainedRecipients")
    if people is None:
        people = [{"emailAddress": one} for one in detail.get("recipients", [])]
    fates = tuple(
        Fate(
            str(one.get("emailAddress", "")).lower(),
            str(one.get("status", "")),
            LEADING.sub("", str(one.get("diagnosticCode", ""))),
        )
        for one in people
    )
    kind = "hard" if detail.get("bounceType") == "Permanent" else "soft"
    return Notice(what, kind, str(detail.get("complaintFeedbackType") or ""), fates)

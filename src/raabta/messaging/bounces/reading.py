"""Read a mail that came back: which message, which recipients, and what happened."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail

from raabta.messaging.bounces.notices import Notice, read_notice
from raabta.messaging.bounces.verdicts import SOFT, Verdict, judge, status_in

BOUNCE, COMPLAINT, REPLY, DELIVERED, OTHER = "bounce", "complaint", "reply", "delivered", "other"
MOST_BYTES = 5_000_000
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
OWN_HEADER = re.compile(rb"^X-Raabta-Message:\s*([\w-]{22})\s*$", re.MULTILINE | re.IGNORECASE)
OWN_ID = re.compile(rb"Message-ID:\s*<([\w-]{22})@", re.IGNORECASE)
OWN_TAG = re.compile(rb"\+([\w-]{22})@")
CODE = re.compile(r"(?<![\d.])([245]\d\d)(?![\d.])[ -]")
ROBOTS = re.compile(
    r"mailer-?daemon|post_?master|mail delivery|mdaemon|mail-daemon|no-?reply.*bounce",
    re.IGNORECASE,
)
FAILURES = re.compile(
    r"undeliver|returned mail|failure notice|delivery (status|failure|report|notification|has failed)"
    r"|(mail|message) (delivery|could not)|not (be )?delivered|delivery.{0,30}(fail|problem|delay)"
    r"|nondeliver|non-deliver|mail system error|returning (the )?message|warning: could not send"
    r"|rejected|mail could not|配信|エラー",
    re.IGNORECASE,
)
AWAY = re.compile(
    r"\b(out of (the )?office|automatic (reply|response)|auto[- ]?(reply|response|:)|vacation|"
    r"away from|on leave)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(
    r"^[> ]*-{2,}.{0,30}(original|copy|returned|header|included|message).{0,60}-{2,}\s*$"
    r"|^-{4,} ?this is a copy|^(return-path|received): |^--- below this line",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Failure:
    """One recipient's fate."""

    recipient: str
    status: str
    text: str
    verdict: Verdict
    is_final: bool = True  # false: it is late, and may still arrive


@dataclass(frozen=True)
class Returned:
    """A mail that came back. `token` is our message's, when the mail names it."""

    kind: str  # BOUNCE, COMPLAINT, REPLY, DELIVERED, OTHER
    token: str
    recipients: tuple[str, ...]
    failures: tuple[Failure, ...] = ()
    feedback: str = ""  # of a complaint: abuse, fraud, ...


def read_returned(raw: bytes) -> Returned:
    """Never raises: what cannot be understood is OTHER."""
    raw = raw[:MOST_BYTES]
    mail = message_from_bytes(raw)
    token = token_in(raw)
    notice = read_notice(body_of(mail))
    if notice is not None:
        return _of_provider(notice, token)
    feedback = _feedback(mail)
    if feedback is not None:
        return _complaint(feedback, token)
    fates = list(_statuses(mail))
    if fates:
        return _reported(fates, token, body_of(mail))
    if _is_reply(mail):
        return Returned(REPLY, token, ())
    if _looks_returned(mail):
        return _guessed(mail, token)
    return Returned(OTHER, token, ())


def _of_provider(notice: Notice, token: str) -> Returned:
    failures = tuple(
        Failure(
            one.recipient,
            one.status,
            one.text,
            judge(text=one.text, status=one.status)
            if one.text or one.status
            else Verdict("undefined", notice.kind, is_about_recipient=True),
        )
        for one in notice.fates
    )
    recipients = tuple(one.recipient for one in notice.fates)
    if notice.what == "bounce":
        return Returned(BOUNCE, token, recipients, failures)
    kinds = {"complaint": COMPLAINT, "delivery": DELIVERED}
    return Returned(kinds.get(notice.what, OTHER), token, recipients, feedback=notice.feedback)


def token_in(raw: bytes) -> str:
    for pattern in (OWN_HEADER, OWN_TAG, OWN_ID):
        if found := pattern.search(raw):
            return found[1].decode()
    return ""


def _feedback(mail: Mail) -> dict[str, str] | None:
    """The fields of an abuse report (RFC 5965)."""
    for part in mail.walk():
        if part.get_content_type() == "message/feedback-report":
            return _fields(_text(part))
    if recipient := _of_hotmail(mail):
        return {"feedback-type": "abuse", "original-rcpt-to": recipient}
    if "report-type=feedback-report" in str(mail.get("Content-Type", "")).replace('"', "").lower():
        return {"feedback-type": "abuse"}
    return None


def _of_hotmail(mail: Mail) -> str:
    """The complaining recipient in the format that Outlook.com sends instead of RFC 5965."""
    if "complaint about message" not in str(mail.get("Subject", "")).lower():
        return ""
    found = (str(part.get("X-HmXmrOriginalRecipient", "")) for part in mail.walk())
    return next((recipient for recipient in found if recipient), "")


def _complaint(fields: dict[str, str], token: str) -> Returned:
    kind = fields.get("feedback-type", "abuse").lower()
    recipients = tuple(ADDRESS.findall(fields.get("original-rcpt-to", "")))
    return Returned(OTHER if kind == "not-spam" else COMPLAINT, token, recipients, feedback=kind)


def _statuses(mail: Mail) -> Iterator[dict[str, str]]:
    """The recipients' groups of a delivery status (RFC 3464)."""
    for part in mail.walk():
        if part.get_content_type() not in {
            "message/delivery-status", "message/global-delivery-status"
        }:  # fmt: skip
            continue
        for group in re.split(r"\r?\n\s*\r?\n", _text(part)):
            fields = _fields(group)
            if "final-recipient" in fields or "status" in fields or "action" in fields:
                yield fields


def _reported(fates: list[dict[str, str]], token: str, body: str) -> Returned:
    failures = tuple(
        _failure(fate, body) for fate in fates if fate.get("action", "failed").lower() in {
            "failed", "delayed", "expired", "error", "failure",
        }
    )  # fmt: skip
    recipients = tuple(_address(fate) for fate in fates)
    return Returned(BOUNCE if failures else DELIVERED, token, recipients, failures)


def _failure(fate: dict[str, str], body: str) -> Failure:
    status = status_in(fate.get("status", ""))
    said = re.sub(r"^\s*[\w-]+;\s*", "", fate.get("diagnostic-code", ""))
    precise = status_in(said)
    if precise and (not status or status.endswith((".0.0", ".7.1"))):
        status = precise
    text = said or body[:3_000]
    code = CODE.search(said)
    verdict = judge(code=int(code[1]) if code else 0, text=text, status=status, context=body)
    is_final = fate.get("action", "").lower() != "delayed"
    if not is_final:
        verdict = Verdict("expired", SOFT, is_about_recipient=True)
    return Failure(_address(fate), status, said[:1_000], verdict, is_final)


def _address(fate: dict[str, str]) -> str:
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        if found := ADDRESS.search(fate.get(name, "")):
            return found.group().lower()
    return ""


def _guessed(mail: Mail, token: str) -> Returned:
    """A bounce in words only: the text above the returned mail is what there is."""
    body = body_of(mail)
    own = QUOTED.split(body)[0] or body
    addresses = tuple(dict.fromkeys(found.lower() for found in ADDRESS.findall(own)))
    given = mail.get("X-Failed-Recipients", "")
    recipients = tuple(found.lower() for found in ADDRESS.findall(str(given))) or addresses[:1]
    status = status_in(own)
    code = CODE.search(own)
    verdict = judge(code=int(code[1]) if code else 0, text=own[:4_000], status=status)
    failures = tuple(Failure(one, status, own[:1_000], verdict) for one in recipients or ("",))
    return Returned(BOUNCE, token, recipients, failures)


def _is_reply(mail: Mail) -> bool:
    auto = str(mail.get("Auto-Submitted", "")).lower()
    marks = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "X-Vacation")
    subject = str(mail.get("Subject", ""))
    if FAILURES.search(subject) or ROBOTS.search(str(mail.get("From", ""))):
        return False
    return auto.startswith("auto-replied") or bool(AWAY.search(subject)) or any(
        name in mail for name in marks
    )  # fmt: skip


def _looks_returned(mail: Mail) -> bool:
    sender = f"{mail.get('From', '')} {mail.get('Return-Path', '')}"
    return (
        bool(ROBOTS.search(sender))
        or bool(FAILURES.search(str(mail.get("Subject", ""))))
        or "X-Failed-Recipients" in mail
        or str(mail.get("Return-Path", "")).strip() == "<>"
    )


def body_of(mail: Mail) -> str:
    """The first readable part."""
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            text = _text(part)
            return re.sub(r"<[^>]*>", " ", text) if part.get_content_subtype() == "html" else text
    return _text(mail)


def _text(part: Mail) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):  # the parser makes one child for each group of a status
        return "\n\n".join(str(child) for child in payload)
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return str(payload)
    charset = part.get_content_charset() or "utf-8"
    try:
        return raw.decode(charset, "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _fields(group: str) -> dict[str, str]:
    unfolded = re.sub(r"\r?\n[ \t]+", " ", group)
    pairs = (line.partition(":") for line in unfolded.splitlines() if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}

"""Cells that tell of consent: a status, when it was given or withdrawn, from where. Pure.

What the cells of one row say is gathered first and becomes answers at the row's end, because the
time, the status and the address stand in different columns.
"""

import json
from collections.abc import Callable
from functools import partial
from ipaddress import ip_address
from typing import Any
from zoneinfo import ZoneInfo

from raabta.customers.imports import values
from raabta.customers.imports.moments import moment
from raabta.customers.normalise import Invalid, line

# purpose, channel, state, then the moment (ISO), the IP and the evidence, "" where unknown
Told = tuple[str, str, str, str, str, str]
Gathered = dict[Any, Any]  # by what was told, or by (kind, (purpose, channel))
Put = Callable[[list[Any], str], None]
WITHDRAWN_WORDS = frozenset({
    "unsubscribed", "withdrawn", "opted out", "opt-out", "opted_out", "cleaned", "inactive",
    "unreachable", "bounced", "blocklisted", "blacklisted", "disabled", "suppressed", "complained",
    "do not contact", "redacted",
})  # fmt: skip
GRANTED_WORDS = frozenset({
    "subscribed", "granted", "opted in", "opt-in", "opted_in", "active", "enabled", "confirmed",
})  # fmt: skip
# neither a yes nor a no
SILENT_WORDS = frozenset({
    "never_subscribed", "never subscribed", "not_subscribed", "not subscribed", "pending",
    "unconfirmed", "invited", "non-subscribed", "nonsubscribed", "transactional", "validating",
})  # fmt: skip
KINDS = frozenset({
    "consent", "refusal", "agreed_at", "withdrew_at", "consent_at", "consent_ip", "consent_note",
    "ledger",
})  # fmt: skip
LONGEST_EVIDENCE = 2_000


def setter(kind: str, about: str, name: str, plan: dict[str, Any]) -> Put:
    """What takes in a cell; `about` is "purpose:channel", `name` the column's."""
    purpose, _, channel = about.partition(":")
    key = (purpose, channel)
    match kind:
        case "consent":
            return partial(_put_status, key, name)
        case "refusal":
            return partial(_put_refusal, key, name)
        case "consent_ip":
            return _put_ip
        case "consent_note":
            return partial(_put_note, name)
        case "ledger":
            return _put_ledger
    zone = ZoneInfo(plan.get("zone") or "UTC")
    parse = partial(moment, zone=zone, day_first=bool(plan.get("day_first")))
    return partial(_put_moment, (kind, key), parse)


def settled(told: Gathered) -> tuple[Told, ...]:
    """The answers of a row, the earlier ones first."""
    evidence = "; ".join(told.get("notes", ()))[:LONGEST_EVIDENCE]
    ip = told.get("ip", "")
    answers: list[Told] = [
        (*key, state, told.get(("consent_at", key), ""), ip, evidence)
        for key, state in told.get("states", ())
    ]
    for kind, state in (("agreed_at", "granted"), ("withdrew_at", "withdrawn")):
        answers += [
            (*place[1], state, at, ip, evidence)
            for place, at in told.items()
            if isinstance(place, tuple) and place[0] == kind
        ]
    return (*told.get("ledger", ()), *answers)


def _put_status(key: tuple[str, str], name: str, record: list[Any], text: str) -> None:
    word = line(text).casefold()
    if word in SILENT_WORDS:
        return
    agreed = word in GRANTED_WORDS or (word not in WITHDRAWN_WORDS and values.truth(text))
    told: Gathered = record[-1]
    told.setdefault("states", []).append((key, "granted" if agreed else "withdrawn"))
    if word in GRANTED_WORDS or word in WITHDRAWN_WORDS:  # a bare yes or no is no evidence
        _put_note(name, record, text)


def _put_refusal(key: tuple[str, str], name: str, record: list[Any], text: str) -> None:
    """A yes means "do not contact"; a no says nothing."""
    if values.truth(text):
        record[-1].setdefault("states", []).append((key, "withdrawn"))
        _put_note(name, record, text)


def _put_moment(
    place: tuple[str, tuple[str, str]], parse: Callable[[str], str], record: list[Any], text: str
) -> None:
    if at := parse(text):
        told: Gathered = record[-1]
        told[place] = max(at, told.get(place, ""))


def _put_ip(record: list[Any], text: str) -> None:
    try:
        record[-1]["ip"] = str(ip_address(line(text)))
    except ValueError:
        raise Invalid("ip", text) from None


def _put_note(name: str, record: list[Any], text: str) -> None:
    if plain := line(text):
        record[-1].setdefault("notes", []).append(f"{name}: {plain}")


def _put_ledger(record: list[Any], text: str) -> None:
    """All answers as Raabta exports them: a list of objects."""
    try:
        found = [
            (
                str(one["purpose"]), str(one["channel"]), str(one["state"]), str(one["given_at"]),
                str(one.get("ip") or ""), str(one.get("evidence") or ""),
                str(one.get("source") or ""), str(one.get("basis") or "consent"),
                str(one.get("text_version") or ""),
            )
            for one in json.loads(text)
            if one["state"] in {"granted", "withdrawn", "cleared"}
        ]  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Invalid("ledger", text) from None
    record[-1]["ledger"] = found

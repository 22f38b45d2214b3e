"""Put addresses and domains on the suppression list, and take them off."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from raabta.customers.normalise import Invalid, phone
from raabta.kernel import clock
from raabta.messaging.models import Suppression
from raabta.messaging.suppression_hash import PHONE_CHANNELS, normalised, value_hash
from raabta.workspaces.actor import SYSTEM, Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

HASH = re.compile(r"[0-9a-f]{64}")
ADDRESS = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
DOMAIN = re.compile(r"@?([a-z0-9-]+\.)+[a-z0-9-]{2,}")
BATCH = 1_000
MOST_VALUES = 500_000


class NotSuppressible(ValueError):
    """Neither an address or number of the channel, nor a domain, nor a SHA-256 hash."""


@dataclass(frozen=True)
class Entry:
    """One value as the list keeps it; a hash alone hides whose address it was."""

    kind: str
    value_hash: str
    value: str


@dataclass(frozen=True)
class Imported:
    added: int
    known: int
    rejected: tuple[str, ...]


def parse_entry(text: str, *, channel: str = "email", country: str = "") -> Entry:
    """An address, "@domain" or "domain", or the SHA-256 of an address. Raises NotSuppressible.

    For a phone channel a number, dialled in `country` when it has no country code.
    """
    value = normalised(text)
    if HASH.fullmatch(value):
        return Entry("address", value, "")
    if channel in PHONE_CHANNELS:
        return _number(value, country)
    if ADDRESS.fullmatch(value) and len(value) <= 254:
        return Entry("address", value_hash(value), value)
    if DOMAIN.fullmatch(value) and len(value) <= 254:
        name = value.removeprefix("@")
        return Entry("domain", value_hash(name), name)
    raise NotSuppressible(text)


def _number(value: str, country: str) -> Entry:
    try:
        number = phone(value, country)
    except Invalid as error:
        raise NotSuppressible(value) from error
    if not number:
        raise NotSuppressible(value)
    return Entry("address", value_hash(number), number)


@transaction.atomic
def suppress(
    *,
    workspace: Workspace,
    actor: Actor,
    entry: Entry,
    reason: str,
    evidence: str = "",
    channel: str = "email",
) -> bool:
    """Returns whether it was new; what is there keeps its first reason."""
    _, made = Suppression.objects.get_or_create(
        workspace=workspace,
        channel=channel,
        value_hash=entry.value_hash,
        defaults=_fields(actor, entry, reason, evidence),
    )
    return made


def suppress_address(
    *, workspace: Workspace, actor: Actor, address: str, reason: str, evidence: str = ""
) -> bool:
    entry = Entry("address", value_hash(address), normalised(address)[:254])
    return suppress(workspace=workspace, actor=actor, entry=entry, reason=reason, evidence=evidence)


def import_suppressions(
    *, workspace: Workspace, actor: Actor, lines: Iterable[str], channel: str = "email"
) -> Imported:
    """One value a line (or the first column); lines that are none are told back, at most 100."""
    rejected: list[str] = []
    added = total = 0
    for batch in _batches(_entries(lines, rejected, channel, workspace.country)):
        total += len(batch)
        added += _add(workspace, actor, batch, channel)
    with transaction.atomic():
        record_audit(
            workspace=workspace, actor=actor, verb="suppression.imported", target="",
            detail={"added": added, "channel": channel},
        )  # fmt: skip
    return Imported(added, total - added, tuple(rejected[:100]))


@transaction.atomic
def unsuppress(*, workspace: Workspace, actor: Actor, suppression: Suppression) -> None:
    record_audit(
        workspace=workspace, actor=actor, verb="suppression.removed", target="",
        detail={"reason": suppression.reason, "hash": suppression.value_hash},
    )  # fmt: skip
    suppression.delete()


@transaction.atomic
def forget_address(*, workspace: Workspace, hashes: Iterable[str], channel: str) -> None:
    """After erasure: the addresses stay suppressed, by their hashes alone."""
    for value in hashes:
        Suppression.objects.filter(workspace=workspace, value_hash=value).update(
            value="", evidence=""
        )
        entry = Entry("address", value, "")
        reason = Suppression.Reason.ERASED
        suppress(workspace=workspace, actor=SYSTEM, entry=entry, reason=reason, channel=channel)


def _fields(actor: Actor, entry: Entry, reason: str, evidence: str) -> dict[str, object]:
    return {
        "kind": entry.kind,
        "value": entry.value,
        "reason": reason,
        "evidence": evidence[:2_000],
        "actor": actor.label[:150],
        "created_at": clock.now(),
    }


def _entries(
    lines: Iterable[str], rejected: list[str], channel: str, country: str
) -> Iterator[Entry]:
    for number, line in enumerate(lines):
        value = line.replace(";", ",").split(",")[0].strip().strip('"')
        if not value or number >= MOST_VALUES:
            continue
        try:
            yield parse_entry(value, channel=channel, country=country)
        except NotSuppressible:
            if number:  # the first line may be a heading
                rejected.append(value[:200])


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    batch: dict[str, Entry] = {}
    for entry in entries:
        batch[entry.value_hash] = entry
        if len(batch) == BATCH:
            yield list(batch.values())
            batch = {}
    if batch:
        yield list(batch.values())


@transaction.atomic
def _add(workspace: Workspace, actor: Actor, batch: list[Entry], channel: str) -> int:
    same = Suppression.objects.filter(workspace=workspace, channel=channel)
    before = same.filter(value_hash__in=[entry.value_hash for entry in batch])
    known = set(before.values_list("value_hash", flat=True))
    rows = [
        Suppression(
            workspace=workspace, channel=channel, value_hash=entry.value_hash,
            **_fields(actor, entry, Suppression.Reason.IMPORT, ""),
        )
        for entry in batch if entry.value_hash not in known
    ]  # fmt: skip
    Suppression.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)

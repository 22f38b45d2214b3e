"""Questions about people who may be held twice."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from raabta.customers import logins
from raabta.customers.matching_fields import attributes_for, used_fields
from raabta.customers.models import (
    CandidatePair,
    Identity,
    MatchingRun,
    MatchingSettings,
)
from raabta.customers.queries.people import people
from raabta.workspaces.models import Workspace

BATCH = 5_000
OWN = ("first_name", "last_name", "city")
Values = dict[str, list[str]]


def matching_settings(workspace: Workspace) -> MatchingSettings:
    """The workspace's own, or the defaults that are not saved yet."""
    held = MatchingSettings.objects.filter(workspace=workspace).first()
    return held or MatchingSettings(workspace=workspace)


def open_pairs(workspace: Workspace) -> QuerySet[CandidatePair]:
    """The queue: the surest first, then those that were put off."""
    both = Q(first__deleted_at=None, second__deleted_at=None)
    held = CandidatePair.objects.filter(both, workspace=workspace, state=CandidatePair.State.OPEN)
    in_order = held.order_by(F("later_at").asc(nulls_first=True), "-bits", "pk")
    return in_order.select_related("first", "second")


def bulk_pairs(workspace: Workspace) -> QuerySet[CandidatePair]:
    """What may be accepted in bulk: sure, with nothing against it, and no two logins."""
    least = matching_settings(workspace).bulk_at / 100
    found = open_pairs(workspace).filter(probability__gte=least, is_clear=True)
    for kind in logins.kinds():
        found = found.exclude(Exists(_login("first", kind)) & Exists(_login("second", kind)))
    numbered = ~Q(first__external_id="") & ~Q(second__external_id="")
    return found.exclude(numbered & ~Q(first__external_id=F("second__external_id")))


def _login(side: str, kind: str) -> QuerySet[Identity]:
    mine = Identity.objects.filter(customer=OuterRef(side), kind=kind, is_live=True)
    return mine.filter(logins.IS_LOGIN)


def latest_run(workspace: Workspace) -> MatchingRun | None:
    return MatchingRun.objects.filter(workspace=workspace).order_by("-pk").first()


def changed_since(workspace: Workspace, run: MatchingRun | None) -> bool:
    """Whether somebody came or changed since the search began; always when there was none."""
    everybody = people(workspace)
    newer = everybody.filter(updated_at__gt=run.started_at) if run else everybody
    return newer.exists()


def matching_rows(workspace: Workspace, settings: MatchingSettings) -> Iterator[tuple[int, Values]]:
    """Everybody with what is compared, by id; reads a batch at a time."""
    attributes = attributes_for(workspace, settings)
    used, last = set(used_fields(settings)), 0
    while True:
        batch = list(
            people(workspace)
            .filter(pk__gt=last)
            .order_by("pk")
            .values("pk", "attributes", *OWN)[:BATCH]
        )
        addresses = _addresses(batch)
        for row in batch:
            values = {**_own(row, attributes), **addresses.get(row["pk"], {})}
            yield row["pk"], {key: held for key, held in values.items() if key in used}
        if len(batch) < BATCH:
            return
        last = batch[-1]["pk"]


def _own(row: dict[str, Any], attributes: dict[str, str]) -> Values:
    values = {key: [row[key]] for key in OWN if row[key]}
    for field, key in attributes.items():
        held = row["attributes"].get(key)
        if held not in (None, "", []):
            values[field] = [str(held[0] if isinstance(held, list) else held)]
    return values


def _addresses(batch: list[dict[str, Any]]) -> dict[int, Values]:
    if not batch:
        return {}
    held = Identity.objects.filter(
        customer__gte=batch[0]["pk"], customer__lte=batch[-1]["pk"], is_live=True
    )
    found: dict[int, Values] = {}
    for customer, kind, value in held.order_by("-is_primary", "pk").values_list(
        "customer", "kind", "value"
    ):
        found.setdefault(customer, {}).setdefault(kind, []).append(value)
    return found

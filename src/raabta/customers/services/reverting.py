"""Take back changes to people: what they were before is put back where nothing came after."""

from collections import Counter
from dataclasses import replace
from typing import Any

from raabta.customers.field_values import value_of
from raabta.customers.models import Customer
from raabta.customers.queries.company_domains import UNDO
from raabta.customers.services.consent import Answer, record_consents
from raabta.customers.services.deletion import delete_some, restore_customers
from raabta.customers.services.field_edit import set_fields
from raabta.customers.services.identities import IdentityTaken
from raabta.customers.services.people import edit_customer
from raabta.customers.services.tags import add_tags, remove_tags
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.change_sets import Reverted, Row, Verb, reverter

CHANGED = "changed_since"
TAKEN = "address_taken"
GONE = "gone"
ADDRESSES = {"email", "phone"}
LINKS = "customers.companylink"
MODELS = ("customers.customer", LINKS, "customers.tagging", "customers.consent")


@reverter("customers.customer")
def revert_people(workspace: Workspace, verb: Verb, rows: list[Row], actor: Actor) -> Reverted:
    """Rows {"id", "before": {field: value}, "after": {field: value}}; "after" may be missing.

    Created people are deleted unless somebody changed them since; deleted ones come back.
    """
    ids = [row["id"] for row in rows]
    if verb == "created":
        changed = _changed_after_creation(ids)
        untouched = [pk for pk in ids if pk not in changed]
        done = delete_some(workspace=workspace, change_set=None, customer_ids=untouched)
        return Reverted(done, _why(CHANGED, len(ids) - len(untouched)))
    if verb == "deleted":
        done = restore_customers(workspace=workspace, customer_ids=ids)
        return Reverted(done, _why(TAKEN, len(ids) - done))
    return _put_back(workspace, rows, actor)


@reverter(LINKS)
def revert_links(workspace: Workspace, _verb: Verb, rows: list[Row], actor: Actor) -> Reverted:
    """Who was linked by domain is without a company again, and may be linked another time."""
    return _put_back(workspace, rows, replace(actor, via=UNDO))


@reverter("customers.tagging")
def revert_tags(workspace: Workspace, verb: Verb, rows: list[Row], actor: Actor) -> Reverted:
    """Rows {"id": customer, "before": {"tags": [names that were given or taken]}}."""
    by_tags: dict[tuple[str, ...], list[int]] = {}
    for row in rows:
        by_tags.setdefault(tuple(row["before"]["tags"]), []).append(row["id"])
    act = remove_tags if verb == "created" else add_tags
    for names, ids in by_tags.items():
        alive = Customer.objects.filter(pk__in=ids, deleted_at=None).values_list("pk", flat=True)
        act(workspace=workspace, actor=actor, customer_ids=list(alive), names=names)
    return Reverted(len(rows))


@reverter("customers.consent")
def revert_consents(workspace: Workspace, _verb: Verb, rows: list[Row], actor: Actor) -> Reverted:
    """Rows {"id": customer, "before": {"purpose", "channel", "state"}}: a new line says it again.

    The ledger keeps both; somebody of whom nothing was known is as before too.
    """
    record_consents(
        workspace=workspace,
        actor=actor,
        answers=[
            Answer(
                customer_id=row["id"],
                purpose=row["before"]["purpose"],
                channel=row["before"]["channel"],
                state=row["before"]["state"] or "cleared",
                source="undo",
            )
            for row in rows
        ],
    )
    return Reverted(len(rows))


def _put_back(workspace: Workspace, rows: list[Row], actor: Actor) -> Reverted:
    people = Customer.objects.filter(deleted_at=None).in_bulk([row["id"] for row in rows])
    skipped: Counter[str] = Counter()
    targets: dict[int, dict[str, Any]] = {}
    for row in rows:
        customer = people.get(row["id"])
        if customer is None:
            skipped[GONE] += 1
        elif any(value_of(customer, f) != new for f, new in row.get("after", {}).items()):
            skipped[CHANGED] += 1
        else:
            targets[customer.pk] = row["before"]
    plain = {pk: _without_addresses(before) for pk, before in targets.items()}
    set_fields(workspace=workspace, actor=actor, targets=plain)
    taken = [pk for pk, b in targets.items() if not _put_addresses(workspace, actor, pk, b)]
    skipped[TAKEN] += len(taken)
    return Reverted(len(targets) - len(taken), dict(+skipped))


def _without_addresses(before: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in before.items() if field not in ADDRESSES}


def _put_addresses(workspace: Workspace, actor: Actor, pk: int, before: dict[str, Any]) -> bool:
    values = {field: before[field] for field in before.keys() & ADDRESSES}
    try:
        if values:
            edit_customer(workspace=workspace, actor=actor, customer_id=pk, values=values)
    except IdentityTaken:
        return False
    return True


def _changed_after_creation(ids: list[int]) -> set[int]:
    rows = Customer.objects.filter(pk__in=ids).values_list("pk", "created_at", "updated_at")
    return {pk for pk, created_at, updated_at in rows if updated_at > created_at}


def _why(reason: str, count: int) -> dict[str, int]:
    return {reason: count} if count else {}

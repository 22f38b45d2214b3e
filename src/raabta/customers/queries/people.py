"""Questions about people."""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from raabta.customers import normalise
from raabta.customers.identity_kind import identity_kinds
from raabta.customers.models import Customer, CustomerTag, Identity, Note, Tag
from raabta.search.queries import find
from raabta.search.source import search_sources
from raabta.workspaces.models import Workspace

PEOPLE = "customers"  # their search source


def people(workspace: Workspace) -> QuerySet[Customer]:
    """Everybody who is not deleted."""
    return Customer.objects.filter(workspace=workspace, deleted_at=None)


def people_by_id(workspace: Workspace, ids: Iterable[int]) -> list[Customer]:
    """The people in the order of the ids, without those that are gone."""
    wanted = list(ids)
    found = people(workspace).select_related("company").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def customer_with(workspace: Workspace, kind: str, text: str) -> Customer | None:
    """Who has this e-mail address or phone number, in whatever way it is written."""
    value = _address(workspace, kind, text)
    if not value:
        return None
    held = Identity.objects.filter(workspace=workspace, kind=kind, value=value, is_live=True)
    found = held.select_related("customer").first()
    return found.customer if found else None


def tags_of(workspace: Workspace, customer_ids: Collection[int]) -> dict[int, list[Tag]]:
    """Each person's tags by name; people without a tag are left out."""
    links = CustomerTag.objects.filter(workspace=workspace, customer__in=list(customer_ids))
    found: dict[int, list[Tag]] = {}
    for link in links.select_related("tag").order_by(Lower("tag__name")):
        found.setdefault(link.customer_id, []).append(link.tag)
    return found


def identities_of(workspace: Workspace, customer_id: int) -> QuerySet[Identity]:
    return Identity.objects.filter(workspace=workspace, customer=customer_id).order_by(
        "kind", "-is_primary", "first_seen_at", "pk"
    )


def notes_of(workspace: Workspace, customer_id: int) -> QuerySet[Note]:
    """Pinned notes first, then the newest."""
    return Note.objects.filter(workspace=workspace, customer=customer_id).order_by(
        "-is_pinned", "-created_at"
    )


def find_people(workspace: Workspace, text: str, limit: int) -> list[Customer]:
    """People whom the text means: by exact address, number or id first, then as search finds them."""
    text = text.strip()
    if len(text) < 2:
        return []
    everybody = people(workspace).select_related("company")
    exact = everybody.filter(_exactly(workspace, text)).order_by("pk")[:limit]
    found = {customer.pk: customer for customer in exact}
    if len(found) < limit:
        ids = find(workspace, search_sources[PEOPLE], text, limit=limit)
        named = everybody.in_bulk(ids)
        found |= {pk: named[pk] for pk in ids if pk in named and pk not in found}
    return list(found.values())[:limit]


def _exactly(workspace: Workspace, text: str) -> Q:
    exact = Q(external_id=text)
    for kind in identity_kinds:
        if value := _address(workspace, kind, text):
            held = Identity.objects.filter(
                workspace=workspace, kind=kind, value=value, is_live=True
            )
            exact |= Q(pk__in=list(held.values_list("customer_id", flat=True)))
    number = text.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 18:
        exact |= Q(pk=int(number))
    return exact


def _address(workspace: Workspace, kind: str, text: str) -> str:
    """The normalised form, or "" when the text is no such address."""
    try:
        return identity_kinds[kind].normalise(text, workspace.country)
    except normalise.Invalid:
        return ""

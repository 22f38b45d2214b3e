"""Questions about people."""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from raabta.customers import normalise
from raabta.customers.identity_kind import EMAIL, identity_kinds
from raabta.customers.models import Customer, CustomerTag, Identity, Note, Tag
from raabta.workspaces.models import Workspace

SLICE = 5_000


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
    """People whose address, number, external id or name begins with the text; for quick look-ups."""
    text = text.strip()
    if len(text) < 2:
        return []
    everybody = people(workspace).select_related("company")
    exact = everybody.filter(_exactly(workspace, text)).order_by("pk")[:limit]
    found = {customer.pk: customer for customer in exact}
    for start in _beginnings(workspace, text):
        if len(found) >= limit:
            break
        more = everybody.filter(start).exclude(pk__in=list(found)).order_by("pk")
        found |= {customer.pk: customer for customer in more[: limit - len(found)]}
    return list(found.values())


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


def _beginnings(workspace: Workspace, text: str) -> list[Q]:
    """Cheapest first; a range instead of LIKE, so that every engine can use its index."""
    first, _space, last = text.partition(" ")
    email = text.lower()
    named = Q(first_name__istartswith=first) & Q(last_name__istartswith=last.strip())
    addresses = Identity.objects.filter(
        workspace=workspace,
        kind=EMAIL,
        value__gte=email,
        value__lt=email + "\U0010ffff",
        is_live=True,
    )
    either = Q(first_name__istartswith=text) | Q(last_name__istartswith=text)
    return [
        Q(pk__in=addresses.values_list("customer_id", flat=True)),
        named if last.strip() else either,
    ]

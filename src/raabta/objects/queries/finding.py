"""Whom texts mean: what a form, a file or a program says the other ends of links are."""

from collections.abc import Callable, Collection, Iterable, Iterator

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from raabta.customers import normalise
from raabta.customers.models import Company, Customer, Identity
from raabta.objects.models import ObjectRecord, ObjectRole
from raabta.objects.queries import records
from raabta.workspaces.models import Workspace

BATCH = 400
Found = Iterator[tuple[str, int]]


class TargetUnknown(Exception):
    """Nobody and nothing in the workspace is called so."""


def target_of(workspace: Workspace, role: ObjectRole, text: str) -> int:
    """The id of the person (by e-mail, phone or external id), company or record.

    Raises TargetUnknown.
    """
    found = targets_of(workspace, role, [text])
    if text not in found:
        words = _("%(role)s: nobody and nothing is known as “%(text)s”.")
        raise TargetUnknown(words % {"role": role.label, "text": text[:60]})
    return found[text]


def targets_of(workspace: Workspace, role: ObjectRole, texts: Collection[str]) -> dict[str, int]:
    """The ids of those that are known, by the text that names them; a few queries for them all."""
    plain = {text: normalise.line(text) for text in texts}
    wanted = sorted({one for one in plain.values() if one})
    find = {"person": _people, "company": _companies}.get(role.target)
    known: dict[str, int] = {}
    for at in range(0, len(wanted), BATCH):
        some = wanted[at : at + BATCH]
        known |= find(workspace, some) if find else _records(workspace, role, some)
    return {text: known[one] for text, one in plain.items() if one in known}


def _people(workspace: Workspace, texts: Collection[str]) -> dict[str, int]:
    people = Customer.objects.filter(workspace=workspace, deleted_at=None)
    by_id = dict(
        people.filter(external_id__in=texts).order_by("-pk").values_list("external_id", "pk")
    )
    found = {text: by_id[text] for text in texts if text in by_id}
    # an address goes before an id that looks the same
    return (
        found
        | _by_address(people, "phone", texts, lambda text: _phone(workspace, text))
        | (_by_address(people, "email", texts, _email))
    )


def _by_address(
    people: QuerySet[Customer], kind: str, texts: Iterable[str], normal: Callable[[str], str]
) -> dict[str, int]:
    values = {text: value for text in texts if (value := normal(text))}
    held = Identity.objects.filter(kind=kind, is_live=True, customer__in=people)
    known = dict(held.filter(value__in=set(values.values())).values_list("value", "customer_id"))
    return {text: known[value] for text, value in values.items() if value in known}


def _companies(workspace: Workspace, texts: Collection[str]) -> dict[str, int]:
    held = Company.objects.filter(workspace=workspace, deleted_at=None)
    return _named(held, "external_id", ("domain", "name"), texts)


def _records(workspace: Workspace, role: ObjectRole, texts: Collection[str]) -> dict[str, int]:
    held = records(workspace).filter(kind=role.target_kind)
    return _named(held, "external_id", ("title",), texts)


def _named(
    held: QuerySet[Company] | QuerySet[ObjectRecord],
    code: str,
    names: tuple[str, ...],
    texts: Collection[str],
) -> dict[str, int]:
    """By the exact code first, then by names in any case; the oldest of equal ones."""
    found: dict[str, int] = {}
    folded = {text: text.casefold() for text in texts}
    for field in reversed(names):
        rows = held.alias(low=Lower(field)).filter(
            Q(low__in=[text.lower() for text in texts]) | Q(**{f"{field}__in": texts})
        )
        known = {
            str(name).casefold(): pk for name, pk in rows.order_by("-pk").values_list(field, "pk")
        }
        found |= {text: known[low] for text, low in folded.items() if low in known}
    by_code = held.filter(**{f"{code}__in": texts}).order_by("-pk").values_list(code, "pk")
    return found | {code: pk for code, pk in by_code if code in folded}


def _email(text: str) -> str:
    try:
        return normalise.email(text)
    except normalise.Invalid:
        return ""


def _phone(workspace: Workspace, text: str) -> str:
    try:
        return normalise.phone(text, workspace.country)
    except normalise.Invalid:
        return ""

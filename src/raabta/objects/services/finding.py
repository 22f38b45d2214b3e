"""Whom a text means: what a form, a file or a program says the other end of a link is."""

from django.utils.translation import gettext as _

from raabta.customers import normalise
from raabta.customers.models import Company, Customer, Identity
from raabta.objects.models import ObjectRole
from raabta.objects.queries import records
from raabta.workspaces.models import Workspace


class TargetUnknown(Exception):
    """Nobody and nothing in the workspace is called so."""


def target_of(workspace: Workspace, role: ObjectRole, text: str) -> int:
    """The id of the person (by e-mail, phone or external id), company or record.

    Raises TargetUnknown.
    """
    wanted = normalise.line(text)
    find = {"person": _person, "company": _company}.get(role.target)
    found = find(workspace, wanted) if find else _record(workspace, role, wanted)
    if not wanted or found is None:
        words = _("%(role)s: nobody and nothing is known as “%(text)s”.")
        raise TargetUnknown(words % {"role": role.label, "text": text[:60]})
    return found


def _person(workspace: Workspace, text: str) -> int | None:
    people = Customer.objects.filter(workspace=workspace, deleted_at=None)
    pairs = [("email", _email(text)), ("phone", _phone(workspace, text))]
    for kind, value in pairs:
        held = Identity.objects.filter(kind=kind, value=value, is_live=True, customer__in=people)
        found = held.values_list("customer_id", flat=True).first() if value else None
        if found:
            return int(found)
    return people.filter(external_id=text).values_list("pk", flat=True).first()


def _company(workspace: Workspace, text: str) -> int | None:
    held = Company.objects.filter(workspace=workspace, deleted_at=None).order_by("pk")
    for field in ("external_id", "domain__iexact", "name__iexact"):
        found = held.filter(**{field: text}).values_list("pk", flat=True).first()
        if found:
            return found
    return None


def _record(workspace: Workspace, role: ObjectRole, text: str) -> int | None:
    held = records(workspace).filter(kind=role.target_kind).order_by("pk")
    for field in ("external_id", "title__iexact"):
        found = held.filter(**{field: text}).values_list("pk", flat=True).first()
        if found:
            return found
    return None


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

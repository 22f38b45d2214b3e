"""Questions about kinds, records and links; archived and deleted ones are left out."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from raabta.objects.models import (
    ObjectKind,
    ObjectLink,
    ObjectLinkChange,
    ObjectRecord,
    ObjectRole,
)
from raabta.workspaces.models import Workspace


def kinds(workspace: Workspace) -> QuerySet[ObjectKind]:
    return ObjectKind.objects.filter(workspace=workspace, archived_at=None).order_by("pk")


def roles_of(kind: ObjectKind) -> QuerySet[ObjectRole]:
    return ObjectRole.objects.filter(kind=kind).order_by("position", "pk")


def records(workspace: Workspace) -> QuerySet[ObjectRecord]:
    return ObjectRecord.objects.filter(workspace=workspace, deleted_at=None, kind__archived_at=None)


def matching(workspace: Workspace, kind: ObjectKind, text: str) -> QuerySet[ObjectRecord]:
    """The records of a kind whose title or unique key has every word."""
    found = records(workspace).filter(kind=kind)
    for word in text.replace("\x00", "").split()[:5]:
        found = found.filter(Q(title__icontains=word) | Q(external_id__icontains=word))
    return found


def links(workspace: Workspace) -> QuerySet[ObjectLink]:
    """Links of records in use with people, companies and records in use."""
    return ObjectLink.objects.filter(
        Q(customer=None) | Q(customer__deleted_at=None),
        Q(company=None) | Q(company__deleted_at=None),
        Q(other=None) | Q(other__deleted_at=None, other__kind__archived_at=None),
        workspace=workspace,
        record__deleted_at=None,
        record__kind__archived_at=None,
    )


def links_of_people(workspace: Workspace, customer_ids: Iterable[int]) -> QuerySet[ObjectLink]:
    found = links(workspace).filter(customer__in=list(customer_ids))
    return found.select_related("record", "record__kind", "role").order_by("record_id", "pk")


def link_changes(workspace: Workspace, customer_id: int) -> QuerySet[ObjectLinkChange]:
    """What was told of a person's links with records in use."""
    found = ObjectLinkChange.objects.filter(
        workspace=workspace,
        customer=customer_id,
        record__deleted_at=None,
        record__kind__archived_at=None,
    )
    return found.select_related("record", "record__kind", "role")


def links_of_company(workspace: Workspace, company_id: int) -> QuerySet[ObjectLink]:
    found = links(workspace).filter(company=company_id)
    return found.select_related("record", "record__kind", "role").order_by("record_id", "pk")

"""Tie records to people, companies and other records, and untie them."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.customers.models import Company, Customer
from raabta.kernel import changes, clock
from raabta.objects.models import ObjectLink, ObjectLinkChange, ObjectRecord, ObjectRole
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.change_sets import Row

Target = ObjectRole.Target
ENDS = {Target.PERSON: "customer_id", Target.COMPANY: "company_id", Target.RECORD: "other_id"}
MOST_LINKS = 1_000  # of one record
LINKS = "objects.objectlink"  # as change sets name them


class InvalidLink(Exception):
    """The record and the other end do not go together in this role."""


@transaction.atomic
def link(
    *, workspace: Workspace, actor: Actor, record_id: int, role: ObjectRole, target_id: int
) -> ObjectLink:
    """A role of one changes hands; a link that exists is returned as it is.

    Raises ObjectRecord.DoesNotExist or InvalidLink.
    """
    record = ObjectRecord.objects.select_for_update().get(pk=record_id, deleted_at=None)
    if role.kind_id != record.kind_id or not _exists(workspace, role, target_id):
        raise InvalidLink(_("This cannot be linked as “%(role)s”.") % {"role": role.label})
    held = ObjectLink.objects.filter(record=record, role=role)
    end = {ENDS[Target(role.target)]: target_id}
    found = held.filter(**end).first()
    if found:
        return found
    if not role.is_many:
        gone = list(held)
        held.delete()
        keep_link_history(workspace, actor, gone, is_linked=False)
    if ObjectLink.objects.filter(record=record).count() >= MOST_LINKS:
        raise InvalidLink(_("The record has %(most)s links already.") % {"most": MOST_LINKS})
    made = ObjectLink.objects.create(
        workspace=workspace, record=record, role=role, created_at=clock.now(), **end
    )
    keep_link_history(workspace, actor, [made], is_linked=True)
    changes.mark(workspace_id=workspace.pk, table="object_record", ids=[record.pk])
    return made


@transaction.atomic
def unlink(*, workspace: Workspace, actor: Actor, link_id: int) -> None:
    """Raises ObjectLink.DoesNotExist."""
    found = ObjectLink.objects.get(pk=link_id)
    found.delete()
    keep_link_history(workspace, actor, [found], is_linked=False)
    changes.mark(workspace_id=workspace.pk, table="object_record", ids=[found.record_id])


def keep_link_history(
    workspace: Workspace, actor: Actor, found: Sequence[ObjectLink], *, is_linked: bool
) -> None:
    """Tell of links that were made or taken away."""
    now = clock.now()
    ObjectLinkChange.objects.bulk_create(
        [
            ObjectLinkChange(
                workspace=workspace,
                record_id=one.record_id,
                role_id=one.role_id,
                is_linked=is_linked,
                actor=actor.label[:150],
                via=actor.via,
                changed_at=now,
                **{end: getattr(one, end) for end in ENDS.values()},
            )
            for one in found
        ],
        batch_size=500,
    )


def link_row(link: ObjectLink) -> Row:
    """A link as a change set keeps it."""
    ends = {end: getattr(link, end) for end in ENDS.values()}
    return {
        "id": link.pk,
        "before": {"record_id": link.record_id, "role_id": link.role_id, **ends},
    }


@transaction.atomic
def forget_person(*, workspace: Workspace, customer_id: int) -> None:
    """Their links go; records of theirs alone go too, where the kind says so."""
    mine = ObjectLink.objects.filter(customer=customer_id)
    ids = sorted(set(mine.values_list("record_id", flat=True)))
    mine.delete()
    ObjectLinkChange.objects.filter(customer=customer_id).delete()
    shared = ObjectLink.objects.filter(record__in=ids, customer__isnull=False)
    alone = set(ids) - set(shared.values_list("record_id", flat=True))
    going = ObjectRecord.objects.filter(pk__in=alone, kind__goes_with_person=True)
    going.delete()
    changes.mark(workspace_id=workspace.pk, table="object_record", ids=ids)


def _exists(workspace: Workspace, role: ObjectRole, target_id: int) -> bool:
    if role.target == Target.PERSON:
        people = Customer.objects.filter(workspace=workspace, deleted_at=None)
        return people.filter(pk=target_id).exists()
    if role.target == Target.COMPANY:
        companies = Company.objects.filter(workspace=workspace, deleted_at=None)
        return companies.filter(pk=target_id).exists()
    records = ObjectRecord.objects.filter(workspace=workspace, deleted_at=None)
    return records.filter(pk=target_id, kind=role.target_kind).exists()

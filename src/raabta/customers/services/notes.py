"""Notes about people and companies: write, change, pin and remove them."""

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.customers.models import Company, Customer, Note
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

LONGEST = 10_000


class InvalidNote(Exception):
    """The note says nothing, or too much."""


@transaction.atomic
def write_note(*, workspace: Workspace, actor: Actor, about: Customer | Company, body: str) -> Note:
    """Raises InvalidNote."""
    now = clock.now()
    is_person = isinstance(about, Customer)
    return Note.objects.create(
        workspace=workspace,
        customer_id=about.pk if is_person else None,
        company_id=None if is_person else about.pk,
        body=_checked(body),
        author=actor.label,
        author_id=actor.user_id,
        created_at=now,
        updated_at=now,
    )


@transaction.atomic
def edit_note(*, workspace: Workspace, note_id: int, body: str) -> Note:
    """Raises Note.DoesNotExist or InvalidNote."""
    note = Note.objects.get(workspace=workspace, pk=note_id)
    note.body, note.updated_at = _checked(body), clock.now()
    note.save()
    return note


@transaction.atomic
def pin_note(*, workspace: Workspace, note_id: int, is_pinned: bool) -> None:
    Note.objects.filter(workspace=workspace, pk=note_id).update(is_pinned=is_pinned)


@transaction.atomic
def delete_note(*, workspace: Workspace, note_id: int) -> None:
    Note.objects.filter(workspace=workspace, pk=note_id).delete()


def _checked(body: str) -> str:
    body = body.strip().replace("\x00", "")
    if not body:
        raise InvalidNote(_("Write something first."))
    if len(body) > LONGEST:
        raise InvalidNote(_("A note has at most %(most)s letters.") % {"most": LONGEST})
    return body

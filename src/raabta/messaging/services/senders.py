"""Who mails say they are from."""

from dataclasses import dataclass

from django.db import transaction

from raabta.messaging.models import Sender
from raabta.messaging.services.dkim import make_key
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


@dataclass(frozen=True)
class SenderFields:
    name: str
    address: str
    reply_to: str = ""
    bounce_address: str = ""


@transaction.atomic
def create_sender(*, workspace: Workspace, actor: Actor, fields: SenderFields) -> Sender:
    """The first one becomes the default."""
    is_first = not Sender.objects.filter(workspace=workspace).exists()
    made = Sender.objects.create(workspace=workspace, is_default=is_first, **vars(fields))
    record_audit(workspace=workspace, actor=actor, verb="sender.created", target=made)
    return made


@transaction.atomic
def edit_sender(
    *, workspace: Workspace, actor: Actor, sender: Sender, fields: SenderFields
) -> None:
    for name, value in vars(fields).items():
        setattr(sender, name, value)
    sender.save()
    record_audit(workspace=workspace, actor=actor, verb="sender.edited", target=sender)


@transaction.atomic
def make_default_sender(*, workspace: Workspace, actor: Actor, sender: Sender) -> None:
    Sender.objects.filter(workspace=workspace, is_default=True).update(is_default=False)
    Sender.objects.filter(pk=sender.pk).update(is_default=True)
    record_audit(workspace=workspace, actor=actor, verb="sender.made_default", target=sender)


@transaction.atomic
def delete_sender(*, workspace: Workspace, actor: Actor, sender: Sender) -> None:
    """Raises ProtectedError when a campaign or mailing uses it."""
    record_audit(workspace=workspace, actor=actor, verb="sender.deleted", target=sender)
    sender.delete()


@transaction.atomic
def sign_with_dkim(*, workspace: Workspace, actor: Actor, sender: Sender) -> None:
    """Make a key; mails are signed from now on, so the DNS record must follow soon."""
    make_key(sender)
    record_audit(workspace=workspace, actor=actor, verb="sender.key_made", target=sender)


@transaction.atomic
def stop_signing(*, workspace: Workspace, actor: Actor, sender: Sender) -> None:
    Sender.objects.filter(pk=sender.pk).update(sealed_dkim_key="")
    record_audit(workspace=workspace, actor=actor, verb="sender.key_removed", target=sender)

"""Ask colleagues in by e-mail: a link for one use, seven days, one role."""

import secrets
from datetime import timedelta

from django.core import signing
from django.db import transaction

from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Invitation, Membership, User, Workspace
from raabta.workspaces.policy import Role
from raabta.workspaces.queries import INVITATION_SALT, hash_of
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services.accounts import add_member, create_user
from raabta.workspaces.services.audit import record_audit
from raabta.workspaces.services.members import check_may_give

VALID_FOR = timedelta(days=7)


class AlreadyMember(Exception):
    """The address belongs to a colleague of this workspace."""


class InvitationOver(Exception):
    """The invitation was used, revoked or has expired."""


class WrongPerson(Exception):
    """The invitation is for another address than the one logged in with."""


@transaction.atomic
def invite(
    *, workspace: Workspace, email: str, role: Role, language: str, actor: Actor, giver: Role
) -> tuple[Invitation, str]:
    """The invitation and the token for its link; an open one to the same address is replaced.

    Raises OnlyOwners or AlreadyMember.
    """
    check_may_give(role=role, giver=giver)
    address = User.objects.normalize_email(email).strip().lower()
    if Membership.objects.filter(workspace=workspace, user__email__iexact=address).exists():
        raise AlreadyMember(address)
    token = _new_token()
    now = clock.now()
    with working_in(workspace):
        Invitation.objects.filter(email=address, accepted_at=None).delete()
        made = Invitation.objects.create(
            workspace=workspace,
            email=address,
            role=role,
            language=language,
            token_hash=hash_of(token),
            invited_by=actor.label,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
    record_audit(
        workspace=workspace,
        actor=actor,
        verb="invitation.sent",
        target=made,
        detail={"role": role},
    )
    return made, token


@transaction.atomic
def renew_invitation(
    *, workspace: Workspace, invitation: Invitation, actor: Actor, giver: Role
) -> str:
    """A new token for another week; the old link stops working.

    Raises OnlyOwners or InvitationOver.
    """
    check_may_give(role=Role(invitation.role), giver=giver)
    token = _new_token()
    with working_in(workspace):
        renewed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(
            token_hash=hash_of(token), expires_at=clock.now() + VALID_FOR
        )
    if not renewed:
        raise InvitationOver
    record_audit(workspace=workspace, actor=actor, verb="invitation.resent", target=invitation)
    return token


@transaction.atomic
def revoke_invitation(*, workspace: Workspace, invitation: Invitation, actor: Actor) -> None:
    with working_in(workspace):
        Invitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()
    record_audit(
        workspace=workspace, actor=actor, verb="invitation.revoked", target=str(invitation)
    )


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User) -> Membership:
    """Raises InvitationOver or WrongPerson."""
    if user.email.lower() != invitation.email.lower():
        raise WrongPerson
    workspace, now = invitation.workspace, clock.now()
    with working_in(workspace):
        used = Invitation.objects.filter(
            pk=invitation.pk,
            token_hash=invitation.token_hash,
            accepted_at=None,
            expires_at__gt=now,
        ).update(accepted_at=now, accepted_by=user)
    if not used:
        raise InvitationOver
    membership = add_member(workspace=workspace, user=user, role=Role(invitation.role))
    record_audit(
        workspace=workspace,
        actor=Actor.user(user),
        verb="invitation.accepted",
        target=invitation,
        detail={"role": invitation.role},
    )
    return membership


@transaction.atomic
def join_as_new_user(*, invitation: Invitation, name: str, password: str) -> User:
    """Make the invited person's account and let them in. Raises EmailTaken or InvitationOver."""
    user = create_user(
        email=invitation.email, password=password, name=name, language=invitation.language
    )
    accept_invitation(invitation=invitation, user=user)
    return user


def _new_token() -> str:
    return signing.Signer(salt=INVITATION_SALT).sign(secrets.token_urlsafe(24))

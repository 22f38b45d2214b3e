"""Keys for programs: shown once, kept as a hash, never stronger than their maker."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ApiKey, User, Workspace
from raabta.workspaces.policy import GRANTS, Role
from raabta.workspaces.queries import KEY_PREFIX, hash_of
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services.audit import record_audit

SHOWN = len(KEY_PREFIX) + 6
TOUCH_EVERY = timedelta(minutes=1)


class TooMuch(Exception):
    """A key was to hold permissions that its maker lacks."""


@transaction.atomic
def create_key(
    *,
    workspace: Workspace,
    name: str,
    scopes: Iterable[str],
    made_by: User,
    role: Role,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """The key's row and its plain text, which is kept nowhere. Raises TooMuch."""
    wanted = sorted(set(scopes))
    if excess := set(wanted) - GRANTS[role]:
        raise TooMuch(", ".join(sorted(excess)))
    plain = KEY_PREFIX + secrets.token_urlsafe(32)
    with working_in(workspace):
        made = ApiKey.objects.create(
            workspace=workspace,
            name=name,
            prefix=plain[:SHOWN],
            key_hash=hash_of(plain),
            scopes=wanted,
            made_by=made_by,
            created_at=clock.now(),
            expires_at=expires_at,
        )
    record_audit(
        workspace=workspace,
        actor=Actor.user(made_by),
        verb="key.created",
        target=made,
        detail={"scopes": wanted},
    )
    return made, plain


@transaction.atomic
def revoke_key(*, workspace: Workspace, key: ApiKey, actor: Actor) -> None:
    with working_in(workspace):
        revoked = ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=clock.now())
    if revoked:
        record_audit(workspace=workspace, actor=actor, verb="key.revoked", target=key)


def touch_key(*, key: ApiKey) -> None:
    """Remember when a key was last used, to the minute."""
    now = clock.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - TOUCH_EVERY)
    with working_in(key.workspace):
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)

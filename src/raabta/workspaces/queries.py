"""Questions about users and memberships; the only context whose questions cross workspaces."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from raabta.kernel import clock
from raabta.kernel.models import Job, OutboxEvent
from raabta.workspaces.actor import Actor
from raabta.workspaces.change_pages import unpack, unpack_one
from raabta.workspaces.models import (
    ApiKey,
    AuditEntry,
    ChangePage,
    ChangeSet,
    Invitation,
    Membership,
    User,
    Workspace,
)
from raabta.workspaces.policy import GRANTS

INVITATION_SALT = "raabta.invitation"
KEY_PREFIX = "rbt_"


def membership_for(user: User, workspace_id: int | None) -> Membership | None:
    """The user's membership of the workspace, or of their first one when it is not theirs."""
    own = Membership.objects.select_related("workspace").filter(user=user).order_by("id")
    return own.filter(workspace=workspace_id).first() or own.first()


def workspaces_of(user: User) -> list[Workspace]:
    own = Membership.objects.select_related("workspace").filter(user=user)
    return [membership.workspace for membership in own.order_by("workspace__name")]


def has_users() -> bool:
    return User.objects.exists()


def user_with(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def is_home(workspace: Workspace) -> bool:
    """Whether this is the installation's first workspace, whose administrators look after it."""
    return not Workspace.objects.filter(pk__lt=workspace.pk).exists()


def members(workspace: Workspace) -> QuerySet[Membership]:
    found = Membership.objects.filter(workspace=workspace).select_related("user")
    return found.order_by("joined_at", "id")


def open_invitations(workspace: Workspace) -> QuerySet[Invitation]:
    return Invitation.objects.filter(workspace=workspace, accepted_at=None).order_by("-id")


def invitation_for(token: str) -> Invitation | None:
    """The invitation that a link still opens."""
    try:
        signing.Signer(salt=INVITATION_SALT).unsign(token)
    except signing.BadSignature:
        return None
    with scopes_disabled():
        found = Invitation.objects.select_related("workspace").filter(
            token_hash=hash_of(token), accepted_at=None, expires_at__gt=clock.now()
        )
        return found.first()


@dataclass(frozen=True)
class KeyAccess:
    """What a program with a valid key may do, as of now."""

    key: ApiKey
    workspace: Workspace
    permissions: frozenset[str]

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    @property
    def actor(self) -> Actor:
        return Actor(label=self.key.name, via="api", user_id=self.key.made_by_id)


def key_for(plain: str) -> KeyAccess | None:
    """The access behind a key: its scopes, as far as its maker still holds them."""
    with scopes_disabled():
        valid = ApiKey.objects.select_related("workspace", "made_by").filter(
            Q(expires_at=None) | Q(expires_at__gt=clock.now()),
            key_hash=hash_of(plain),
            revoked_at=None,
            made_by__is_active=True,
        )
        key = valid.first()
    if key is None:
        return None
    maker = Membership.objects.filter(workspace=key.workspace, user=key.made_by).first()
    held = GRANTS[maker.role_held] if maker else frozenset()
    return KeyAccess(key, key.workspace, held & frozenset(key.scopes))


def keys(workspace: Workspace) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(workspace=workspace).select_related("made_by").order_by("-id")


def audit_trail(
    workspace: Workspace,
    *,
    verb: str = "",
    actor: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuditEntry]:
    """Newest first."""
    found = AuditEntry.objects.filter(workspace=workspace)
    if verb:
        found = found.filter(verb=verb)
    if actor:
        found = found.filter(actor_label__icontains=actor)
    if since:
        found = found.filter(at__gte=since)
    if until:
        found = found.filter(at__lt=until)
    return found.order_by("-id")


def change_sets(workspace: Workspace, *, user: User | None = None) -> QuerySet[ChangeSet]:
    """Newest first; with `user` only what that person did."""
    found = ChangeSet.objects.filter(workspace=workspace)
    return (found if user is None else found.filter(actor_user_id=user.pk)).order_by("-id")


def kept_rows(
    workspace: Workspace, model: str, pk: int, most: int = 20
) -> list[tuple[ChangeSet, str, dict[str, Any]]]:
    """What the latest change sets that hold keep of one row: the set, the verb, the row as kept."""
    pages = ChangePage.objects.filter(
        workspace=workspace, model=model, first_id__lte=pk, last_id__gte=pk, reverted_at=None
    )
    newest = pages.select_related("change_set").order_by("-pk")[:most]
    rows = ((page, unpack_one(page.packed, pk)) for page in newest)
    return [(page.change_set, page.verb, row) for page, row in rows if row is not None]


def kept_updates(
    workspace: Workspace, model: str, ids: Collection[int], most: int = 100
) -> Iterator[tuple[ChangeSet, dict[str, Any]]]:
    """What the latest change sets that hold kept of these rows, the newest first."""
    wanted = set(ids)
    pages = ChangePage.objects.filter(
        workspace=workspace,
        model=model,
        verb="updated",
        first_id__lte=max(wanted),
        last_id__gte=min(wanted),
        reverted_at=None,
    )
    for page in pages.select_related("change_set").order_by("-pk")[:most]:
        for row in unpack(page.packed):
            if row["id"] in wanted:
                yield page.change_set, row


def jobs_of(workspace: Workspace, *, user: User | None = None) -> QuerySet[Job]:
    """Newest first; with `user` only what that person asked for."""
    found = Job.objects.filter(workspace_id=workspace.pk)
    return (found if user is None else found.filter(requested_by_id=user.pk)).order_by("-id")


def failed_events(workspace: Workspace) -> QuerySet[OutboxEvent]:
    """Domain events of this workspace that a subscriber could not take yet."""
    own = OutboxEvent.objects.filter(payload__workspace_id=workspace.pk, attempts__gt=0)
    return own.order_by("id")


def hash_of(secret: str) -> str:
    """For random secrets of 24 bytes and more, which need no slow hash."""
    return sha256(secret.encode()).hexdigest()

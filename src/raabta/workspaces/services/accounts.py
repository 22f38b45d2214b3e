"""Create and change workspaces, users and memberships."""

from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify

from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import Role
from raabta.workspaces.services.audit import record_audit


class EmailTaken(Exception):
    """Another user has this e-mail address."""


class SetUpAlready(Exception):
    """There is a user, so the first one was made long ago."""


@transaction.atomic
def create_user(*, email: str, password: str, name: str = "", language: str = "") -> User:
    """Raises EmailTaken."""
    address = User.objects.normalize_email(email).strip()
    if User.objects.filter(email__iexact=address).exists():
        raise EmailTaken(address)
    user = User(email=address, name=name, language=language, date_joined=clock.now())
    user.set_password(password)
    user.save()
    return user


@transaction.atomic
def create_workspace(
    *,
    name: str,
    owner: User,
    language: str = "en",
    time_zone: str = "UTC",
    currency: str = "USD",
    country: str = "",
) -> Workspace:
    workspace = Workspace.objects.create(
        name=name,
        slug=_free_slug(name),
        language=language,
        time_zone=time_zone,
        currency=currency,
        country=country,
        created_at=clock.now(),
    )
    add_member(workspace=workspace, user=owner, role=Role.OWNER)
    return workspace


def add_member(*, workspace: Workspace, user: User, role: Role) -> Membership:
    membership, _ = Membership.objects.update_or_create(
        workspace=workspace, user=user, defaults={"role": role, "joined_at": clock.now()}
    )
    return membership


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "workspace"
    slug, number = stem, 1
    while Workspace.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug


def prefer(*, user: User, **preferences: str) -> None:
    """Keep a user's own settings: language, time_zone, theme."""
    for name in preferences.keys() & {"language", "time_zone", "theme", "name"}:
        setattr(user, name, preferences[name])
    user.save(update_fields=sorted(preferences))


SETTINGS = ("name", "language", "time_zone", "currency", "country", "postal_address")
SETUP_LOCK = 7_233_228


@transaction.atomic
def change_settings(*, workspace: Workspace, actor: Actor, **settings: str) -> None:
    """Change some of SETTINGS."""
    old = {name: getattr(workspace, name) for name in SETTINGS}
    changed = {n: settings[n] for n in SETTINGS if n in settings and settings[n] != old[n]}
    if not changed:
        return
    Workspace.objects.filter(pk=workspace.pk).update(**changed)
    detail: dict[str, Any] = {n: {"before": old[n], "after": changed[n]} for n in changed}
    workspace.refresh_from_db()
    record_audit(
        workspace=workspace, actor=actor, verb="workspace.changed", target=workspace, detail=detail
    )


@transaction.atomic
def set_up(*, email: str, password: str, name: str, **workspace: str) -> User:
    """Make the first user and their workspace. Raises SetUpAlready."""
    if connection.vendor == "postgresql":  # SQLite writers come one after another anyway
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [SETUP_LOCK])
    if User.objects.exists():
        raise SetUpAlready
    owner = create_user(
        email=email, password=password, name=name, language=workspace.get("language", "")
    )
    create_workspace(name=workspace.pop("workspace_name"), owner=owner, **workspace)
    return owner

"""Create and change workspaces, users and memberships."""

from django.db import transaction
from django.utils.text import slugify

from raabta.kernel import clock
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import Role


class EmailTaken(Exception):
    """Another user has this e-mail address."""


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

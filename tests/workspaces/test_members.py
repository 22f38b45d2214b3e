import pytest
from django.test import Client
from django.urls import reverse

from raabta.workspaces.actor import SYSTEM, Actor
from raabta.workspaces.models import ApiKey, AuditEntry, Membership, User, Workspace
from raabta.workspaces.policy import Role
from raabta.workspaces.queries import key_for
from raabta.workspaces.services import add_member, create_user
from raabta.workspaces.services.keys import create_key
from raabta.workspaces.services.members import (
    LastOwner,
    OnlyOwners,
    change_role,
    remove_member,
)


@pytest.fixture
def colleague(workspace: Workspace) -> User:
    user = create_user(email="bilal@shop.example", password="a-long-enough-pass", name="Bilal")
    add_member(workspace=workspace, user=user, role=Role.ADMIN)
    return user


def place_of(user: User) -> Membership:
    return Membership.objects.get(user=user)


def test_a_role_changes_and_the_trail_tells_from_what(
    workspace: Workspace, owner: User, colleague: User
) -> None:
    change_role(
        workspace=workspace,
        membership=place_of(colleague),
        role=Role.ANALYST,
        actor=Actor.user(owner),
        giver=Role.OWNER,
    )
    assert place_of(colleague).role == Role.ANALYST
    line = AuditEntry.objects.get(verb="member.role_changed")
    assert line.detail == {"before": "admin", "after": "analyst"}
    assert line.target_id == str(colleague.pk)


def test_the_last_owner_stays_owner_and_member(workspace: Workspace, owner: User) -> None:
    own = place_of(owner)
    with pytest.raises(LastOwner):
        change_role(
            workspace=workspace,
            membership=own,
            role=Role.ADMIN,
            actor=SYSTEM,
            giver=Role.OWNER,
        )
    with pytest.raises(LastOwner):
        remove_member(workspace=workspace, membership=own, actor=SYSTEM, giver=Role.OWNER)
    assert place_of(owner).role == Role.OWNER
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
def test_an_administrator_neither_makes_nor_touches_an_owner(
    workspace: Workspace, owner: User, colleague: User, role: Role
) -> None:
    with pytest.raises(OnlyOwners):
        change_role(
            workspace=workspace,
            membership=place_of(owner if role == Role.ADMIN else colleague),
            role=role,
            actor=Actor.user(colleague),
            giver=Role.ADMIN,
        )
    assert (place_of(owner).role, place_of(colleague).role) == (Role.OWNER, Role.ADMIN)


def test_an_administrator_cannot_lift_themselves_by_a_forged_form(
    client: Client, workspace: Workspace, colleague: User
) -> None:
    client.force_login(colleague)
    url = reverse("web:members:update", args=[place_of(colleague).pk])
    assert client.post(url, {"role": "owner"}).status_code == 303
    assert place_of(colleague).role == Role.ADMIN


def test_a_removed_colleague_loses_the_workspace_and_their_keys(
    client: Client, workspace: Workspace, owner: User, colleague: User
) -> None:
    _key, plain = create_key(
        workspace=workspace, name="k", scopes=["home.view"], made_by=colleague, role=Role.ADMIN
    )
    client.force_login(colleague)
    assert client.get(reverse("web:members:index")).status_code == 200
    remove_member(
        workspace=workspace,
        membership=place_of(colleague),
        actor=Actor.user(owner),
        giver=Role.OWNER,
    )
    assert client.get(reverse("web:members:index")).headers["Location"] == "/workspaces/new"
    assert key_for(plain) is None


def test_a_key_never_does_more_than_its_maker_may_now(
    workspace: Workspace, owner: User, colleague: User
) -> None:
    scopes = ["customers.view", "workspace.members"]
    _key, plain = create_key(
        workspace=workspace, name="k", scopes=scopes, made_by=colleague, role=Role.ADMIN
    )
    access = key_for(plain)
    assert access is not None
    assert access.permissions == set(scopes)
    assert not access.may("customers.edit")
    change_role(
        workspace=workspace,
        membership=place_of(colleague),
        role=Role.ANALYST,
        actor=Actor.user(owner),
        giver=Role.OWNER,
    )
    access = key_for(plain)
    assert access is not None
    assert access.permissions == {"customers.view"}


def test_a_key_is_shown_once_and_kept_as_a_hash(
    client: Client, workspace: Workspace, owner: User
) -> None:
    client.force_login(owner)
    given = {"name": "Shop site", "days": "30", "scopes": ["customers.view"]}
    page = client.post(reverse("web:keys:new"), given).content.decode()
    key = ApiKey.objects.get()
    assert key.prefix in page
    plain = next(word for word in page.replace('"', " ").split() if word.startswith("rbt_"))
    plain = plain.split("<")[0]
    assert key_for(plain) is not None
    assert plain not in str(ApiKey.objects.values_list().get())
    assert plain not in client.get(reverse("web:keys:index")).content.decode()
    client.post(reverse("web:keys:delete", args=[key.pk]))
    assert key_for(plain) is None
    assert list(AuditEntry.objects.order_by("id").values_list("verb", flat=True)) == [
        "key.created",
        "key.revoked",
    ]

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from raabta.kernel import clock
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Invitation, Membership, User, Workspace
from raabta.workspaces.policy import Role
from raabta.workspaces.queries import invitation_for
from raabta.workspaces.services import create_user
from raabta.workspaces.services.invitations import (
    AlreadyMember,
    InvitationOver,
    accept_invitation,
    invite,
    renew_invitation,
    revoke_invitation,
)
from raabta.workspaces.services.members import OnlyOwners

PASSWORD = "a-long-enough-pass"


def asked(workspace: Workspace, language: str = "en") -> tuple[Invitation, str]:
    return invite(
        workspace=workspace,
        email="New@Shop.example",
        role=Role.MARKETER,
        language=language,
        actor=SYSTEM,
        giver=Role.ADMIN,
    )


def accept_url(token: str) -> str:
    return reverse("web:invitations:accept", args=[token])


def test_the_mail_speaks_the_invited_language_and_carries_the_link(
    client: Client, workspace: Workspace, owner: User
) -> None:
    client.force_login(owner)
    given = {"email": "new@shop.example", "role": "marketer", "language": "ur"}
    page = client.post(reverse("web:invitations:new"), given)
    assert page.status_code == 200
    sent = mail.outbox[0]
    assert sent.to == ["new@shop.example"]
    html = str(sent.alternatives[0][0])  # type: ignore[attr-defined]
    assert 'dir="rtl"' in html
    link = next(word for word in str(sent.body).split() if word.startswith("http"))
    assert link in html
    assert link in page.content.decode()
    assert invitation_for(link.rsplit("/", 1)[-1]) == Invitation.objects.get()
    assert link.rsplit("/", 1)[-1] not in str(Invitation.objects.values_list().get())


def test_a_new_colleague_joins_in_the_invited_language_and_the_link_dies(
    client: Client, workspace: Workspace
) -> None:
    invitation, token = asked(workspace, "bn")
    page = client.get(accept_url(token))
    assert 'lang="bn"' in page.content.decode()
    given = {"name": "Nadia", "password": PASSWORD}
    assert client.post(accept_url(token), given).headers["Location"] == "/"
    user = User.objects.get(email="new@shop.example")
    assert (user.name, user.language) == ("Nadia", "bn")
    assert Membership.objects.get(user=user).role == Role.MARKETER
    assert client.get("/settings/").status_code == 200
    assert Client().get(accept_url(token)).status_code == 410
    again = Client().post(accept_url(token), {**given, "name": "Thief"})
    assert again.status_code == 410
    invitation.refresh_from_db()
    assert invitation.accepted_by == user


def test_a_weak_password_is_refused_with_its_reason(client: Client, workspace: Workspace) -> None:
    _invitation, token = asked(workspace)
    page = client.post(accept_url(token), {"name": "Nadia", "password": "12345678"})
    assert page.status_code == 422
    assert not User.objects.filter(email="new@shop.example").exists()


def test_an_existing_user_logs_in_first_and_then_joins(
    client: Client, workspace: Workspace
) -> None:
    user = create_user(email="new@shop.example", password=PASSWORD)
    _invitation, token = asked(workspace)
    sent = client.get(accept_url(token)).headers["Location"]
    assert sent.startswith("/accounts/login/?next=/settings/invitations/accept/")
    client.force_login(user)
    assert client.get(accept_url(token)).status_code == 200
    assert not Membership.objects.filter(user=user).exists()
    client.post(accept_url(token))
    assert Membership.objects.get(user=user).workspace == workspace


def test_another_user_cannot_take_the_invitation(
    client: Client, workspace: Workspace, other_workspace: Workspace
) -> None:
    stranger = User.objects.get(email="stranger@rival.example")
    _invitation, token = asked(workspace)
    client.force_login(stranger)
    assert client.post(accept_url(token)).status_code == 403
    assert not Membership.objects.filter(user=stranger, workspace=workspace).exists()
    assert invitation_for(token) is not None


def test_an_invitation_ends_after_seven_days(workspace: Workspace) -> None:
    user = create_user(email="new@shop.example", password=PASSWORD)
    invitation, token = asked(workspace)
    with clock.turned_to(clock.now() + timedelta(days=7, seconds=1)):
        assert invitation_for(token) is None
        with pytest.raises(InvitationOver):
            accept_invitation(invitation=invitation, user=user)
    assert not Membership.objects.filter(user=user).exists()


def test_sending_again_kills_the_older_link_and_revoking_kills_both(workspace: Workspace) -> None:
    invitation, first = asked(workspace)
    second = renew_invitation(
        workspace=workspace, invitation=invitation, actor=SYSTEM, giver=Role.ADMIN
    )
    assert (invitation_for(first), invitation_for(second)) == (None, invitation)
    revoke_invitation(workspace=workspace, invitation=invitation, actor=SYSTEM)
    assert invitation_for(second) is None


@pytest.mark.parametrize("token", ["x", "a:b", "..", "%00", "x" * 500])
def test_a_made_up_link_opens_nothing(client: Client, workspace: Workspace, token: str) -> None:
    assert client.get(accept_url(token)).status_code == 410


def test_a_member_is_not_invited_again(workspace: Workspace, owner: User) -> None:
    with pytest.raises(AlreadyMember):
        invite(
            workspace=workspace,
            email=owner.email.upper(),
            role=Role.ADMIN,
            language="en",
            actor=SYSTEM,
            giver=Role.OWNER,
        )
    assert not Invitation.objects.exists()


def test_an_administrator_invites_no_owner(workspace: Workspace) -> None:
    with pytest.raises(OnlyOwners):
        invite(
            workspace=workspace,
            email="x@y.example",
            role=Role.OWNER,
            language="en",
            actor=SYSTEM,
            giver=Role.ADMIN,
        )
    assert not Invitation.objects.exists()

"""Guessing passwords, codes and tokens: each has an end, and none tells who is known here."""

from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from raabta.workspaces.models import User, Workspace
from tests.workspaces.test_login import PASSWORD, code_for, confirm, log_in

SECRET = "JBSWY3DPEHPK3PXP"
TRIES = 31


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    cache.clear()


def guess(number: int, **headers: str) -> Any:
    given = {"login": f"user{number}@shop.example", "password": "wrong"}
    return Client().post(reverse("account_login"), given, headers=headers)


def test_another_address_in_a_header_opens_no_new_round_of_guesses(workspace: Workspace) -> None:
    codes = [
        guess(n, **{"X-Forwarded-For": f"192.0.2.{n}", "X-Real-IP": f"192.0.2.{n}"}).status_code
        for n in range(TRIES)
    ]
    assert codes[-1] == 429


def test_a_known_and_an_unknown_name_are_refused_in_the_same_words(workspace: Workspace) -> None:
    def words(login: str) -> str:
        page = Client().post(reverse("account_login"), {"login": login, "password": "wrong"})
        return str(page.context["form"].errors.as_text())

    assert words("owner@shop.example") == words("nobody@shop.example")


def test_after_some_wrong_codes_even_the_right_one_waits(
    client: Client, workspace: Workspace, owner: User
) -> None:
    TOTP.activate(owner, SECRET)
    RecoveryCodes.activate(owner)
    log_in(client)
    for n in range(6):
        client.post(reverse("mfa_authenticate"), {"code": f"{n:06}"})
    client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})
    assert "_auth_user_id" not in client.session


def test_a_code_alone_opens_nothing(client: Client, workspace: Workspace, owner: User) -> None:
    TOTP.activate(owner, SECRET)
    answer = client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_password_cannot_be_guessed_where_it_is_asked_again(
    client: Client, workspace: Workspace
) -> None:
    log_in(client)
    for _ in range(TRIES):
        confirm(client, "wrong")
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code != 302


def test_nobody_is_flooded_with_mails_to_choose_a_password(workspace: Workspace) -> None:
    for _ in range(TRIES):
        Client().post(reverse("account_reset_password"), {"email": "owner@shop.example"})
    assert len(mail.outbox) <= 5


@pytest.mark.parametrize("token", ["x", "0" * 43, "A" * 500, "../settings"])
def test_a_guessed_invitation_lets_nobody_in(
    client: Client, workspace: Workspace, token: str
) -> None:
    url = reverse("web:invitations:accept", args=["TOKEN"]).replace("TOKEN", token)
    answers = (client.get(url), client.post(url, {"password": PASSWORD, "name": "Eve"}))
    assert {answer.status_code for answer in answers} <= {404, 410}
    assert User.objects.count() == 1

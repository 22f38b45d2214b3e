"""Login, second factor, sessions: allauth's pages as they behave and look here."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import reverse

from raabta.workspaces.models import User, Workspace

PASSWORD = "a-long-enough-pass"
ALONE = (
    "account_login",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
)
LOGGED_IN = (
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
)


def log_in(client: Client, password: str = PASSWORD, **more: str) -> Any:
    given = {"login": "owner@shop.example", "password": password, **more}
    return client.post(reverse("account_login"), given)


def confirm(client: Client, password: str = PASSWORD) -> None:
    client.post(reverse("account_reauthenticate"), {"password": password})


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.mark.parametrize("language", ["en", "ur", "bn"])
@pytest.mark.parametrize("name", ALONE)
def test_a_public_page_of_the_login_looks_like_ours(
    client: Client, owner: User, name: str, language: str
) -> None:
    client.cookies["raabta_language"] = language
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert "public.html" in [t.name for t in page.templates]
    assert f'lang="{language}"' in page.content.decode()


@pytest.mark.parametrize("name", LOGGED_IN)
def test_a_page_of_ones_own_account_looks_like_ours(
    client: Client, workspace: Workspace, name: str
) -> None:
    log_in(client)
    confirm(client)
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert {"app.html", "public.html"} & {t.name for t in page.templates}


def test_the_right_password_opens_and_the_wrong_one_does_not(
    client: Client, workspace: Workspace
) -> None:
    assert log_in(client, "wrong").status_code == 200
    assert "_auth_user_id" not in client.session
    assert log_in(client).headers["Location"] == "/"
    assert client.get("/settings/").status_code == 200


def test_nobody_signs_up_by_themselves(client: Client, owner: User) -> None:
    given = {"email": "x@y.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), given)
    assert list(User.objects.values_list("email", flat=True)) == [owner.email]


def test_the_second_factor_is_asked_for(client: Client, workspace: Workspace, owner: User) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(owner, secret)
    RecoveryCodes.activate(owner)
    assert log_in(client).headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/settings/").status_code == 302
    page = client.get(reverse("mfa_authenticate"))
    assert "public.html" in [t.name for t in page.templates]
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert client.get("/settings/").status_code == 200
    assert "reauthenticate" in client.get(reverse("mfa_view_recovery_codes")).headers["Location"]
    confirm(client)
    for name in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        page = client.get(reverse(name))
        assert page.status_code == 200
        assert "app.html" in [t.name for t in page.templates]


def test_a_recovery_code_works_once(client: Client, workspace: Workspace, owner: User) -> None:
    TOTP.activate(owner, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(owner).get_unused_codes()[0]
    for works in (True, False):
        browser = Client()
        log_in(browser)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert ("_auth_user_id" in browser.session) is works


def test_a_passkey_can_be_renamed_and_removed_by_its_owner_only(
    client: Client, workspace: Workspace, owner: User, other_workspace: Workspace
) -> None:
    kept = Authenticator.objects.create(
        user=owner, type="webauthn", data={"name": "Laptop", "credential": {}}
    )
    stranger = User.objects.get(email="stranger@rival.example")
    other = Client()
    other.post(reverse("account_login"), {"login": stranger.email, "password": PASSWORD})
    confirm(other)
    assert other.get(reverse("mfa_edit_webauthn", args=[kept.pk])).status_code == 404
    assert other.post(reverse("mfa_remove_webauthn", args=[kept.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=kept.pk).exists()
    client.force_login(owner)  # a passkey cannot be shown to a test's browser
    confirm(client)
    client.post(reverse("mfa_edit_webauthn", args=[kept.pk]), {"name": "Desk"})
    kept.refresh_from_db()
    assert str(kept) == "Desk"
    assert client.get(reverse("mfa_remove_webauthn", args=[kept.pk])).status_code == 200
    client.post(reverse("mfa_remove_webauthn", args=[kept.pk]))
    assert not Authenticator.objects.filter(pk=kept.pk).exists()


def test_a_forgotten_password_is_chosen_anew_by_mail(client: Client, workspace: Workspace) -> None:
    client.post(reverse("account_reset_password"), {"email": "owner@shop.example"})
    assert mail.outbox[0].to == ["owner@shop.example"]
    found = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert found
    page = client.get(found[1], follow=True)
    assert page.status_code == 200
    chosen = "another-long-pass-7"
    action = page.redirect_chain[-1][0]
    client.post(action, {"password1": chosen, "password2": chosen})
    assert client.get(found[1], follow=True).status_code == 200
    assert log_in(Client(), "a-long-enough-pass").status_code == 200
    assert log_in(Client(), chosen).status_code == 302


def test_a_reset_for_an_unknown_address_tells_the_asker_nothing(
    client: Client, owner: User
) -> None:
    known = client.post(reverse("account_reset_password"), {"email": "owner@shop.example"})
    unknown = client.post(reverse("account_reset_password"), {"email": "no@shop.example"})
    assert known.headers["Location"] == unknown.headers["Location"]

"""The attacks named in the brief of this product, tried on the login and the settings."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from raabta.kernel import clock
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import Role
from raabta.workspaces.queries import key_for
from raabta.workspaces.services import add_member, create_user
from raabta.workspaces.services.keys import create_key

PASSWORD = "a-long-enough-pass"
LOGIN = {"login": "owner@shop.example", "password": PASSWORD}


def test_a_form_without_its_token_changes_nothing(workspace: Workspace, owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    answer = client.post(reverse("web:settings:edit"), {"name": "Stolen"})
    assert answer.status_code == 403
    assert "csrf.html" in [t.name for t in answer.templates]
    workspace.refresh_from_db()
    assert workspace.name == "Shop"
    assert Client(enforce_csrf_checks=True).post(reverse("account_login"), LOGIN).status_code == 403


def test_a_form_with_its_token_from_another_site_changes_nothing(
    workspace: Workspace, owner: User
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    page = client.get(reverse("web:settings:edit")).content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    given = {"name": "Stolen", "csrfmiddlewaretoken": found[1]}
    headers = {"Origin": "https://evil.example"}
    assert client.post(reverse("web:settings:edit"), given, headers=headers).status_code == 403
    workspace.refresh_from_db()
    assert workspace.name == "Shop"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: Client, workspace: Workspace
) -> None:
    cookie = client.post(reverse("account_login"), LOGIN).cookies["raabta_session"]
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.IS_HTTPS is settings.SESSION_COOKIE_SECURE is settings.CSRF_COOKIE_SECURE


def test_the_session_gets_a_new_key_at_login(client: Client, workspace: Workspace) -> None:
    client.post(reverse("web:theme"), {"theme": "dark"})
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = str(before)
    client.post(reverse("account_login"), LOGIN)
    assert client.session.session_key != before


def test_after_five_wrong_passwords_even_the_right_one_waits(
    client: Client, workspace: Workspace
) -> None:
    for _ in range(5):
        client.post(reverse("account_login"), {**LOGIN, "password": "wrong"})
    answer = client.post(reverse("account_login"), LOGIN)
    assert "Too many failed login attempts" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_guessing_from_one_address_is_stopped_for_all_accounts(
    client: Client, workspace: Workspace
) -> None:
    codes = [
        client.post(
            reverse("account_login"), {"login": f"user{n}@shop.example", "password": "wrong"}
        ).status_code
        for n in range(31)
    ]
    assert codes[-1] == 429
    assert client.post(reverse("account_login"), LOGIN).status_code == 429


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
    ],
)
def test_no_login_or_preference_leads_to_another_site(
    client: Client, workspace: Workspace, target: str
) -> None:
    answer = client.post(reverse("account_login"), {**LOGIN, "next": target})
    assert answer.headers["Location"] == "/"
    for name in ("web:theme", "web:language"):
        assert client.post(reverse(name), {"next": target}).headers["Location"] == "/"
    answer = client.post(reverse("account_logout"), {"next": target})
    assert "evil" not in answer.headers["Location"]


def test_an_htmx_call_after_the_session_ended_goes_to_the_login_and_back_here(
    client: Client, workspace: Workspace
) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/settings/?a=1"}
    answer = client.get(reverse("web:settings:index"), headers=headers)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fsettings%2F%3Fa%3D1"


def test_a_refused_htmx_call_leaves_the_page_and_says_why(
    client: Client, workspace: Workspace
) -> None:
    analyst = create_user(email="analyst@shop.example", password=PASSWORD)
    add_member(workspace=workspace, user=analyst, role=Role.ANALYST)
    client.force_login(analyst)
    answer = client.get(reverse("web:members:index"), headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert answer.headers["HX-Reswap"] == "none"
    assert "not allowed" in answer.headers["HX-Trigger"]


def test_switching_to_a_workspace_of_others_is_not_found(
    client: Client, workspace: Workspace, owner: User, other_workspace: Workspace
) -> None:
    client.force_login(owner)
    url = reverse("web:workspaces:switch")
    assert client.post(url, {"workspace": other_workspace.pk}).status_code == 404
    assert client.post(url, {"workspace": "x"}).status_code == 404
    page = client.get(reverse("web:settings:edit")).content.decode()
    assert "Shop" in page
    assert "Rival" not in page


def test_the_set_up_page_is_closed_once_there_is_a_user(client: Client, owner: User) -> None:
    assert client.get(reverse("web:setup:new")).status_code == 404
    given = {
        "email": "thief@evil.example",
        "password": PASSWORD,
        "name": "T",
        "workspace_name": "T",
    }
    assert client.post(reverse("web:setup:new"), given).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_the_first_visitor_becomes_the_owner(client: Client) -> None:
    assert client.get("/").headers["Location"] == reverse("web:setup:new")
    assert client.get(reverse("web:setup:new")).status_code == 200
    given = {
        "workspace_name": "Shop",
        "language": "ur",
        "time_zone": "Asia/Karachi",
        "currency": "PKR",
        "country": "PK",
        "name": "Ayesha",
        "email": "owner@shop.example",
        "password": PASSWORD,
    }
    assert client.post(reverse("web:setup:new"), given).headers["Location"] == "/"
    member = Membership.objects.get()
    assert (member.role, member.workspace.name, member.workspace.currency) == (
        "owner",
        "Shop",
        "PKR",
    )
    assert 'lang="ur"' in client.get("/settings/").content.decode()


def test_every_page_carries_the_strict_content_policy(
    client: Client, workspace: Workspace, owner: User
) -> None:
    pages = ["/accounts/login/", "/nowhere", "/settings/"]
    client.force_login(owner)
    for url in pages:
        policy = client.get(url).headers["Content-Security-Policy"]
        script = next(p for p in policy.split(";") if p.strip().startswith("script-src"))
        assert "unsafe" not in policy
        assert re.fullmatch(r" script-src 'self' 'nonce-[\w-]+'", script)
        assert "default-src 'none'" in policy


def test_a_name_with_markup_stays_a_name(client: Client, workspace: Workspace, owner: User) -> None:
    attack = '<script>alert("x")</script>'
    client.force_login(owner)
    client.post(reverse("web:profile:edit"), {"name": attack})
    owner.refresh_from_db()
    assert owner.name == attack
    for name in ("web:members:index", "web:profile:edit", "web:settings:index"):
        page = client.get(reverse(name)).content.decode()
        assert "<script>alert" not in page


def test_a_formula_in_a_name_is_text_in_the_exported_trail(
    client: Client, workspace: Workspace, owner: User
) -> None:
    client.force_login(owner)
    client.post(reverse("web:profile:edit"), {"name": "=1+1"})
    given = {"email": "a@shop.example", "role": "analyst", "language": "en"}
    client.post(reverse("web:invitations:new"), given)
    answer = client.get(reverse("web:audit:export"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert ",'=1+1,ui,invitation.sent," in text


def test_ending_a_session_logs_that_browser_out(
    client: Client, workspace: Workspace, owner: User, other_workspace: Workspace
) -> None:
    laptop, phone, stranger = Client(), Client(), Client()
    for browser in (laptop, phone):
        browser.post(reverse("account_login"), LOGIN)
        assert browser.get("/settings/").status_code == 200
    stranger.post(reverse("account_login"), {**LOGIN, "login": "stranger@rival.example"})
    page = laptop.get(reverse("web:sessions:index"))
    assert len(page.context["rows"]) == 2
    other = next(
        s for _words, s in page.context["rows"] if s.session_key != laptop.session.session_key
    )
    end = reverse("web:sessions:delete", args=[other.pk])
    assert stranger.post(end).status_code == 404
    assert phone.get("/settings/").status_code == 200
    laptop.post(end)
    assert phone.get("/settings/").status_code == 302
    assert laptop.get("/settings/").status_code == 200
    phone.post(reverse("account_login"), LOGIN)
    laptop.post(reverse("web:sessions:delete_others"))
    assert phone.get("/settings/").status_code == 302
    assert stranger.get("/settings/").status_code == 200


def test_a_password_reset_needs_a_host_that_is_ours(
    client: Client, workspace: Workspace, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["shop.example"]
    answer = client.post(
        reverse("account_reset_password"),
        {"email": "owner@shop.example"},
        headers={"Host": "evil.example"},
    )
    assert answer.status_code == 400


def test_an_expired_key_opens_nothing(workspace: Workspace, owner: User) -> None:
    end = clock.now() + timedelta(days=1)
    _key, plain = create_key(
        workspace=workspace,
        name="k",
        scopes=["home.view"],
        made_by=owner,
        role=Role.OWNER,
        expires_at=end,
    )
    assert key_for(plain) is not None
    with clock.turned_to(end):
        assert key_for(plain) is None

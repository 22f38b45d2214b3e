"""Each reader's own language, direction and theme."""

import re

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from raabta.workspaces.models import User, Workspace

LOGIN = "/account/login/"


def html_of(client: Client, url: str = "/", **headers: str) -> str:
    """The opening tag of the page."""
    text = client.get(url, headers=headers).content.decode()
    found = re.search(r"<html[^>]*>", text)
    assert found, text[:200]
    return found[0]


@pytest.fixture(autouse=True)
def catalogues() -> None:
    for code in ("ur", "bn"):
        with translation.override(code):
            if gettext("Customers") == "Customers":
                pytest.skip(f"there is no catalogue of {code} yet")


@pytest.mark.parametrize(
    ("asked", "language", "direction"),
    [
        ("ur", "ur", "rtl"),
        ("ur-PK,ur;q=0.9,en;q=0.5", "ur", "rtl"),
        ("bn-BD,bn;q=0.9", "bn", "ltr"),
        ("fr,bn;q=0.5", "bn", "ltr"),
        ("fr", "en", "ltr"),
        ("", "en", "ltr"),
        ("nonsense;;q=,,", "en", "ltr"),
    ],
)
def test_the_login_page_speaks_what_the_browser_asks_for(
    owner: User, client: Client, *, asked: str, language: str, direction: str
) -> None:
    headers = {"Accept-Language": asked} if asked else {}
    response = client.get(LOGIN, headers=headers)
    assert html_of(client, LOGIN, **headers).startswith(
        f'<html lang="{language}" dir="{direction}"'
    )
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]


def test_a_choice_on_the_login_page_is_kept_in_the_browser(owner: User, client: Client) -> None:
    answer = client.post("/language", {"language": "ur", "next": LOGIN})
    assert (answer.status_code, answer.headers["Location"]) == (303, LOGIN)
    assert 'lang="ur" dir="rtl"' in html_of(client, LOGIN, **{"Accept-Language": "bn"})


def test_each_user_has_a_language_of_their_own(
    page: Client, owner: User, workspace: Workspace
) -> None:
    page.post("/language", {"language": "bn"})
    owner.refresh_from_db()
    assert owner.language == "bn"
    fresh = Client()
    fresh.force_login(owner)
    assert 'lang="bn" dir="ltr"' in html_of(fresh, **{"Accept-Language": "ur"})
    assert "গ্রাহক" in fresh.get("/").content.decode()
    page.post("/language", {"language": "ur"})
    assert 'lang="ur" dir="rtl"' in html_of(fresh)
    page.post("/language", {"language": "en"})
    assert 'lang="en" dir="ltr"' in html_of(fresh)


def test_without_a_choice_the_workspace_decides(
    page: Client, owner: User, workspace: Workspace
) -> None:
    User.objects.filter(pk=owner.pk).update(language="")
    Workspace.objects.filter(pk=workspace.pk).update(language="ur")
    assert 'lang="ur" dir="rtl"' in html_of(page, **{"Accept-Language": "bn"})


@pytest.mark.parametrize("odd", ["xx", "../../etc", "de", "", "<b>"])
def test_a_language_that_we_do_not_speak_is_not_kept(
    page: Client, owner: User, workspace: Workspace, odd: str
) -> None:
    page.post("/language", {"language": odd})
    owner.refresh_from_db()
    assert owner.language == ""
    assert 'lang="en"' in html_of(page)
    page.cookies["raabta_language"] = odd
    assert 'lang="en"' in html_of(page)


def test_the_theme_is_kept_for_users_and_for_strangers(
    page: Client, owner: User, workspace: Workspace, client: Client
) -> None:
    assert "data-theme" not in html_of(page)
    page.post("/theme", {"theme": "dark"})
    owner.refresh_from_db()
    assert owner.theme == "dark"
    assert 'data-theme="dark"' in html_of(page)
    client.post("/theme", {"theme": "light"})
    assert 'data-theme="light"' in html_of(client, LOGIN)
    page.post("/theme", {"theme": "nonsense"})
    owner.refresh_from_db()
    assert owner.theme == ""
    assert "data-theme" not in html_of(page)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_switch_leads_back_to_our_own_pages_only(
    page: Client, workspace: Workspace, back: str
) -> None:
    for name in ("language", "theme"):
        assert page.post(f"/{name}", {name: "", "next": back}).headers["Location"] == "/"
    assert page.get("/language").status_code == 405

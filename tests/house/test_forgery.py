"""Generated from what exists: no page trusts another site, and none leads there."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from raabta.workspaces.policy import Role
from tests.house.hostile import read
from tests.house.test_abuse import addresses, opened
from tests.house.test_isolation import House, house, rows_of  # noqa: F401  a fixture

EVIL = "https://evil.example/"
# what takes a POST without a token, with the reason
NO_TOKEN = {
    "raabta.web.messaging.unsubscriptions": "mail programs unsubscribe with one click",
    "raabta.web.messaging.confirmations": "the signature in the address is the key, not a cookie",
    "raabta.web.messaging.preferences": "the signature in the address is the key, not a cookie",
    "raabta.web.forms.hosted": "pages of other websites send answers; nobody is logged in there",
    "ninja.operation": "the API asks for a key in a header, which no browser sends by itself",
}
SIGNED = {
    "web:public:unsubscribe",
    "web:public:confirm",
    "web:public:preferences",
    "web:form",
    "web:form_started",
}
WHERE_TO = ("next", "back", "return", "return_to", "url", "to", "redirect", "from", "referrer")


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    cache.clear()


def views(patterns: Any, prefix: str = "") -> list[tuple[str, Any]]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            found.append((f"{prefix}{pattern.pattern}", pattern.callback))
        else:
            found += views(pattern.url_patterns, f"{prefix}{pattern.pattern}")
    return found


def test_only_named_views_take_a_post_without_a_token() -> None:
    exempt = {
        view.__module__
        for _address, view in views(get_resolver().url_patterns)
        if getattr(view, "csrf_exempt", False)
    }
    assert exempt == set(NO_TOKEN)


def test_a_post_without_its_token_is_refused_on_every_page_and_changes_nothing(
    house: House,  # noqa: F811
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.users[Role.OWNER])
    urls = [(r, url) for r, url in addresses(house) if r.name not in SIGNED]
    before = rows_of(house.home)
    answers = {route.name: client.post(url, {"name": "Stolen"}) for route, url in urls}
    assert {name for name, answer in answers.items() if answer.status_code != 403} == set()
    assert rows_of(house.home) == before


@pytest.mark.parametrize(
    "name", ["account_login", "account_logout", "account_change_password", "account_email"]
)
def test_a_post_without_its_token_is_refused_on_the_pages_of_an_account(
    house: House,  # noqa: F811
    name: str,
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.users[Role.OWNER])
    assert client.post(reverse(name), {}).status_code == 403
    assert client.get(reverse("web:home")).status_code == 200


def test_a_session_opens_no_operation_of_the_api(house: House) -> None:  # noqa: F811
    client = Client()
    client.force_login(house.users[Role.OWNER])
    assert client.get("/api/v1/customers").status_code == 401
    assert client.post("/api/v1/customers", {}, "application/json").status_code == 401


def test_every_page_carries_a_policy_that_runs_no_inline_code(house: House) -> None:  # noqa: F811
    problems = []
    for route, answer, text in opened(house, addresses(house)):
        policy = answer.headers.get("Content-Security-Policy", "")
        sources = {one.split()[0]: one.split()[1:] for one in policy.split(";") if one.strip()}
        scripts = sources.get("script-src", sources.get("default-src", []))
        allowed = [one for one in scripts if not re.fullmatch(r"'nonce-[\w-]{22}'", one)]
        if not scripts or set(allowed) - {"'self'", "'none'"}:
            problems.append(f"{route.name}: {policy}")
        if "html" in answer.headers.get("Content-Type", "") and "sandbox" not in sources:
            problems += [f"{route.name}: {one}" for one in read(text, policy).problems]
            for name in ("base-uri", "object-src", "default-src"):
                if sources.get(name) != ["'none'"]:
                    problems.append(f"{route.name}: {name} {sources.get(name)}")
        if answer.headers.get("X-Content-Type-Options") != "nosniff":
            problems.append(f"{route.name}: content types may be guessed")
    assert problems == []


def test_every_page_gets_a_nonce_of_its_own(house: House) -> None:  # noqa: F811
    client = Client()
    client.force_login(house.users[Role.OWNER])
    policies = {client.get("/").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


@pytest.mark.parametrize("target", [EVIL, "//evil.example/", "/\\evil.example", "javascript:x"])
def test_no_page_leads_to_where_a_stranger_says(house: House, target: str) -> None:  # noqa: F811
    client = Client(raise_request_exception=False)
    headers = {"Referer": EVIL, "HX-Current-URL": EVIL}
    asked = dict.fromkeys(WHERE_TO, target)
    astray = []
    for route, url in addresses(house):
        for method in (client.get, client.post):
            client.force_login(house.users[Role.OWNER])
            answer = method(url, asked, headers=headers)
            for name in ("Location", "HX-Redirect", "HX-Location", "Refresh"):
                found = answer.headers.get(name, "")
                if re.match(r"\s*(?:[a-z]+:|[\\/]{2}|/\\)", found, re.IGNORECASE):
                    astray.append(f"{route.name}: {name}: {found}")
            answer.close()
    assert astray == []

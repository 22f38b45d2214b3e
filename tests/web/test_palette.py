"""The palette finds every kind of record, and offers what a role may do."""

import re

import pytest
from django.test import Client

from raabta.search.services import index_marked
from raabta.search.source import search_sources
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import PERMISSIONS, Role
from raabta.workspaces.scoped import working_in
from tests.commerce.shop import placed
from tests.web.conftest import one_of_everything

KINDS = ("customers", "companies", "orders", "products", "campaigns", "audiences", "templates")


def found(page: Client, text: str) -> list[tuple[str, str]]:
    """Address and words of each hit; the way to all results is no hit."""
    answer = page.get("/palette", {"q": text})
    assert answer.status_code == 200
    rows = re.findall(r'data-href="([^"]+)">(.*?)</div>', answer.content.decode(), re.DOTALL)
    words = [(url, re.sub("<[^>]+>", " ", re.sub("</?mark[^>]*>", "", row))) for url, row in rows]
    return [(url, " ".join(row.split())) for url, row in words if not url.startswith("/search")]


def test_every_source_asks_for_a_permission_there_is() -> None:
    assert {source.key for source in search_sources.members()} >= set(KINDS)
    assert {source.permission for source in search_sources.members()} <= PERMISSIONS


def test_one_word_finds_every_kind_of_record(page: Client, workspace: Workspace) -> None:
    one_of_everything(workspace, "Zubaida")
    hits = found(page, "Zubaida")
    assert [url.split("/")[1] for url, _words in hits] == [
        "customers", "companies", "campaigns", "audiences", "orders", "products", "templates",
    ]  # fmt: skip
    for url, words in hits:
        assert "Zubaida" in words
        assert page.get(url).status_code == 200, url


def test_letters_may_be_small(page: Client, workspace: Workspace) -> None:
    one_of_everything(workspace, "Zubaida")
    kinds = {url.split("/")[1] for url, _words in found(page, "zubaida")}
    assert kinds == set(KINDS)
    placed(workspace, "C536379")
    while index_marked():
        pass
    assert [words for _url, words in found(page, "c5363")] == ["C536379 shop"]


def test_nothing_of_another_workspace_is_found(
    page: Client, workspace: Workspace, other_workspace: Workspace
) -> None:
    with working_in(other_workspace):
        one_of_everything(other_workspace, "Zubaida")
    assert found(page, "Zubaida") == []


@pytest.mark.parametrize("text", ["z", "", "%", "__", "'; --", "x" * 500, "ز", "#12"])
def test_odd_questions_find_nothing_and_break_nothing(
    page: Client, workspace: Workspace, text: str
) -> None:
    one_of_everything(workspace, "Zubaida")
    assert not any("Zubaida" in words for _url, words in found(page, text))


@pytest.mark.parametrize(
    ("role", "allowed", "hidden"),
    [
        (Role.OWNER, {"/customers/new", "/campaigns/new", "/settings/members/"}, set()),
        (
            Role.MARKETER,
            {"/customers/new", "/campaigns/new", "/audiences/new"},
            {"/settings/members/", "/settings/keys/", "/settings/audit/"},
        ),
        (
            Role.ANALYST,
            {"/customers/", "/campaigns/"},
            {"/customers/new", "/campaigns/new", "/audiences/new", "/settings/members/"},
        ),
    ],
)
def test_pages_and_actions_are_those_of_the_role(
    page: Client,
    owner: User,
    workspace: Workspace,
    *,
    role: Role,
    allowed: set[str],
    hidden: set[str],
) -> None:
    Membership.objects.filter(user=owner).update(role=role)
    offered = set()
    for text in ("", "new", "customer", "campaign", "audience", "member", "key", "audit"):
        offered |= {url for url, _words in found(page, text)}
    assert allowed <= offered
    assert not hidden & offered
    for url in offered:
        assert page.get(url).status_code == 200, url


def test_strangers_are_sent_to_the_login_page(client: Client, workspace: Workspace) -> None:
    answer = client.get("/palette?q=zubaida")
    assert (answer.status_code, b"Zubaida" in answer.content) == (302, False)

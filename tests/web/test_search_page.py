"""The page of results: a tab for each kind that a role may see, page by page."""

import re

import pytest
from django.test import Client

from raabta.customers.services.erasure import erase_customer
from raabta.customers.services.people import create_customer
from raabta.search.services import index_marked
from raabta.search.source import in_order
from raabta.web.palette import results
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import Role, may
from raabta.workspaces.scoped import working_in
from tests.web.conftest import one_of_everything


def shown(page: Client, /, **asked: str) -> tuple[list[str], list[str]]:
    """The tabs, the current one with a star, and the results."""
    answer = page.get("/search", asked)
    assert answer.status_code == 200
    html = answer.content.decode()
    tabs = re.findall(r'href="/search\?q=[^"]*kind=(\w+)"([^>]*)>', html)
    rows = re.findall(r"<li .*?<a [^>]+>(.*?)</a>", html, re.DOTALL)
    return (
        [key + ("*" if "aria-current" in more else "") for key, more in tabs],
        [re.sub("<[^>]+>", "", row).strip() for row in rows],
    )


def people(workspace: Workspace, *names: str) -> list[int]:
    made = [
        create_customer(workspace=workspace, actor=SYSTEM, values={"first_name": name}).pk
        for name in names
    ]
    while index_marked():
        pass
    return made


def test_each_kind_has_a_tab_and_the_first_that_finds_something_is_open(
    page: Client, workspace: Workspace
) -> None:
    one_of_everything(workspace, "Zubaida")
    tabs, rows = shown(page, q="zubayda")
    assert tabs[0] == "customers*"
    assert {tab.rstrip("*") for tab in tabs} >= {"customers", "orders", "templates"}
    assert "Zubaida Khan" in rows
    tabs, rows = shown(page, q="zubaida lamp")
    assert "products*" in tabs
    assert "Zubaida lamp" in rows


def test_a_kind_can_be_chosen(page: Client, workspace: Workspace) -> None:
    one_of_everything(workspace, "Zubaida")
    tabs, rows = shown(page, q="zubaida", kind="campaigns")
    assert "campaigns*" in tabs
    assert "Zubaida sale" in rows
    assert "Zubaida Khan" not in rows
    assert shown(page, q="zubaida", kind="nonsense")[0][0] == "customers*"


def test_results_go_on_on_the_next_page(page: Client, workspace: Workspace) -> None:
    people(workspace, *(f"Zubaida {number:02}" for number in range(results.SIZE + 3)))
    first, second = (shown(page, q="zubaida", page=place)[1] for place in ("1", "2"))
    found = {row for row in [*first, *second] if row.startswith("Zubaida")}
    assert (len(first), len(second), len(found)) == (results.SIZE, 3, results.SIZE + 3)
    assert shown(page, q="zubaida", page="999")[1] == []
    assert shown(page, q="zubaida", page="-1")[1] == first


@pytest.mark.parametrize("text", ["", " ", "z", "qqqq", "<b>", "%", "'", "؟", "🙂🙂"])
def test_what_finds_nothing_says_so(page: Client, workspace: Workspace, text: str) -> None:
    people(workspace, "Zubaida")
    answer = page.get("/search", {"q": text})
    assert answer.status_code == 200
    assert "Zubaida" not in answer.content.decode()


def test_the_part_that_fits_is_marked_and_names_are_no_markup(
    page: Client, workspace: Workspace
) -> None:
    people(workspace, "Zubaida <i>x")
    html = page.get("/search", {"q": "zub"}).content.decode()
    assert re.search(r"<mark[^>]*>Zub</mark>aida &lt;i&gt;x", html)


def test_nothing_of_another_workspace_is_found(
    page: Client, workspace: Workspace, other_workspace: Workspace
) -> None:
    with working_in(other_workspace):
        one_of_everything(other_workspace, "Zubaida")
    for kind in ("customers", "companies", "orders", "products", "campaigns"):
        assert shown(page, q="zubaida", kind=kind)[1] == []


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_tabs_of_what_it_may_see(
    page: Client, owner: User, workspace: Workspace, role: Role
) -> None:
    one_of_everything(workspace, "Zubaida")
    Membership.objects.filter(user=owner).update(role=role)
    tabs, _rows = shown(page, q="zubaida")
    seen = [source.key for source in in_order() if may(role, source.permission)]
    assert [tab.rstrip("*") for tab in tabs] == seen


def test_the_erased_are_gone_before_the_index_knows(page: Client, workspace: Workspace) -> None:
    (pk,) = people(workspace, "Zubaida")
    assert shown(page, q="zubaida")[1] == ["Zubaida"]
    erase_customer(workspace=workspace, actor=SYSTEM, customer_id=pk)
    assert shown(page, q="zubaida", kind="customers")[1] == []

"""The list of customers: columns, saved views, and what htmx gets of it."""

import re

import pytest
from django.test import Client

from raabta.customers.models import SavedView
from raabta.kernel import clock
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import Role
from raabta.workspaces.services import create_user
from tests.web.conftest import People

LIST = "/customers/"


@pytest.fixture
def colleague(workspace: Workspace) -> Client:
    user = create_user(email="hassan@shop.example", password="a-long-enough-pass", name="Hassan")
    Membership.objects.create(
        workspace=workspace, user=user, role=Role.ANALYST, joined_at=clock.now()
    )
    client = Client()
    client.force_login(user)
    return client


def columns(text: str) -> list[str]:
    """The headings of the table."""
    head = re.search(r"<thead>(.*?)</thead>", text, re.DOTALL)
    assert head
    cells = re.findall(r"<th\b[^>]*>(.*?)</th>", head[1], re.DOTALL)
    words = [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in cells]
    return [word for word in words if word and "all" not in word.lower()]


def show(client: Client, query: str = "", *, htmx: bool = False) -> str:
    headers = {"HX-Request": "true"} if htmx else {}
    answer = client.get(f"{LIST}?{query}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def keep(client: Client, name: str, query: str, **fields: str) -> str:
    answer = client.post("/customers/views/", {"name": name, "query": query, **fields})
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_htmx_gets_the_rows_and_a_browser_the_whole_page(page: Client, people: People) -> None:
    people("Ada", "Bob")
    whole, part = show(page), show(page, htmx=True)
    assert whole.startswith("<!doctype html>")
    assert "<html" not in part
    for text in (whole, part):
        assert "ada@people.example" in text
        assert columns(text) == columns(whole)
    found = show(page, "q=ada", htmx=True)
    assert "ada@people.example" in found
    assert "bob@people.example" not in found


def test_columns_are_those_that_were_chosen_and_the_name(page: Client, people: People) -> None:
    people("Ada", city="Lahore")
    usual = columns(show(page))
    assert usual[0] == "Name"
    assert {"E-mail", "Orders", "Spent"} <= set(usual)
    assert columns(show(page, "columns=city&columns=orders")) == ["Name", "City", "Orders"]
    assert columns(show(page, "columns=city,orders")) == ["Name", "City", "Orders"]
    assert columns(show(page, "columns=name&columns=city&columns=city")) == ["Name", "City"]
    assert columns(show(page, "columns=nonsense")) == usual
    assert "Lahore" in show(page, "columns=city")


def test_the_list_is_sorted_by_a_column_that_is_shown(page: Client, people: People) -> None:
    people("Bob", "Ada", "Cem")

    def order(query: str) -> list[str]:
        return re.findall(r"(\w+)@people\.example", re.sub('mailto:[^"]*', "", show(page, query)))

    by_name = list(dict.fromkeys(order("sort=name")))
    assert by_name == ["ada", "bob", "cem"]
    assert list(dict.fromkeys(order("sort=-name"))) == ["cem", "bob", "ada"]
    newest = list(dict.fromkeys(order("")))
    assert newest == ["cem", "ada", "bob"]
    assert list(dict.fromkeys(order("sort=nonsense"))) == newest


def test_a_view_keeps_filters_order_and_columns(page: Client, people: People) -> None:
    people("Ada", "Bob")
    url = keep(page, "Lahore", "q=ada&columns=city&sort=name&page=7&view=9&empty=")
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("Lahore", "columns=city&q=ada&sort=name")
    text = page.get(url).content.decode()
    assert "ada@people.example" not in text  # the column of addresses was left out
    assert (columns(text), "Ada" in text, "Bob" in text) == (["Name", "City"], True, False)
    current = re.search(r'class="tab-link" aria-current="page">(.*?)</a>', text, re.DOTALL)
    assert current
    assert current[1].endswith("Lahore")
    keep(page, "Lahore", "q=bob")
    assert SavedView.objects.get().query == "q=bob"


def test_a_private_view_is_its_makers_and_a_shared_one_everybodys(
    page: Client, people: People, colleague: Client
) -> None:
    people("Ada")
    keep(page, "Mine only", "q=ada")
    keep(page, "For all", "q=ada", is_shared="on")
    assert "Mine only" in show(page)
    assert "For all" in show(page)
    theirs = show(colleague)
    assert "Mine only" not in theirs
    assert "For all" in theirs
    private = SavedView.objects.get(name="Mine only")
    assert "Mine only" not in show(colleague, f"view={private.pk}")


def test_only_its_maker_removes_a_view(page: Client, people: People, colleague: Client) -> None:
    keep(page, "For all", "q=ada", is_shared="on")
    view = SavedView.objects.get()
    assert colleague.post(f"/customers/views/{view.pk}/delete").status_code == 403
    assert SavedView.objects.count() == 1
    assert page.post(f"/customers/views/{view.pk}/delete").status_code == 303
    assert SavedView.objects.count() == 0


def test_who_may_not_edit_shares_no_view(people: People, page: Client, colleague: Client) -> None:
    keep(colleague, "Read only", "q=ada", is_shared="on")
    assert SavedView.objects.get().is_shared is False
    assert "Read only" not in show(page)


def test_a_view_without_a_name_is_refused_in_words(
    page: Client, workspace: Workspace, owner: User
) -> None:
    for name in ("", "x" * 81):
        page.post("/customers/views/", {"name": name, "query": "q=ada"})
    assert SavedView.objects.count() == 0


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=x", "page=99999", "page=²", "view=x", "view=999", "sort=-",
        "columns=", "columns=" + "city," * 500, "q=%25", "audience=x", "audience=²",
        "f=nonsense", "filter=%7B",
    ],
)  # fmt: skip
def test_odd_addresses_show_the_list(page: Client, people: People, query: str) -> None:
    people("Ada")
    assert "<thead>" in show(page, query) or "id=" in show(page, query)


@pytest.mark.parametrize(
    "url",
    ["/orders/", "/products/", "/companies/", "/campaigns/", "/audiences/", "/templates/"],
)
def test_every_list_answers_htmx_with_a_part_of_itself(
    page: Client, workspace: Workspace, url: str
) -> None:
    for query in ("", "?q=nothing"):
        whole = page.get(url + query)
        part = page.get(url + query, headers={"HX-Request": "true"})
        assert (whole.status_code, part.status_code) == (200, 200)
        assert b"<html" in whole.content
        assert b"<html" not in part.content
        assert len(part.content) < len(whole.content)

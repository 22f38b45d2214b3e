"""`GET /search`: every kind of record that the key's scopes show."""

from collections.abc import Callable

import pytest

from raabta.search.services import index_marked
from raabta.workspaces.models import Workspace
from tests.api.conftest import Program
from tests.web.conftest import one_of_everything


@pytest.fixture
def business(workspace: Workspace) -> None:
    one_of_everything(workspace, "Zubaida")


def kinds(program: Program, asked: str) -> list[str]:
    answer = program.get(f"/search?{asked}")
    assert answer.status_code == 200, answer.data
    return [one["kind"] for one in answer.data["data"]]


@pytest.mark.usefixtures("business")
def test_other_spellings_find_every_kind_with_its_page(api: Program) -> None:
    rows = api.get("/search?q=Zubayda").data["data"]
    customer = rows[0]
    assert (customer["kind"], customer["label"]) == ("customers", "Zubaida Khan")
    assert customer["page"] == f"/customers/{customer['id']}"
    assert {row["kind"] for row in rows} >= {"companies", "products", "campaigns", "audiences"}


@pytest.mark.usefixtures("business")
def test_one_kind_can_be_asked_for_and_how_many(api: Program) -> None:
    for number in range(3):
        api.post("/customers", {"first_name": "Zubaida", "last_name": f"Number {number}"})
    while index_marked():
        pass
    assert kinds(api, "q=zubaida&kind=customers&limit=2") == ["customers", "customers"]
    assert kinds(api, "q=zubaida&kind=orders") == ["orders"]


@pytest.mark.usefixtures("business")
def test_a_key_finds_what_its_scopes_show(program_with: Callable[..., Program]) -> None:
    seller = program_with("home.view", "commerce.view")
    assert set(kinds(seller, "q=zubaida")) == {"orders", "products"}
    assert kinds(seller, "q=zubaida&kind=customers") == []
    assert program_with("customers.view").get("/search?q=zubaida").status_code == 403


@pytest.mark.usefixtures("business")
def test_another_workspace_finds_nothing(stranger: Program) -> None:
    assert kinds(stranger, "q=zubaida") == []


@pytest.mark.parametrize("asked", ["q=z", "", "q=zu&kind=planets", "q=zu&limit=0", "q=zu&limit=51"])
def test_a_wrong_question_is_told(api: Program, asked: str) -> None:
    answer = api.get(f"/search?{asked}")
    assert answer.status_code == 422
    assert answer.data["errors"][0]["where"].startswith("query.")

"""Any part of a name, address or number finds its record, the surest first."""

import pytest

from raabta.commerce.models import Product
from raabta.search.queries import find
from raabta.search.source import search_sources
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in
from tests.commerce.shop import line, placed
from tests.search.conftest import Find, Person, settle


@pytest.mark.parametrize(
    "typed",
    [
        "Ayesha", "ay", "AYE", "Siddiqui", "ayesha siddiqui", "siddiqui ayesha", "sidd aye",
        "Aisha", "Ayehsa", "Ayeshaa", "عائشہ", "আয়েশা", "عائشہ صدیقی", "aisha sidiqui",
        "a.siddiqui@mail.example", "a.sidd", "a.siddiqui@ma", "@mail.example",
        "+923001234567", "0300 1234567", "0300-12", "3001234", "4567", "۰۳۰۰۱۲۳۴۵۶۷",
        "X-77", "x-77",
    ],
)  # fmt: skip
def test_a_person_is_found_by(typed: str, person: Person, search: Find) -> None:
    person("Bilal", "Khan", email="b@other.example", phone="+923111111111")
    person(
        "Ayesha", "Siddiqui", email="a.siddiqui@mail.example", phone="+923001234567",
        external_id="X-77",
    )  # fmt: skip
    assert search(typed) == ["Ayesha Siddiqui"]


@pytest.mark.parametrize("typed", ["", "a", " ", "%", "_", "'; --", "ayesha bilal", "\\", "@", "#"])
def test_what_is_nobody_finds_nobody(typed: str, person: Person, search: Find) -> None:
    person("Ayesha", "Siddiqui")
    person("Bilal", "Khan")
    assert search(typed) == []


def test_exact_stands_before_begun_before_alike_before_misspelled(
    person: Person, search: Find
) -> None:
    for name in ("Salban", "Selman", "Salmana", "Salman"):
        person(name)
    assert search("salman") == ["Salman", "Salmana", "Selman", "Salban"]


def test_the_nearer_of_two_names_that_sound_alike_stands_first(
    person: Person, search: Find
) -> None:
    for name in ("Mahmud", "Muhammad"):
        person(name)
    assert search("muhamad") == ["Muhammad", "Mahmud"]


def test_results_come_in_pages_without_repeats(person: Person, search: Find) -> None:
    for number in range(7):
        person("Ayesha", f"Number{number}")
    first, second = search("ayesha", limit=4), search("ayesha", limit=4, offset=4)
    assert (len(first), len(second), len({*first, *second})) == (4, 3, 7)


def test_orders_and_products_are_found_by_parts_of_their_codes(
    workspace: Workspace, search: Find
) -> None:
    placed(workspace, "C536379", line("85123A", name="White lantern"))
    for typed in ("C536379", "c5363", "536379", "5363"):
        assert search(typed, "orders") == ["C536379"], typed
    for typed in ("85123a", "lantern", "whit lant", "lantren"):
        assert search(typed, "products") == ["White lantern"], typed
    assert Product.objects.count() == 1


def test_each_workspace_finds_its_own(
    workspace: Workspace, other_workspace: Workspace, person: Person
) -> None:
    person("Zubaida")
    settle()
    source = search_sources["customers"]
    assert len(find(workspace, source, "zubaida", limit=5)) == 1
    with working_in(other_workspace):
        assert find(other_workspace, source, "zubaida", limit=5) == []
        assert find(other_workspace, source, "zubayda", limit=5) == []

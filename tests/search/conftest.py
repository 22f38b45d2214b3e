"""People who can be found, and a short way to look for them."""

from collections.abc import Callable

import pytest

from raabta.customers.models import Customer
from raabta.customers.services.people import create_customer
from raabta.search.queries import find
from raabta.search.services import index_marked
from raabta.search.source import search_sources
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace

Person = Callable[..., Customer]
Find = Callable[..., list[str]]


def settle() -> None:
    """What the pump does, until nothing is marked."""
    while index_marked():
        pass


@pytest.fixture
def person(workspace: Workspace) -> Person:
    def make(first_name: str = "", last_name: str = "", **more: str) -> Customer:
        values = {"first_name": first_name, "last_name": last_name, **more}
        return create_customer(workspace=workspace, actor=SYSTEM, values=values)

    return make


@pytest.fixture
def search(workspace: Workspace) -> Find:
    """The labels of what is found, in order."""

    def ask(text: str, kind: str = "customers", limit: int = 10, offset: int = 0) -> list[str]:
        settle()
        source = search_sources[kind]
        ids = find(workspace, source, text, limit=limit, offset=offset)
        return [hit.label for hit in source().hits(workspace, ids)]

    return ask

"""The workspace that most tests work in."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.chromium import browser

__all__ = ["browser"]

if TYPE_CHECKING:
    from raabta.workspaces.models import User, Workspace


@pytest.fixture(autouse=True)
def _connection_outlives_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request's end gives up a connection that is in a transaction, as that of a test is."""
    from django.db import connection

    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture
def owner(db: None) -> "User":
    from raabta.workspaces.services import create_user

    return create_user(email="owner@shop.example", password="a-long-enough-pass", name="Ayesha")


@pytest.fixture
def workspace(owner: "User") -> "Iterator[Workspace]":
    """A workspace, in scope."""
    from raabta.workspaces.scoped import working_in
    from raabta.workspaces.services import create_workspace

    made = create_workspace(
        name="Shop", owner=owner, time_zone="Asia/Karachi", currency="PKR", country="PK"
    )
    with working_in(made):
        yield made


@pytest.fixture
def other_workspace(db: None) -> "Workspace":
    """A second workspace, not in scope, for tests of isolation."""
    from raabta.workspaces.services import create_user, create_workspace

    stranger = create_user(email="stranger@rival.example", password="a-long-enough-pass")
    return create_workspace(name="Rival", owner=stranger)


@pytest.fixture
def project(db: None) -> Callable[[], None]:
    """An empty warehouse; call it to move all pending changes and events there."""
    from raabta.warehouse.preparing import prepared
    from raabta.warehouse.services import drain_inbox, project_changes

    prepared().clear()

    def move() -> None:
        while project_changes() + drain_inbox():
            pass

    return move

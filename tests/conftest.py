"""A data folder for this run, and the workspace that most tests work in."""

import os
import tempfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

os.environ.setdefault("RAABTA_DATA", tempfile.mkdtemp(prefix="raabta-test-"))
os.environ.setdefault(
    "RAABTA_SECRET_KEY", "test-secret-key-that-is-long-enough-for-tests-0123456789"
)
os.environ.setdefault("RAABTA_SEAL_KEY", "dGVzdC1zZWFsLWtleS10aGF0LWlzLTMyLWJ5dGVzLSE")
if url := os.environ.get("RAABTA_TEST_DATABASE_URL"):
    os.environ["RAABTA_DATABASE_URL"] = url
if url := os.environ.get("RAABTA_TEST_WAREHOUSE_URL"):
    os.environ["RAABTA_WAREHOUSE_URL"] = url
elif worker := os.environ.get("PYTEST_XDIST_WORKER"):  # a DuckDB file has one owner
    file = f"{os.environ['RAABTA_DATA']}/warehouse-{worker}.duckdb"
    os.environ["RAABTA_WAREHOUSE_URL"] = f"duckdb:///{file}"

import pytest

if TYPE_CHECKING:
    from raabta.workspaces.models import User, Workspace


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

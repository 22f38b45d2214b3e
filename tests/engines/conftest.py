"""Both engines, empty or filled by a test, and a question to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from raabta.audiences.question import Question
from raabta.customers.models import Company
from raabta.warehouse.engine import Engine
from raabta.warehouse.engine.clickhouse import ClickHouse
from raabta.warehouse.engine.duckdb_file import DuckDBFile
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in
from tests.engines.world import NOW, WORKSPACE


@pytest.fixture(scope="session")
def duckdb_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    found = DuckDBFile(tmp_path_factory.mktemp("parity") / "warehouse.duckdb")
    yield found
    found.close()


@pytest.fixture(scope="session")
def chdb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One engine a process: chDB takes no second path."""
    path: Path = tmp_path_factory.mktemp("parity") / "clickhouse"
    found = ClickHouse(f"chdb://{path}")
    yield found
    found.close()


@pytest.fixture
def asked(db: None) -> Iterator[Question]:
    shop = Workspace(pk=WORKSPACE, name="Shop", time_zone="Asia/Karachi", currency="PKR")
    shop.created_at = NOW
    shop.slug = "shop"
    shop.save()
    with working_in(shop):
        both = {"workspace": shop, "created_at": NOW, "updated_at": NOW}
        Company.objects.create(pk=1, name="C1", **both)
        Company.objects.create(pk=2, name="C2", parent_id=1, **both)
        yield Question(shop, now=NOW)

"""One engine of each kind a process: chDB takes no second path."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from raabta.audiences.question import Question
from raabta.warehouse import engine as engines
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
        yield Question(shop, now=NOW)


@contextmanager
def asking(engine: Engine) -> Iterator[Any]:
    """Every question within goes to this engine."""
    before = engines._opened.get(os.getpid())
    engines._opened[os.getpid()] = engine
    try:
        yield engine
    finally:
        engines._opened.pop(os.getpid(), None)
        if before is not None:
            engines._opened[os.getpid()] = before

"""Both engines, one of each for a test run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from raabta.warehouse.engine import Engine
from raabta.warehouse.engine.clickhouse import ClickHouse
from raabta.warehouse.engine.duckdb_file import DuckDBFile


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

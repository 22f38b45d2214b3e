"""SQLite knows its tables, so that it takes the index that serves a question best."""

import pytest
from django.db import connection

from raabta.kernel import jobs, rows
from raabta.kernel.models import Job


@jobs.job("test.counted")
def counted(_run: jobs.Run) -> None:
    """Never run: it only waits to be counted."""


@pytest.mark.django_db
def test_sqlite_looks_at_its_tables() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks by itself")
    for number in range(50):
        jobs.enqueue("test.counted", workspace_id=None, payload={"number": number})
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
        rows.refresh_statistics()
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [Job._meta.db_table])
        assert {stat.split()[0] for (stat,) in cursor.fetchall()} == {"50"}

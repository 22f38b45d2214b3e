"""Typed SQL: what is allowed means the same on both engines, and nothing else passes the guard."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from raabta.warehouse.engine import Answer, Engine, Limits, QueryStopped, QueryWrong
from raabta.warehouse.explorer import Refused, guard, parameters_in
from raabta.warehouse.explorer.allowed import FUNCTIONS
from raabta.warehouse.warehouse_table import warehouse_tables
from tests.engines.attacks import BOMBS, REFUSED, SEES_OWN_ONLY

OURS, THEIRS = 1, 2
SECRET = "Rival"
LIMITS = Limits(seconds=1.0, rows=500, memory=300 * 2**20, answer=2**20)
JANUARY = datetime(2026, 1, 1)  # noqa: DTZ001  the warehouse's moments are UTC without saying so


@pytest.fixture(scope="module")
def engines(duckdb_file: Engine, chdb: Engine) -> Iterator[list[Engine]]:
    """Both, with three people and orders of ours and two of theirs."""
    found = [duckdb_file, chdb]
    for engine in found:
        engine.prepare([member.shape() for member in warehouse_tables.members()])
        for member in warehouse_tables.members():
            shape = member.shape()
            rows = [
                _row(shape.columns, space, number)
                for space, numbers in ((OURS, (1, 2, 3)), (THEIRS, (7, 8)))
                for number in numbers
            ]
            engine.reload(shape, workspace_id=None, pages=[rows])
    yield found
    for engine in found:
        engine.clear()


def _row(columns: dict[str, str], space: int, number: int) -> tuple[Any, ...]:
    text = f"{number}" if space == OURS else SECRET
    values = {
        "int": number,
        "float": number / 2,
        "text": text,
        "json": f'{{"city": "{text}", "n": {number}}}',
        "flag": True,
        "time": JANUARY.replace(day=number),
        "texts": ["vip", text],
    }
    return tuple(
        space if name == "workspace_id" else values[kind.rstrip("?")]
        for name, kind in columns.items()
    )


def ask(engine: Engine, sql: str, **parameters: Any) -> Answer:
    tables = {
        member.name: [name for name in member.columns if name != "workspace_id"]
        for member in warehouse_tables.members()
    }
    guarded = guard(
        sql,
        workspace_id=OURS,
        tables=tables,
        dialect=engine.dialect,
        parameters=parameters,
        rows=LIMITS.rows,
    )
    return engine.explore(guarded.sql, limits=LIMITS, asker="")


def plain(answer: Answer) -> list[str]:
    """Rows as text, in order of their text; the engines differ in how they give truth and days."""
    return sorted(repr([_plain(value) for value in row]) for row in answer.rows)


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return str(value).removesuffix(" 00:00:00") if hasattr(value, "year") else value


@pytest.mark.parametrize("written", FUNCTIONS.values())
def test_each_function_means_the_same_on_both_engines(engines: list[Engine], written: str) -> None:
    if written == "current_timestamp":
        written = "extract(year FROM current_timestamp)"
    table = "customer" if "tags" in written else '"order"'
    ours, theirs = (plain(ask(one, f"SELECT {written} AS it FROM {table}")) for one in engines)
    assert ours == theirs
    assert ours


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT attributes->>'city', attributes->>'n' FROM customer",
        "WITH a AS (SELECT * FROM \"order\") SELECT a.number, c.name FROM a "
        "JOIN customer c ON c.customer_id = a.customer_id",
        "SELECT number || 'x' || number FROM \"order\"",
        "SELECT placed_at + INTERVAL 3 DAY FROM \"order\" WHERE placed_at >= '2026-01-02'",
        'SELECT CAST(number AS INT), CAST(total_minor AS DOUBLE), CAST(name AS DATE) '
        'FROM "order", customer',
        "SELECT 1 AS a UNION SELECT 2 ORDER BY 1 DESC LIMIT 1",
        "SELECT number FROM \"order\" UNION ALL SELECT name FROM customer",
        'SELECT state, count(*) FILTER (WHERE total_minor > 1) FROM "order" GROUP BY ALL',
        "SELECT CASE WHEN total_minor > 1 THEN 'a\\' ELSE 'it''s \\\\ %' END FROM \"order\"",
        'SELECT sum(total_minor) OVER (PARTITION BY currency ORDER BY order_id) FROM "order"',
        'SELECT total_minor / 2, total_minor % 2, -total_minor FROM "order"',
        "SELECT DISTINCT name FROM customer WHERE name NOT IN (SELECT number FROM \"order\" "
        "WHERE order_id > 1) AND name ILIKE '%' AND email IS NOT NULL",
        'SELECT c.name FROM customer c LEFT JOIN "order" o USING (customer_id) '
        "WHERE EXISTS (SELECT 1 FROM event e WHERE e.customer_id = c.customer_id)",
    ],
)  # fmt: skip
def test_each_clause_means_the_same_on_both_engines(engines: list[Engine], sql: str) -> None:
    ours, theirs = (plain(ask(one, sql)) for one in engines)
    assert ours == theirs
    assert ours


@pytest.mark.parametrize("sql", REFUSED)
def test_what_is_not_allowed_by_name_is_refused_with_words(engines: list[Engine], sql: str) -> None:
    for engine in engines:
        with pytest.raises(Refused) as error:
            ask(engine, sql)
        assert str(error.value)


@pytest.mark.parametrize("sql", SEES_OWN_ONLY)
def test_no_trick_shows_rows_of_another_workspace(engines: list[Engine], sql: str) -> None:
    for engine in engines:
        told, rows = _outcome(engine, sql)
        assert SECRET not in told
        assert SECRET not in repr(rows)
        assert not {"7", "8"} & {str(value) for row in rows for value in row}


def _outcome(engine: Engine, sql: str) -> tuple[str, list[Any]]:
    try:
        return "", ask(engine, sql).rows
    except (Refused, QueryWrong) as error:
        return str(error), []


@pytest.mark.parametrize("sql", BOMBS)
def test_a_bomb_is_stopped_and_the_next_question_is_answered(
    engines: list[Engine], sql: str
) -> None:
    for engine in engines:
        with pytest.raises((Refused, QueryStopped)):
            ask(engine, sql)
        assert ask(engine, "SELECT count(*) FROM customer").rows == [(3,)]


def test_a_failing_value_of_another_workspace_is_not_even_looked_at(engines: list[Engine]) -> None:
    """Names of ours are numbers and theirs are none: a comparison that met one would fail."""
    duckdb = engines[0]
    assert ask(duckdb, "SELECT count(*) FROM customer WHERE name = 2").rows == [(1,)]


def test_no_more_than_the_allowed_rows_are_given(engines: list[Engine]) -> None:
    many = "SELECT a.name FROM " + ", ".join(f"customer {x}" for x in "abcdefgh")
    for engine in engines:
        answer = ask(engine, f"{many} LIMIT 100000000")
        assert len(answer.rows) == LIMITS.rows
        assert answer.is_cut


def test_nothing_can_be_written_on_the_way_even_past_the_guard(engines: list[Engine]) -> None:
    duckdb, clickhouse = engines
    for engine, sql in (
        (duckdb, "DELETE FROM customer"),
        (duckdb, "SELECT 1; DELETE FROM customer"),
        (duckdb, "SELECT * FROM read_csv('/etc/passwd')"),
        (duckdb, "INSTALL httpfs"),
        (duckdb, "SET memory_limit = '1TB'"),
        (clickhouse, "INSERT INTO customer SELECT * FROM customer"),
        (clickhouse, "SELECT * FROM file('/etc/passwd', 'CSV', 'a String')"),
        (clickhouse, "SELECT * FROM url('http://localhost/', 'CSV', 'a String')"),
        (clickhouse, "DROP TABLE customer"),
    ):
        with pytest.raises(QueryWrong):
            engine.explore(sql, limits=LIMITS, asker="")
    for engine in engines:
        assert ask(engine, "SELECT count(*) FROM customer").rows == [(3,)]


def test_a_value_is_never_read_as_sql(engines: list[Engine]) -> None:
    for engine in engines:
        for value in ("x' OR '1'='1", "\\' OR 1=1 --", "\\", "'; DROP TABLE customer; --", "/*"):
            sql = "SELECT :it AS it, count(*) FROM customer WHERE name = :it"
            assert ask(engine, sql, it=value).rows == [(value, 0)]
        assert ask(engine, "SELECT name FROM customer WHERE customer_id > :n", n=2).rows == [("3",)]


def test_the_names_of_values_are_found_in_their_order() -> None:
    assert parameters_in("SELECT :b, ':no', :a /* :c */ FROM customer WHERE x = :b") == ["b", "a"]
    assert parameters_in("SELECT (((") == []

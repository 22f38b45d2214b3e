"""How DuckDB's tables are made and written.

An upsert is delete and insert in one transaction, without primary keys: MERGE and REPLACE are
twenty-five times slower here.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

from raabta.warehouse.engine.protocol import Row
from raabta.warehouse.engine.shapes import Shape, quoted

DOUBLES_WITHIN = timedelta(hours=48)
CLOCKS_DIFFER = timedelta(minutes=10)  # the time of an event that is sent again is put right anew
STAGE = "_stage"


class DuckDBTables(ABC):
    @abstractmethod
    def _writer(self) -> AbstractContextManager[Any]: ...

    @abstractmethod
    def _cursor(self) -> AbstractContextManager[Any]: ...

    def prepare(self, shapes: Sequence[Shape]) -> None:
        with self._writer() as cursor:
            cursor.execute(
                "CREATE TABLE IF NOT EXISTS _table "
                "(name VARCHAR, columns VARCHAR, is_filled BOOLEAN)"
            )
            cursor.execute("CREATE TABLE IF NOT EXISTS _drained (batch BIGINT)")
            known = dict(cursor.execute("SELECT name, columns FROM _table").fetchall())
            for shape in shapes:
                was = known.get(shape.name)
                if was != json.dumps(shape.columns):
                    _reshape(cursor, shape, json.loads(was) if was else None)

    def unfilled(self) -> list[str]:
        with self._cursor() as cursor:
            rows = cursor.execute("SELECT name FROM _table WHERE NOT is_filled").fetchall()
            return [name for (name,) in rows]

    def replace(
        self, shape: Shape, *, workspace_id: int, ids: Sequence[int], rows: Sequence[Row]
    ) -> None:
        with self._writer() as cursor:
            _delete(cursor, shape, workspace_id, ids)
            _insert(cursor, shape.name, shape, rows)

    def exchange(
        self,
        shape: Shape,
        *,
        workspace_id: int,
        gone: Sequence[Row],
        rows: Sequence[Row],
        at: datetime,  # one process writes here, in order
    ) -> None:
        places = [list(shape.columns).index(name) for name in shape.unique]
        keys = [*gone, *(tuple(row[place] for place in places) for row in rows)]
        lists = [f"unnest(${name}::BIGINT[]) AS gone_{name}" for name in shape.unique]
        same = [f"{quoted(name)} = gone_{name}" for name in shape.unique]
        columns = zip(*keys, strict=True) if keys else ((),) * len(shape.unique)
        values = dict(zip(shape.unique, map(list, columns), strict=True))
        with self._writer() as cursor:
            cursor.execute(
                f"DELETE FROM {quoted(shape.name)} USING (SELECT {', '.join(lists)}) AS gone "
                f"WHERE workspace_id = $workspace AND {' AND '.join(same)}",
                {**values, "workspace": workspace_id},
            )
            _insert(cursor, shape.name, shape, rows)

    def among(
        self, sql: str, shapes: Sequence[Shape], *, workspace_id: int, ids: Sequence[int]
    ) -> str:
        numbers = ", ".join(str(int(pk)) for pk in ids) or "NULL"
        parts = [
            f"{quoted(shape.among().name)} AS MATERIALIZED (SELECT "
            f"{', '.join(map(quoted, shape.named_in(sql)))} FROM {quoted(shape.name)} "
            f"WHERE workspace_id = {int(workspace_id)} AND customer_id IN ({numbers}))"
            for shape in shapes
        ]
        return f"WITH {', '.join(parts)} SELECT * FROM ({sql}) AS asked" if parts else sql

    def append(self, shape: Shape, rows: Sequence[Row], *, batches: Sequence[int]) -> None:
        names = ", ".join(map(quoted, shape.columns))
        with self._writer() as cursor:
            cursor.register("incoming", shape.arrow(rows))
            first = cursor.execute("SELECT min(received_at) FROM incoming").fetchone()[0]
            if first is not None:
                # two narrow looks at the past, each pruned by DuckDB's block statistics
                cursor.execute(
                    f"INSERT INTO event ({names}) SELECT {names} FROM "
                    "(SELECT DISTINCT ON (event_id) * FROM incoming) AS i WHERE NOT EXISTS "
                    "(SELECT 1 FROM event e WHERE e.event_id = i.event_id AND e.received_at >= ?) "
                    "AND NOT EXISTS (SELECT 1 FROM event e WHERE e.event_id = i.event_id "
                    "AND e.occurred_at BETWEEN (SELECT min(occurred_at) FROM incoming) - ? "
                    "AND (SELECT max(occurred_at) FROM incoming) + ?)",
                    [first - DOUBLES_WITHIN, CLOCKS_DIFFER, CLOCKS_DIFFER],
                )
            cursor.execute("INSERT INTO _drained SELECT unnest(?::BIGINT[])", [list(batches)])
            cursor.unregister("incoming")

    def reattribute(self, shape: Shape, *, workspace_id: int, owners: Mapping[int, int]) -> None:
        with self._writer() as cursor:
            cursor.execute(
                f"UPDATE {quoted(shape.name)} AS e "
                "SET customer_id = o.owner, origin_id = nullif(o.origin, o.owner) "
                "FROM (SELECT unnest($origins::BIGINT[]) AS origin, "
                "unnest($owners::BIGINT[]) AS owner) AS o "
                "WHERE e.workspace_id = $workspace AND e.customer_id <> o.owner "
                "AND coalesce(e.origin_id, e.customer_id) = o.origin",
                {
                    "origins": list(owners),
                    "owners": list(owners.values()),
                    "workspace": workspace_id,
                },
            )

    def drained(self) -> set[int]:
        with self._cursor() as cursor:
            return {batch for (batch,) in cursor.execute("SELECT batch FROM _drained").fetchall()}

    def forget_drained(self, batches: Sequence[int]) -> None:
        with self._writer() as cursor:
            cursor.execute(
                "DELETE FROM _drained WHERE batch IN (SELECT unnest(?::BIGINT[]))", [list(batches)]
            )

    def reload(
        self, shape: Shape, *, workspace_id: int | None, pages: Iterable[Sequence[Row]]
    ) -> None:
        with self._writer() as cursor:
            cursor.execute(f"CREATE OR REPLACE TABLE {STAGE} ({_columns(shape)})")
        for rows in pages:
            with self._writer() as cursor:
                _insert(cursor, STAGE, shape, rows)
        names = ", ".join(map(quoted, shape.columns))
        mine = "" if workspace_id is None else f" WHERE workspace_id = {int(workspace_id)}"
        with self._writer() as cursor:
            cursor.execute(f"DELETE FROM {quoted(shape.name)}{mine}")
            cursor.execute(
                f"INSERT INTO {quoted(shape.name)} ({names}) SELECT {names} FROM {STAGE}"
            )
            cursor.execute(f"DROP TABLE {STAGE}")
            if workspace_id is None:
                cursor.execute("UPDATE _table SET is_filled = true WHERE name = ?", [shape.name])

    def remove(self, shape: Shape, *, workspace_id: int, ids: Sequence[int] | None) -> None:
        with self._writer() as cursor:
            if ids is None:
                where = f"WHERE workspace_id = {int(workspace_id)}"
                cursor.execute(f"DELETE FROM {quoted(shape.name)} {where}")
            else:
                _delete(cursor, shape, workspace_id, ids)

    def remove_before(
        self,
        shape: Shape,
        *,
        workspace_id: int,
        column: str,
        before: datetime,
        spared: Sequence[int],
    ) -> None:
        kept = ", ".join(str(int(key)) for key in spared)
        unless = f" AND {quoted(shape.key)} NOT IN ({kept})" if kept else ""
        with self._writer() as cursor:
            cursor.execute(
                f"DELETE FROM {quoted(shape.name)} WHERE workspace_id = ? "
                f"AND {quoted(column)} < ?{unless}",
                [workspace_id, before.astimezone(UTC).replace(tzinfo=None)],
            )

    def count(self, name: str, *, workspace_id: int) -> int:
        with self._cursor() as cursor:
            sql = f"SELECT count(*) FROM {quoted(name)} WHERE workspace_id = ?"
            return int(cursor.execute(sql, [workspace_id]).fetchone()[0])

    def clear(self) -> None:
        with self._writer() as cursor:
            for (name,) in cursor.execute("SELECT name FROM _table").fetchall():
                cursor.execute(f"DELETE FROM {quoted(name)}")
            cursor.execute("DELETE FROM _drained")


def _reshape(cursor: Any, shape: Shape, was: dict[str, str] | None) -> None:
    """Make the table, add columns, or begin anew when a type changed."""
    kept = was is not None and all(
        shape.columns.get(name, kind) == kind for name, kind in was.items()
    )
    if was is not None and kept:
        for name in shape.columns.keys() - was.keys():
            cursor.execute(
                f"ALTER TABLE {quoted(shape.name)} ADD COLUMN {quoted(name)} {shape.duckdb(name)}"
            )
    elif was is not None and not shape.is_from_records:
        for name in was.keys() & shape.columns.keys():
            cursor.execute(
                f"ALTER TABLE {quoted(shape.name)} ALTER {quoted(name)} TYPE {shape.duckdb(name)}"
            )
    else:
        cursor.execute(f"DROP TABLE IF EXISTS {quoted(shape.name)}")
        cursor.execute(f"CREATE TABLE {quoted(shape.name)} ({_columns(shape)})")
    cursor.execute("DELETE FROM _table WHERE name = ?", [shape.name])
    cursor.execute(
        "INSERT INTO _table VALUES (?, ?, ?)",
        [shape.name, json.dumps(shape.columns), not shape.is_from_records],
    )


def _columns(shape: Shape) -> str:
    return ", ".join(f"{quoted(name)} {shape.duckdb(name)}" for name in shape.columns)


def _delete(cursor: Any, shape: Shape, workspace_id: int, ids: Sequence[int]) -> None:
    cursor.execute(
        f"DELETE FROM {quoted(shape.name)} USING (SELECT unnest($ids::BIGINT[]) AS gone_id) AS gone "
        f"WHERE workspace_id = $workspace AND {quoted(shape.key)} = gone_id",
        {"ids": list(ids), "workspace": workspace_id},
    )


def _insert(cursor: Any, name: str, shape: Shape, rows: Sequence[Row]) -> None:
    if not rows:
        return
    names = ", ".join(map(quoted, shape.columns))
    cursor.register("incoming", shape.arrow(rows))
    cursor.execute(f"INSERT INTO {quoted(name)} ({names}) SELECT {names} FROM incoming")
    cursor.unregister("incoming")

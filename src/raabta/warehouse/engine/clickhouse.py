"""ClickHouse, a server or in-process (chDB, for tests), through clickhouse-connect.

Rows are never changed in place: every write is a newer version, deletion is a version too, and
the setting `final` shows the newest only.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from threading import RLock, local
from time import time_ns
from typing import Any

from raabta.warehouse.engine.clickhouse_explorer import answer_of, clause
from raabta.warehouse.engine.limits import Answer, Limits
from raabta.warehouse.engine.protocol import QueryStopped, QueryTooSlow, Row
from raabta.warehouse.engine.shapes import Shape, quoted

SETTINGS = {
    "join_use_nulls": 1,  # else a left join's missing side is 0 and ''
    "aggregate_functions_null_for_empty": 1,  # else the minimum of nothing is 1970
    "final": 1,
    "session_timezone": "UTC",
    "mutations_sync": 2,
    "lightweight_deletes_sync": 2,
}
INTERNAL = "_version Int64, _deleted UInt8"
STOPPED = {"TIMEOUT_EXCEEDED": QueryTooSlow, "QUERY_WAS_CANCELLED": QueryStopped}


class ClickHouse:
    dialect = "clickhouse"

    def __init__(self, url: str) -> None:
        self.url = url
        self._threads = local()
        self._one: Any = None
        self._lock = RLock()
        self._writing = RLock()

    def fetch(self, sql: str, *, seconds: float = 20.0, asker: str = "") -> list[Row]:
        settings: dict[str, Any] = {"max_execution_time": seconds}
        if asker and not self._is_embedded:
            settings |= {"query_id": asker, "replace_running_query": 1}
        with self._alone():
            try:
                return [
                    tuple(row) for row in self._client().query(sql, settings=settings).result_rows
                ]
            except Exception as error:
                for code, stopped in STOPPED.items():
                    if code in str(error):
                        raise stopped from error
                raise

    def explore(self, sql: str, *, limits: Limits, asker: str) -> Answer:
        known = {} if self._is_embedded else {"query_id": asker, "replace_running_query": 1}
        with self._alone():
            return answer_of(self._client(), sql + clause(limits), limits, known)

    def fetch_with(self, sql: str, parameters: dict[str, Any]) -> list[Row]:
        with self._alone():
            return [tuple(r) for r in self._client().query(sql, parameters=parameters).result_rows]

    def stream(self, sql: str, *, size: int) -> Iterator[list[Row]]:
        if self._is_embedded:
            rows = iter(self.fetch(sql, seconds=3600))
            while block := list(islice(rows, size)):
                yield block
            return
        with self._client().query_rows_stream(sql) as found:
            every = iter(found)
            while block := [tuple(row) for row in islice(every, size)]:
                yield block

    def prepare(self, shapes: Sequence[Shape]) -> None:
        with self._writing:
            self._run(
                "CREATE TABLE IF NOT EXISTS _table (name String, columns String, is_filled Bool, "
                f"{INTERNAL}) ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY name"
            )
            self._run(
                f"CREATE TABLE IF NOT EXISTS _drained (batch Int64, {INTERNAL}) "
                "ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY batch"
            )
            known: dict[str, str] = dict(self.fetch("SELECT name, columns FROM _table"))
            for shape in shapes:
                was = known.get(shape.name)
                if was != json.dumps(shape.columns):
                    self._reshape(shape, json.loads(was) if was else None)

    def unfilled(self) -> list[str]:
        return [name for (name,) in self.fetch("SELECT name FROM _table WHERE NOT is_filled")]

    def replace(
        self, shape: Shape, *, workspace_id: int, ids: Sequence[int], rows: Sequence[Row]
    ) -> None:
        version = time_ns()
        with self._writing:
            unique = ", ".join(map(quoted, ("workspace_id", *shape.unique)))
            there = self.fetch_with(
                f"SELECT {unique} FROM {quoted(shape.name)} WHERE workspace_id = {{w:Int64}} "
                f"AND {quoted(shape.key)} IN {{ids:Array(Int64)}}",
                {"w": workspace_id, "ids": list(ids)},
            )
            names = list(shape.columns)
            places = [names.index(name) for name in ("workspace_id", *shape.unique)]
            fresh = {tuple(row[place] for place in places) for row in rows}
            gone = [row for row in there if row not in fresh]
            self._insert(shape, rows, gone, version)

    def append(self, shape: Shape, rows: Sequence[Row], *, batches: Sequence[int]) -> None:
        version = time_ns()
        with self._writing:
            self._insert(shape, rows, [], version)
            if batches:
                values = ", ".join(f"({int(batch)}, {version}, 0)" for batch in batches)
                self._run(f"INSERT INTO _drained VALUES {values}")

    def reattribute(self, shape: Shape, *, workspace_id: int, owners: Mapping[int, int]) -> None:
        """The owner is part of the order, so a row moves as a new one and the end of the old."""
        version, names = time_ns(), ", ".join(map(quoted, shape.columns))
        origin = "coalesce(e.origin_id, e.customer_id)"
        owner = f"transform({origin}, {_array(owners)}, {_array(owners.values())}, e.customer_id)"
        changed = {
            "customer_id": "if(is_old, e.customer_id, new_owner)",
            "origin_id": f"if(is_old, e.origin_id, nullIf({origin}, new_owner))",
        }
        values = ", ".join(changed.get(name, f"e.{quoted(name)}") for name in shape.columns)
        with self._writing:
            self._run(
                f"INSERT INTO {quoted(shape.name)} ({names}, _version, _deleted) "
                f"SELECT {values}, {version}, is_old FROM (SELECT *, {owner} AS new_owner "
                f"FROM {quoted(shape.name)} AS e WHERE workspace_id = {int(workspace_id)} "
                f"AND {origin} IN ({_list(list(owners))}) AND new_owner <> customer_id) AS e "
                "ARRAY JOIN [0, 1] AS is_old"
            )

    def drained(self) -> set[int]:
        return {batch for (batch,) in self.fetch("SELECT batch FROM _drained")}

    def forget_drained(self, batches: Sequence[int]) -> None:
        values = ", ".join(f"({int(batch)}, {time_ns()}, 1)" for batch in batches)
        self._run(f"INSERT INTO _drained VALUES {values}")

    def reload(
        self, shape: Shape, *, workspace_id: int | None, pages: Iterable[Sequence[Row]]
    ) -> None:
        version = time_ns()
        for rows in pages:
            with self._writing:
                self._insert(shape, rows, [], version)
        mine = "" if workspace_id is None else f" AND workspace_id = {int(workspace_id)}"
        names = ", ".join(map(quoted, shape.columns))
        with self._writing:
            self._run(
                f"INSERT INTO {quoted(shape.name)} ({names}, _version, _deleted) "
                f"SELECT {names}, {version}, 1 FROM {quoted(shape.name)} "
                f"WHERE _version < {version}{mine}"
            )
            if workspace_id is None:
                self._remember(shape, is_filled=True)

    def remove(self, shape: Shape, *, workspace_id: int, ids: Sequence[int] | None) -> None:
        which = "" if ids is None else f" AND {quoted(shape.key)} IN ({_list(ids)})"
        with self._writing:
            self._run(
                f"ALTER TABLE {quoted(shape.name)} DELETE "
                f"WHERE workspace_id = {int(workspace_id)}{which}"
            )

    def remove_before(
        self,
        shape: Shape,
        *,
        workspace_id: int,
        column: str,
        before: datetime,
        spared: Sequence[int],
    ) -> None:
        text = before.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        unless = f" AND {quoted(shape.key)} NOT IN ({_list(spared)})" if spared else ""
        with self._writing:
            self._run(
                f"ALTER TABLE {quoted(shape.name)} DELETE WHERE workspace_id = {int(workspace_id)} "
                f"AND {quoted(column)} < toDateTime64('{text}', 6, 'UTC'){unless}"
            )

    def count(self, name: str, *, workspace_id: int) -> int:
        where = f"WHERE workspace_id = {int(workspace_id)}"
        return int(self.fetch(f"SELECT count(*) FROM {quoted(name)} {where}")[0][0])

    def clear(self) -> None:
        for (name,) in self.fetch("SELECT name FROM _table"):
            self._run(f"TRUNCATE TABLE {quoted(name)}")
        self._run("TRUNCATE TABLE _drained")

    def rest(self) -> bool:
        return False

    def is_owner(self) -> bool:
        return True

    def close(self) -> None:
        if self._one is not None:
            self._one.close()
            self._one = None

    @property
    def _is_embedded(self) -> bool:
        return self.url.startswith("chdb")

    def _alone(self) -> Any:
        """ChDB answers one question at a time."""
        return self._lock if self._is_embedded else RLock()

    def _client(self) -> Any:
        if self._is_embedded:
            self._one = self._one or _connect(self.url)
            return self._one
        if not hasattr(self._threads, "client"):
            self._threads.client = _connect(self.url)
        return self._threads.client

    def _run(self, sql: str) -> None:
        with self._alone():
            self._client().command(sql)

    def _insert(self, shape: Shape, rows: Sequence[Row], gone: Sequence[Row], version: int) -> None:
        """New rows, and a deleting version for every `gone` (workspace and unique columns)."""
        if rows:
            block = _versioned(shape.arrow(rows), version, deleted=0)
            with self._alone():
                self._client().insert_arrow(shape.name, block)
        if gone:
            unique = ("workspace_id", *shape.unique)
            rows_gone = [(*row, version, 1) for row in gone]
            with self._alone():
                self._client().insert(
                    shape.name, rows_gone, column_names=[*unique, "_version", "_deleted"]
                )

    def _reshape(self, shape: Shape, was: dict[str, str] | None) -> None:
        table = quoted(shape.name)
        kept = was is not None and all(
            shape.columns.get(name, kind) == kind for name, kind in was.items()
        )
        if was is not None and (kept or not shape.is_from_records):
            for name in shape.columns:
                verb = "MODIFY COLUMN" if name in was else "ADD COLUMN IF NOT EXISTS"
                if name not in shape.unique and was.get(name) != shape.columns[name]:
                    self._run(f"ALTER TABLE {table} {verb} {quoted(name)} {shape.clickhouse(name)}")
        else:
            self._run(f"DROP TABLE IF EXISTS {table}")
            columns = ", ".join(f"{quoted(n)} {shape.clickhouse(n)}" for n in shape.columns)
            order = ", ".join(map(quoted, ("workspace_id", *shape.unique)))
            self._run(
                f"CREATE TABLE {table} ({columns}, {INTERNAL}) "
                f"ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY ({order})"
            )
        self._remember(shape, is_filled=not shape.is_from_records)

    def _remember(self, shape: Shape, *, is_filled: bool) -> None:
        with self._alone():
            self._client().insert(
                "_table",
                [(shape.name, json.dumps(shape.columns), is_filled, time_ns(), 0)],
                column_names=["name", "columns", "is_filled", "_version", "_deleted"],
            )


def _connect(url: str) -> Any:
    import clickhouse_connect

    # a session would answer one question at a time
    more: dict[str, Any] = {} if url.startswith("chdb") else {"autogenerate_session_id": False}
    if url.startswith("clickhouses"):
        more["secure"] = True  # the client goes by the port alone
    return clickhouse_connect.get_client(dsn=url, settings=SETTINGS, **more)


def _versioned(table: Any, version: int, *, deleted: int) -> Any:
    import pyarrow as pa

    rows = table.num_rows
    return table.append_column("_version", pa.array([version] * rows, pa.int64())).append_column(
        "_deleted", pa.array([deleted] * rows, pa.uint8())
    )


def _list(ids: Sequence[int]) -> str:
    return ", ".join(str(int(number)) for number in ids) or "NULL"


def _array(ids: Iterable[int]) -> str:
    return "[" + ", ".join(str(int(number)) for number in ids) + "]::Array(Int64)"

"""How a warehouse table looks, in the words of Ibis, Arrow, DuckDB and ClickHouse at once.

Column types: int, float, text, json, flag, time, texts; a "?" allows NULL. Text, JSON and lists
are never NULL: what is absent is empty, so that both engines compare alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple


class Kind(NamedTuple):
    ibis: str
    duckdb: str
    clickhouse: str


KINDS = {
    "int": Kind("int64", "BIGINT", "Int64"),
    "float": Kind("float64", "DOUBLE", "Float64"),
    "text": Kind("string", "VARCHAR", "String"),
    "json": Kind("string", "JSON", "String"),
    "flag": Kind("boolean", "BOOLEAN", "Bool"),
    "time": Kind("timestamp(6)", "TIMESTAMP", "DateTime64(6, 'UTC')"),
    "texts": Kind("array<string>", "VARCHAR[]", "Array(String)"),
}
NEVER_NULL = {"text", "json", "texts"}


@dataclass(frozen=True)
class Shape:
    """A table: its columns in order, what makes a row unique, and the column that changes name."""

    name: str
    columns: dict[str, str]
    key: str
    unique: tuple[str, ...]
    is_from_records: bool = True

    def __post_init__(self) -> None:
        for column, kind in self.columns.items():
            if kind.rstrip("?") not in KINDS or (kind[-1] == "?" and kind[:-1] in NEVER_NULL):
                raise ValueError(f"{self.name}.{column}: no column type is called {kind!r}")

    def duckdb(self, column: str) -> str:
        return KINDS[self.columns[column].rstrip("?")].duckdb

    def clickhouse(self, column: str) -> str:
        kind = self.columns[column]
        plain = KINDS[kind.rstrip("?")].clickhouse
        return f"Nullable({plain})" if kind.endswith("?") else plain

    def ibis(self) -> Any:
        """The unbound Ibis table."""
        import ibis

        kinds = {
            name: ("" if kind.endswith("?") else "!") + KINDS[kind.rstrip("?")].ibis
            for name, kind in self.columns.items()
        }
        return ibis.table(kinds, name=self.name)

    def among(self) -> "Shape":
        """The same table as a query finds it that is about some people only."""
        return replace(self, name=f"{self.name}_among")

    def named_in(self, sql: str) -> list[str]:
        """Columns that a query may name, quoted; at least the key."""
        return [name for name in self.columns if name == self.key or quoted(name) in sql]

    def arrow(self, rows: Iterable[Sequence[Any]]) -> Any:
        """Rows in the order of the columns as an Arrow table."""
        import pyarrow as pa

        kinds = {
            "int": pa.int64(),
            "float": pa.float64(),
            "text": pa.string(),
            "json": pa.string(),
            "flag": pa.bool_(),
            "time": pa.timestamp("us"),
            "texts": pa.list_(pa.string()),
        }
        schema = pa.schema(
            pa.field(name, kinds[kind.rstrip("?")], nullable=kind.endswith("?"))
            for name, kind in self.columns.items()
        )
        columns = list(zip(*rows, strict=True)) or [()] * len(self.columns)
        arrays = [
            pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)
        ]
        return pa.Table.from_arrays(arrays, schema=schema)


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

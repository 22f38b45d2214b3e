"""The events as a Parquet file: for backups, and to bring them along to another engine."""

from pathlib import Path
from typing import Any

from raabta.warehouse.engine import Shape
from raabta.warehouse.preparing import prepared
from raabta.warehouse.queries import stream
from raabta.warehouse.warehouse_table import warehouse_tables

BLOCK = 50_000


def save_events(path: Path) -> int:
    """Write the events of all workspaces. Returns how many there were."""
    import pyarrow.parquet as pq

    shape = warehouse_tables["event"].shape()
    schema = shape.arrow([]).schema
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        for rows in stream(_every(shape), size=BLOCK):
            file.write_table(shape.arrow([row[1:] for row in rows]))
            count += len(rows)
    return count


def _every(shape: Shape) -> Any:
    """All rows, the columns by name: "*" would bring the engine's own ones along, in its order."""
    import ibis

    return shape.ibis().select(ibis.literal(1).name("one"), *shape.columns)


def load_events(path: Path) -> int:
    """Add the events of the file that are not there yet. Returns how many the file holds."""
    import pyarrow.parquet as pq

    shape, count = warehouse_tables["event"].shape(), 0
    for batch in pq.ParquetFile(path).iter_batches(batch_size=BLOCK):
        held = batch.to_pydict()
        nothing = [None] * batch.num_rows  # a column that older files do not have
        rows = list(zip(*(held.get(name, nothing) for name in shape.columns), strict=True))
        prepared().append(shape, rows, batches=[])
        count += len(rows)
    return count

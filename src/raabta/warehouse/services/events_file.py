"""The events as a Parquet file: for backups, and to bring them along to another engine."""

from pathlib import Path

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
        for rows in stream(shape.ibis(), size=BLOCK):
            file.write_table(shape.arrow(rows))
            count += len(rows)
    return count


def load_events(path: Path) -> int:
    """Add the events of the file that are not there yet. Returns how many the file holds."""
    import pyarrow.parquet as pq

    shape, count = warehouse_tables["event"].shape(), 0
    for batch in pq.ParquetFile(path).iter_batches(batch_size=BLOCK):
        rows = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        prepared().append(shape, rows, batches=[])
        count += len(rows)
    return count

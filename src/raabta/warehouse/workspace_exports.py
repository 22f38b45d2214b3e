"""The events of a workspace as Parquet; the other tables are loaded from the records."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.warehouse.preparing import prepared
from raabta.warehouse.queries import stream
from raabta.warehouse.services.events_file import BLOCK
from raabta.warehouse.services.rebuilding import rebuild
from raabta.warehouse.tables import Tables
from raabta.warehouse.warehouse_table import warehouse_tables
from raabta.workspaces.workspace_export import WorkspaceExport

if TYPE_CHECKING:
    from raabta.workspaces.leaving.archive import Reader, Writer
    from raabta.workspaces.leaving.new_ids import NewIds
    from raabta.workspaces.models import Workspace

EVENTS = "events.parquet"
PERSON = "customers.Customer"


class Events(WorkspaceExport):
    key: ClassVar = "events"
    label: ClassVar = _("Every event, as Parquet")
    order: ClassVar = 80

    def write_files(self, workspace: "Workspace", writer: "Writer") -> None:
        import pyarrow.parquet as pq

        shape = warehouse_tables["event"].shape()
        with TemporaryDirectory(prefix="raabta-export-") as folder:
            path, count = Path(folder) / EVENTS, 0
            with pq.ParquetWriter(path, shape.arrow([]).schema, compression="zstd") as file:
                for rows in _blocks(workspace, list(shape.columns)):
                    file.write_table(shape.arrow(rows))
                    count += len(rows)
            writer.file(EVENTS, path, rows=count)

    def arrived(self, workspace: "Workspace", reader: "Reader", ids: "NewIds") -> None:
        if EVENTS in reader.files:
            with TemporaryDirectory(prefix="raabta-import-") as folder:
                path = Path(folder) / EVENTS
                with path.open("wb") as file:
                    for block in reader.blocks(EVENTS):
                        file.write(block)
                _load(workspace, path, ids)
        rebuild(workspace=workspace)


def _blocks(workspace: "Workspace", columns: list[str]) -> Iterator[list[tuple[Any, ...]]]:
    table = Tables(workspace.pk).event
    yield from stream(
        table.order_by(table.occurred_at, table.event_id).select(*columns), size=BLOCK
    )


def _load(workspace: "Workspace", path: Path, ids: "NewIds") -> None:
    import pyarrow.parquet as pq

    shape = warehouse_tables["event"].shape()
    person = list(shape.columns).index("customer_id")
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=BLOCK):
            held = batch.to_pydict()
            nothing = [None] * batch.num_rows
            held["workspace_id"] = [workspace.pk] * batch.num_rows
            held["event_id"] = [_new_id(workspace, old) for old in held["event_id"]]
            held["customer_id"] = [ids.of(PERSON, old) for old in held["customer_id"]]
            held["origin_id"] = [ids.of(PERSON, old) for old in held.get("origin_id", nothing)]
            rows = zip(*(held.get(name, nothing) for name in shape.columns), strict=True)
            # an event of a person who is not in the archive would be nobody's
            prepared().append(shape, [row for row in rows if row[person] is not None], batches=[])


def _new_id(workspace: "Workspace", old: int) -> int:
    """An event is known on the whole server by its id, and the one that left may still be here."""
    return int.from_bytes(sha256(f"{workspace.pk}:{old}".encode()).digest()[:8], "big") >> 1

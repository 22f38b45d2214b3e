"""The events of a workspace as Parquet; the other tables are loaded from the records."""

import json
from collections.abc import Callable, Iterator
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
from raabta.warehouse.warehouse_tables.event import TYPED
from raabta.workspaces.workspace_export import WorkspaceExport, in_order

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
                _load(workspace, path, ids, reader.beat)
        rebuild(workspace=workspace, progress=lambda _table, _rows: reader.beat())


def _blocks(workspace: "Workspace", columns: list[str]) -> Iterator[list[tuple[Any, ...]]]:
    table = Tables(workspace.pk).event
    yield from stream(
        table.order_by(table.occurred_at, table.event_id).select(*columns), size=BLOCK
    )


def _load(workspace: "Workspace", path: Path, ids: "NewIds", beat: Callable[[], None]) -> None:
    """Rows that are there already are not written twice, so this may be run again."""
    import pyarrow.parquet as pq

    shape = warehouse_tables["event"].shape()
    person = list(shape.columns).index("customer_id")
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=BLOCK):
            beat()
            held = batch.to_pydict()
            nothing = [None] * batch.num_rows
            held["workspace_id"] = [workspace.pk] * batch.num_rows
            held["event_id"] = [_new_id(workspace, old) for old in held["event_id"]]
            held["customer_id"] = [ids.of(PERSON, old) for old in held["customer_id"]]
            held["origin_id"] = [ids.of(PERSON, old) for old in held.get("origin_id", nothing)]
            _put_new_ids(held, ids)
            rows = zip(*(held.get(name, nothing) for name in shape.columns), strict=True)
            # an event of a person who is not in the archive would be nobody's
            prepared().append(shape, [row for row in rows if row[person] is not None], batches=[])


def _put_new_ids(held: dict[str, list[Any]], ids: "NewIds") -> None:
    """Into the properties that hold ids, whether they have a column or stand in the JSON."""
    members = {name: one for one in in_order() for name in one.events}
    typed = [name for name in TYPED if name in held]
    for at, name in enumerate(held["name"]):
        if name not in members:
            continue
        further = json.loads(held["properties"][at] or "{}")
        told = {**further, **{column: held[column][at] for column in typed}}
        members[name].event_arrives(told, ids)
        for column in typed:
            held[column][at] = told[column]
        held["properties"][at] = json.dumps({key: told[key] for key in further}, ensure_ascii=False)


def _new_id(workspace: "Workspace", old: int) -> int:
    """An event is known on the whole server by its id, and the one that left may still be here."""
    return int.from_bytes(sha256(f"{workspace.pk}:{old}".encode()).digest()[:8], "big") >> 1

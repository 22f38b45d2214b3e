"""A backup: one zip with every row as JSON lines, the warehouse's events and the files.

Rows are written by model, not by table dump, so that a backup of SQLite restores into PostgreSQL
and the other way round. Sessions and caches stay out; the sealing key is never inside.
"""

import json
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

import raabta
from raabta.kernel import clock

FORMAT = 1
# the search index is made of the records again
LEFT_OUT = {"search", "sessions", "contenttypes", "auth", "usersessions"}
CHUNK = 2_000
EVENTS = "warehouse/events.parquet"
Progress = Callable[[str, int], None]


class NotEmpty(Exception):
    """There is data where the backup should go."""


class Unusable(Exception):
    """The file is not a backup, or of a format that this version does not read."""


def kept_models() -> list[type[models.Model]]:
    """Every model that a backup holds, referred-to models before those that refer to them."""
    wanted = {
        model
        for model in apps.get_models()
        if model._meta.app_label not in LEFT_OUT and not model._meta.proxy
    }
    ordered: list[type[models.Model]] = []

    def place(model: type[models.Model], above: frozenset[type[models.Model]]) -> None:
        if model in ordered or model in above or model not in wanted:
            return
        for field in model._meta.fields:
            if isinstance(field.related_model, type):
                place(field.related_model, above | {model})
        ordered.append(model)

    for model in sorted(wanted, key=lambda m: m._meta.label):
        place(model, frozenset())
    return ordered


def write(target: Path, *, events: Path | None, progress: Progress) -> dict[str, Any]:
    """Write the backup beside `target` and then move it there. Returns the manifest."""
    part = target.with_name(target.name + ".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            counts = {
                model._meta.label: _write_rows(archive, model, progress) for model in kept_models()
            }
        files = _write_files(archive)
        if events:
            archive.write(events, EVENTS, zipfile.ZIP_STORED)
        manifest = {
            "format": FORMAT,
            "version": raabta.__version__,
            "made_at": clock.now().isoformat(),
            "from": connection.vendor,
            "rows": counts,
            "files": files,
            "has_events": events is not None,
        }
        archive.writestr("manifest.json", json.dumps(manifest, indent=2))
    part.replace(target)
    return manifest


def read_manifest(source: Path) -> dict[str, Any]:
    """Raises Unusable."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Unusable(f"{source} is not a backup of Raabta ({error})") from error
    if manifest.get("format") != FORMAT:
        raise Unusable(f"{source} has format {manifest.get('format')}; this version reads {FORMAT}")
    return manifest


def restore(source: Path, *, progress: Progress) -> dict[str, int]:
    """Load the rows and files into an empty, migrated place. Returns the rows counted there.

    Raises NotEmpty or Unusable; then nothing was written.
    """
    manifest = read_manifest(source)
    if apps.get_model("workspaces.User")._base_manager.exists():
        raise NotEmpty
    labels = [model._meta.label for model in kept_models() if model._meta.label in manifest["rows"]]
    with zipfile.ZipFile(source) as archive, transaction.atomic():
        for label in labels:
            _read_rows(archive, apps.get_model(label), progress)
        _reset_sequences()
        _read_files(archive)
    return {label: apps.get_model(label)._base_manager.count() for label in labels}


def take_out_events(source: Path, target: Path) -> bool:
    """Copy the events file out of the backup; false when it holds none."""
    with zipfile.ZipFile(source) as archive:
        if EVENTS not in archive.namelist():
            return False
        with archive.open(EVENTS) as packed, target.open("wb") as file:
            while block := packed.read(1 << 20):
                file.write(block)
    return True


def _write_rows(archive: zipfile.ZipFile, model: type[models.Model], progress: Progress) -> int:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    count = 0
    with archive.open(f"rows/{model._meta.label}.jsonl", "w", force_zip64=True) as file:
        file.write(json.dumps(names).encode() + b"\n")
        rows = model._base_manager.order_by("pk").values_list(*names)
        for row in rows.iterator(chunk_size=CHUNK):
            values = [_plain(value) for value in row]
            line = json.dumps(values, cls=ExactEncoder, ensure_ascii=False)
            file.write(line.encode() + b"\n")
            count += 1
            if count % CHUNK == 0:
                progress(model._meta.label, count)
    return count


def _read_rows(archive: zipfile.ZipFile, model: type[models.Model], progress: Progress) -> None:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    with archive.open(f"rows/{model._meta.label}.jsonl") as file:
        names = json.loads(file.readline())
        fields = [by_name[name] for name in names if name in by_name]
        done = 0
        for chunk in _chunks(file):
            model._base_manager.bulk_create(
                [
                    model(
                        **{
                            field.attname: _rich(field, value)
                            for field, value in zip(fields, row, strict=True)
                        }
                    )
                    for row in chunk
                ]
            )
            done += len(chunk)
            progress(model._meta.label, done)


def _chunks(file: Any) -> Iterator[list[list[Any]]]:
    chunk: list[list[Any]] = []
    for line in file:
        chunk.append(json.loads(line))
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


class ExactEncoder(DjangoJSONEncoder):
    """Django's encoder cuts microseconds to milliseconds; a backup keeps them."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _plain(value: Any) -> Any:
    return b64encode(value).decode() if isinstance(value, bytes | memoryview) else value


def _rich(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.BinaryField):
        return b64decode(value)
    if isinstance(field, models.JSONField):
        return value
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(value)


def _reset_sequences() -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), kept_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _write_files(archive: zipfile.ZipFile) -> int:
    files = [path for path in sorted(settings.FILES.rglob("*")) if path.is_file()]
    for path in files:
        archive.write(path, f"files/{path.relative_to(settings.FILES)}")
    return len(files)


def _read_files(archive: zipfile.ZipFile) -> None:
    root: Path = settings.FILES.resolve()
    for entry in archive.infolist():
        if not entry.filename.startswith("files/") or entry.is_dir():
            continue
        target = (root / entry.filename.removeprefix("files/")).resolve()
        if not target.is_relative_to(root):
            raise Unusable(f"the backup holds a file outside its folder: {entry.filename}")
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as packed, target.open("wb") as file:
            while block := packed.read(1 << 20):
                file.write(block)

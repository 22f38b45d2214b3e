"""Take the archive of a workspace into an empty one: all of it or nothing."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.db import DataError, IntegrityError, models, transaction
from django.utils.translation import gettext as _

from raabta.workspaces.actor import Actor
from raabta.workspaces.leaving.archive import Reader, UnreadableArchive
from raabta.workspaces.leaving.new_ids import NewIds, Stretch, reserve
from raabta.workspaces.leaving.values import Field, Unfit, fields_of, from_json
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services.accounts import SETTINGS, change_settings
from raabta.workspaces.services.leaving import note, path_of
from raabta.workspaces.workspace_export import Row, Table, all_tables, in_order

CHUNK = 1_000
Progress = Callable[[int, int], None]


class NotEmpty(Exception):
    """The workspace holds rows already."""


def import_workspace(
    *,
    workspace: Workspace,
    actor: Actor,
    path: Path,
    owner_id: int,
    progress: Progress = lambda done, total: None,
    keep: Callable[[NewIds, dict[str, int]], None] = lambda ids, counts: None,
    beat: Callable[[], None] = lambda: None,
) -> dict[str, int]:
    """Returns how many rows of each model came.

    `keep` is told the new ids in the rows' transaction; with them `finish_arrival` goes on when
    the process dies after it. Raises NotEmpty, or UnreadableArchive; then nothing was written.
    """
    with _opened(path, beat) as reader, working_in(workspace):
        reader.verify()
        with transaction.atomic():
            if is_filled(workspace):
                raise NotEmpty
            ids = _new_ids(reader)
            counts = _take_rows(_Arrival(workspace, reader, ids, owner_id), progress)
            for member in in_order():
                member.read_files(workspace, reader, ids)
            _change_settings(workspace, actor, reader)
            note(workspace, actor, "workspace.imported", {"rows": sum(counts.values())})
            keep(ids, counts)
    finish_arrival(workspace=workspace, path=path, ids=ids, beat=beat)
    return counts


def finish_arrival(
    *, workspace: Workspace, path: Path, ids: NewIds, beat: Callable[[], None] = lambda: None
) -> None:
    """Fill what is made of the committed rows; may be run again. Raises UnreadableArchive."""
    with _opened(path, beat) as reader, working_in(workspace):
        for member in in_order():
            beat()
            member.arrived(workspace, reader, ids)


@contextmanager
def _opened(path: Path, beat: Callable[[], None] = lambda: None) -> Iterator[Reader]:
    try:
        with ZipFile(path) as archive:
            yield Reader(archive, beat)
    except (BadZipFile, EOFError, OSError) as error:
        raise UnreadableArchive(_("This is not an export of a workspace.")) from error
    except (IntegrityError, DataError) as error:  # two rows that may be there once only
        raise UnreadableArchive(_("The rows of the export contradict one another.")) from error


def is_filled(workspace: Workspace) -> bool:
    with working_in(workspace):
        return any(one.model.objects.exists() for one in all_tables() if not one.may_be_there)


def take_away_empty(workspace: Workspace) -> None:
    """Nothing arrived, so the workspace that was made for it goes again."""
    if not is_filled(workspace):
        Workspace.objects.filter(pk=workspace.pk).delete()


def name_in(path: Path) -> str:
    """The name of the workspace that left. Raises UnreadableArchive."""
    with _opened(path) as reader:
        held = reader.manifest.get("workspace")
        return str(held.get("name") or path.stem)[:100] if isinstance(held, dict) else path.stem


def _new_ids(reader: Reader) -> NewIds:
    stretches: dict[str, Stretch] = {}
    for table in all_tables():
        match reader.files.get(path_of(table), {}).get("ids"):
            case [int(first), int(last)] if 0 < first <= last < 2**62:
                stretches[table.model_name] = reserve(table.model, first, last)
    origins = {word: model for one in in_order() for word, model in one.origins.items()}
    ids = NewIds(stretches, origins)
    if base := str(reader.manifest.get("base_url") or ""):
        ids.words[f"{base}/media/"] = f"{settings.BASE_URL}/media/"
    return ids


@dataclass(frozen=True)
class _Arrival:
    workspace: Workspace
    reader: Reader
    ids: NewIds
    owner_id: int

    def rows(self, table: Table) -> Iterator[Any]:
        """The table's rows, unsaved, without those whose other half is not in the archive."""
        fields = fields_of(table)
        for line, row in enumerate(self.reader.lines(path_of(table)), 1):
            try:
                values = _values(table, fields, row, self.ids)
            except (Unfit, KeyError, TypeError, ValueError, AttributeError) as error:
                words = _("Line %(line)s of “%(name)s” does not fit: %(what)s")
                marks = {"line": line, "name": path_of(table), "what": str(error)[:200]}
                raise UnreadableArchive(words % marks) from error
            if values is not None:
                values |= dict.fromkeys(table.owner_columns, self.owner_id)
                values |= {name: secrets.token_urlsafe(16) for name in table.renewed}
                yield table.model(workspace_id=self.workspace.pk, **values)


def _take_rows(arrival: _Arrival, progress: Progress) -> dict[str, int]:
    files = arrival.reader.files
    there = [table for table in all_tables() if path_of(table) in files]
    total = sum(int(files[path_of(table)].get("rows") or 0) for table in there)
    done = 0
    for table in there:
        rows = arrival.rows(table)
        while some := list(islice(rows, CHUNK)):
            _make_free(table, some, arrival.ids)
            table.model._base_manager.bulk_create(some)
            done += len(some)
            progress(done, max(done, total))
    # again until there is none, for others may point to those that go
    while sum(_dropped(arrival.workspace, table) for table in there):
        pass
    return {table.model_name: table.model.objects.count() for table in there}


def _values(table: Table, fields: list[Field], given: Row, ids: NewIds) -> Row | None:
    row = {field.attname: given[field.attname] for field in fields if field.attname in given}
    row["id"] = ids.of(table.model_name, given["id"])
    if row["id"] is None:
        raise Unfit("id")
    for name, model in references(table).items():
        if row.get(name) is not None:
            row[name] = ids.of(model, row[name])
            if row[name] is None and not table.model._meta.get_field(name).null:
                return None
    table.incoming(row, ids)
    return {one.attname: from_json(one, row[one.attname]) for one in fields if one.attname in row}


def references(table: Table) -> dict[str, str]:
    """Column -> the model whose ids it holds."""
    keys = {
        field.attname: field.related_model._meta.label
        for field in fields_of(table)
        if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type)
    }
    return {**keys, **table.references}


def _make_free(table: Table, rows: list[Any], ids: NewIds) -> None:
    """Words that are unique on the server are made anew where they are taken."""
    for name in table.kept_if_free:
        held = {getattr(row, name): row for row in rows}
        field = next(one for one in table.model._meta.concrete_fields if one.attname == name)
        taken = table.model._base_manager.filter(**{f"{name}__in": held})
        for value in taken.values_list(name, flat=True):
            fresh = field.get_default() if field.has_default() else secrets.token_urlsafe(16)
            ids.words[str(value)] = str(fresh)
            setattr(held[value], name, fresh)


def _dropped(workspace: Workspace, table: Table) -> int:
    """Rows that point to what came too late for the archive: without the pointer, or not at all."""
    changed = 0
    for field in fields_of(table):
        if not isinstance(field, models.ForeignKey) or not isinstance(field.related_model, type):
            continue
        there = field.related_model._base_manager.filter(pk=models.OuterRef(field.attname))
        loose = table.model._base_manager.filter(
            ~models.Exists(there), workspace=workspace, **{f"{field.attname}__isnull": False}
        )
        if loose.exists():
            gone = {field.attname: None}
            changed += loose.update(**gone) if field.null else loose.delete()[0]
    return changed


def _change_settings(workspace: Workspace, actor: Actor, reader: Reader) -> None:
    held = reader.manifest.get("workspace")
    if not isinstance(held, dict):
        return
    found = {}
    for name in set(SETTINGS) & held.keys() - {"name"}:
        field = Workspace._meta.get_field(name)
        try:
            found[name] = from_json(field, str(held[name]))  # type: ignore[arg-type]
        except Unfit as error:
            raise UnreadableArchive(_("The settings of the export do not fit.")) from error
    change_settings(workspace=workspace, actor=actor, **found)

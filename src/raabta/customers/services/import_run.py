"""Run an import: read, prepare, and write chunk by chunk, each chunk exactly once.

A chunk's rows, its counters and its place in the file are committed together, so a run that was
killed goes on after the last chunk that was written, and two runs cannot write the same one.
"""

from collections import Counter
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raabta.customers.import_format import UnreadableFile, layout_from, shortened
from raabta.customers.import_target import ImportContext, ImportTarget, import_targets
from raabta.customers.imports.person_rows import Prepared
from raabta.customers.imports.preparing import (
    Chunk,
    HelperFailed,
    Reading,
    chunks,
    chunks_from_helper,
)
from raabta.customers.models import Import, RejectedRow
from raabta.kernel import clock, disk, jobs
from raabta.kernel import rows as raw
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace
from raabta.workspaces.scoped import working_in

CHUNK = 5_000
WORTH_A_HELPER = 2 * 2**20  # bytes
ATTEMPTS = 3


class Superseded(Exception):
    """Another process runs this import by now."""


def run_import(run: jobs.Run) -> None:
    """The job. Raises jobs.UserError when the file cannot be read to its end."""
    row = _loaded(run)
    with working_in(row.workspace):
        if row.state != Import.State.RUNNING:
            return
        try:
            _go_through(row, run)
        except UnreadableFile as error:
            end_import(row, Import.State.FAILED, str(error))
            raise jobs.UserError(str(error)) from error
        except jobs.Cancelled:
            end_import(row, Import.State.CANCELLED)
            raise
        except (jobs.Interrupted, Superseded):
            raise
        except Exception as error:
            if run.is_last_attempt and not disk.is_full(error):
                words = _("Something went wrong on our side. Please try again in a moment.")
                end_import(row, Import.State.FAILED, words)
            raise
        end_import(row, Import.State.DONE)


def _loaded(run: jobs.Run) -> Import:
    workspace = Workspace.objects.get(pk=run.payload["workspace_id"])
    with working_in(workspace):
        return Import.objects.select_related("workspace").get(pk=run.payload["import_id"])


def file_of(row: Import) -> Path:
    return Path(settings.FILES) / row.path


def _go_through(row: Import, run: jobs.Run) -> None:
    target = import_targets.build(row.target, row.options)
    actor = Actor(label=row.created_by, via="import", user_id=run.job.requested_by_id)
    with transaction.atomic():
        reading = _reading(row, target)
    run.progress(row.rows_read, row.total_rows)
    with raw.bulk_mode(), closing(_chunks(row, reading)) as found:
        for chunk in found:
            _save(row, target, actor, chunk)
            run.progress(row.rows_read, max(row.total_rows, row.rows_read))
    _finish(row, target, actor)


def _reading(row: Import, target: ImportTarget) -> Reading:
    layout = layout_from(row.layout)
    return Reading(
        format=f"{type(layout).__module__}:{type(layout).__qualname__}",
        layout=row.layout,
        path=str(file_of(row)),
        after_line=row.last_line,
        size=CHUNK,
        together=_place_of(row, target.keeps_together),
        preparer=target.preparer,
        plan=plan_of(row, target),
    )


def _chunks(row: Import, reading: Reading) -> Generator[Chunk]:
    """From a helper where that is worth it; what a helper cannot read is read here."""
    if row.size > WORTH_A_HELPER:
        try:
            yield from chunks_from_helper(reading)
        except HelperFailed:
            reading = replace(reading, after_line=row.last_line)
        else:
            return
    yield from chunks(reading)


def plan_of(row: Import, target: ImportTarget) -> dict[str, Any]:
    columns = {int(place): key for place, key in row.mapping.items()}
    return target.plan(row.workspace, columns, row.layout["columns"])


def _place_of(row: Import, key: str) -> int | None:
    return next((int(place) for place, field in row.mapping.items() if key and field == key), None)


def _save(row: Import, target: ImportTarget, actor: Actor, chunk: Chunk) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                done = _save_chunk(row, target, actor, chunk)
        except IntegrityError:
            # somebody created the same person a moment ago; now they are known
            if attempt == ATTEMPTS:
                raise
        else:
            break
    row.last_line, row.rows_read, row.counts, row.notes = done


Done = tuple[int, int, dict[str, int], dict[str, int]]


def _save_chunk(row: Import, target: ImportTarget, actor: Actor, chunk: Chunk) -> Done:
    last_line, before = chunk.last_line, row.last_line
    if not Import.objects.filter(pk=row.pk, state=Import.State.RUNNING, last_line=before).update(
        last_line=last_line
    ):
        raise Superseded(str(row.pk))
    context, prepared = context_of(row, actor), Prepared(*chunk.prepared)
    target.save(context, prepared.rows)
    context.rejects += prepared.rejects
    context.notes.update(prepared.notes)
    _keep_rejects(row, target, context, chunk)
    counts, notes = Counter(row.counts), Counter(row.notes)
    counts.update(context.verbs)
    notes.update(context.notes)
    read = row.rows_read + chunk.rows
    Import.objects.filter(pk=row.pk).update(rows_read=read, counts=dict(counts), notes=dict(notes))
    return last_line, read, dict(counts), dict(notes)


def context_of(row: Import, actor: Actor) -> ImportContext:
    change_set = (
        ChangeSet(pk=row.change_set_id, workspace=row.workspace) if row.change_set_id else None
    )
    return ImportContext(
        workspace=row.workspace,
        actor=actor,
        run_id=row.pk,
        change_set=change_set,
        now=row.started_at or clock.now(),
    )


def _keep_rejects(row: Import, target: ImportTarget, context: ImportContext, chunk: Chunk) -> None:
    cells = chunk.cells() if context.rejects else {}
    found = [(line, problems, cells[line]) for line, problems in context.rejects]
    found += [(line, [(-1, problem, "")], some) for line, some, problem in chunk.broken]
    aside = sum(1 for _line, problems, _cells in found if problems[0][1] in target.set_aside)
    context.verbs["set_aside"] += aside
    context.verbs["rejected"] += len(found) - aside
    RejectedRow.objects.bulk_create(
        [
            RejectedRow(
                workspace=row.workspace,
                run_id=row.pk,
                line=line,
                reason=problems[0][1],
                problems=problems,
                row=[shortened(cell) for cell in some],
            )
            for line, problems, some in found
        ],
        batch_size=1_000,
    )


def _finish(row: Import, target: ImportTarget, actor: Actor) -> None:
    with transaction.atomic():
        context = context_of(row, actor)
        target.finish(context)
        if context.notes:
            row.notes = dict(Counter(row.notes) + context.notes)
            Import.objects.filter(pk=row.pk).update(notes=row.notes)


def end_import(row: Import, state: str, error: str = "") -> None:
    """Settle a running import; the uploaded file is not needed any more."""
    ended = Import.objects.filter(pk=row.pk, state=Import.State.RUNNING).update(
        state=state, error=error, finished_at=clock.now(), total_rows=row.rows_read
    )
    if ended:
        remove_file(row)


def remove_file(row: Import) -> None:
    if row.path:
        file_of(row).unlink(missing_ok=True)
        Import.objects.filter(pk=row.pk).update(path="")

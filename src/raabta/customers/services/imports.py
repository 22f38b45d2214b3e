"""Receive a file, settle what its columns mean, try it, start it, stop it, take it back."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from raabta.customers.import_format import SourceRow, UnreadableFile, detect, layout_from, layout_of
from raabta.customers.import_target import Problem, import_targets, split
from raabta.customers.imports.opening import LARGEST
from raabta.customers.imports.person_rows import Prepared
from raabta.customers.imports.preparing import prepare_with
from raabta.customers.models import Import
from raabta.customers.services import recognition
from raabta.customers.services.import_run import (
    context_of,
    end_import,
    file_of,
    plan_of,
    remove_file,
)
from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit
from raabta.workspaces.services.change_sets import open_change_set

SAMPLE = 200
FOLDER = "imports"


class FileTooLarge(Exception):
    """The message says how large a file may be."""


class NotReady(Exception):
    """The mapping lacks something; the message says what."""


class WrongState(Exception):
    """The import is not in a state in which this can be done."""


@dataclass
class Preview:
    """What would become of the first rows."""

    rows: list[tuple[SourceRow, str, list[Problem]]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def receive_file(
    *, workspace: Workspace, actor: Actor, target: str, filename: str, pieces: Iterable[bytes]
) -> Import:
    """Store an upload and look at it. Raises FileTooLarge or UnreadableFile; then nothing is kept."""
    path = Path(FOLDER) / uuid.uuid4().hex
    full = Path(settings.FILES) / path
    full.parent.mkdir(parents=True, exist_ok=True)
    try:
        size = _store(full, pieces)
        layout = detect(full, filename)
        row = Import(
            workspace=workspace,
            target=split(target)[0],  # raises UnknownMember
            asked_target=target,
            filename=Path(filename).name[:200],
            path=str(path),
            size=size,
            layout=layout_of(layout),
            created_by=actor.label,
            created_at=clock.now(),
        )
        recognition.recognise(row, full)
        row.total_rows = layout.estimate(full)
        row.save()
    except BaseException:
        full.unlink(missing_ok=True)
        raise
    return row


def _store(path: Path, pieces: Iterable[bytes]) -> int:
    size = 0
    with path.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > LARGEST:
                words = _("A file may have at most %(most)s MB. Split it and import the parts.")
                raise FileTooLarge(words % {"most": LARGEST // 2**20})
            file.write(piece)
    return size


def samples(row: Import, count: int) -> list[list[str]]:
    """The cells of the first usable rows."""
    rows = layout_from(row.layout).rows(file_of(row))
    return [found.cells for found in islice(rows, SAMPLE) if not found.problem][:count]


def change_layout(*, row: Import, values: Mapping[str, Any]) -> Import:
    """Read the file anew in the way somebody chose. Raises UnreadableFile or WrongState."""
    _must_be_open(row)
    settled = layout_from({**row.layout, **values}).settled(file_of(row))
    changed = settled.columns != row.layout["columns"]
    row.layout = layout_of(settled)
    row.total_rows = settled.estimate(file_of(row))
    if changed:
        recognition.recognise(row, file_of(row))
    row.save()
    return row


def trust_recognition(*, row: Import, is_trusted: bool) -> Import:
    """Take the mapping of the recognised system, or guess as for any file. Raises WrongState."""
    _must_be_open(row)
    recognition.settle(row, file_of(row), is_trusted=is_trusted)
    row.save()
    return row


def change_mapping(
    *, row: Import, mapping: Mapping[str, str], options: Mapping[str, Any]
) -> Import:
    """Settle what the columns become. Raises WrongState, or pydantic.ValidationError."""
    _must_be_open(row)
    target = import_targets.build(row.target, {**row.options, **options})
    known = {one.key for one in target.fields(row.workspace)}
    width = len(row.layout["columns"])
    row.mapping = {
        place: key for place, key in mapping.items() if key in known and int(place) < width
    }
    row.options = {**target.model_dump(mode="json"), **_variant_of(row)}
    row.save(update_fields=["mapping", "options"])
    return row


def _variant_of(row: Import) -> dict[str, Any]:
    """What an import was begun as stays, whatever its options say."""
    target, variant = split(row.asked_target or row.target)
    return import_targets[target].of_variant(variant) if target == row.target else {}


def missing(row: Import) -> list[str]:
    """What keeps this import from being started, in words."""
    target = import_targets.build(row.target, row.options)
    keys = list(row.mapping.values())
    single = {one.key: one for one in target.fields(row.workspace) if not one.many}
    twice = [
        _("Two columns are “%(field)s”. Leave one out.") % {"field": single[key].label}
        for key in sorted(set(keys))
        if keys.count(key) > 1 and key in single
    ]
    return [*target.missing(set(keys)), *twice]


def preview(*, row: Import, actor: Actor) -> Preview:
    """Import the first rows, look at what became of them, and take everything back."""
    _must_be_open(row)
    target = import_targets.build(row.target, row.options)
    rows = list(islice(layout_from(row.layout).rows(file_of(row)), SAMPLE))
    context = context_of(row, actor)
    context.trace = {}
    with transaction.atomic():
        prepare = prepare_with(target.preparer, plan_of(row, target))
        prepared = Prepared(*prepare([(r.line, r.cells) for r in rows if not r.problem]))
        target.save(context, prepared.rows)
        transaction.set_rollback(True)
    problems = dict([*prepared.rejects, *context.rejects])
    problems.update({r.line: [(-1, r.problem, "")] for r in rows if r.problem})
    found = Preview()
    for one in rows:
        verb = "rejected" if one.line in problems else context.trace.get(one.line, "skipped")
        found.rows.append((one, verb, problems.get(one.line, [])))
        found.counts[verb] = found.counts.get(verb, 0) + 1
    return found


@transaction.atomic
def start_import(*, workspace: Workspace, row: Import, actor: Actor) -> Import:
    """Run the import in the background. Raises NotReady or WrongState."""
    if lacking := missing(row):
        raise NotReady(" ".join(lacking))
    change_set = open_change_set(
        workspace=workspace, actor=actor, kind="import", summary=row.filename
    )
    job = jobs.enqueue(
        "customers.import",
        workspace_id=workspace.pk,
        payload={"workspace_id": workspace.pk, "import_id": row.pk},
        requested_by_id=actor.user_id,
    )
    started = Import.objects.filter(pk=row.pk, state=Import.State.UPLOADED).update(
        state=Import.State.RUNNING,
        job_id=job.pk,
        change_set_id=change_set.pk,
        started_at=clock.now(),
    )
    if not started:
        raise WrongState(row.state)
    record_audit(workspace=workspace, actor=actor, verb="import.started", target=row)
    row.refresh_from_db()
    return row


def cancel_import(*, row: Import) -> None:
    """Stop a running import at its next chunk; what was imported stays until it is reverted."""
    if row.job_id is None or row.state != Import.State.RUNNING:
        raise WrongState(row.state)
    jobs.cancel(row.job_id)
    if Job.objects.filter(pk=row.job_id, state=Job.State.CANCELLED).exists():
        end_import(row, Import.State.CANCELLED)


@transaction.atomic
def revert_import(*, workspace: Workspace, row: Import, actor: Actor) -> None:
    """Take the import back in the background. Raises WrongState."""
    done = (Import.State.DONE, Import.State.CANCELLED, Import.State.FAILED)
    if not Import.objects.filter(pk=row.pk, state__in=done, change_set_id__isnull=False).update(
        state=Import.State.REVERTING
    ):
        raise WrongState(row.state)
    job = jobs.enqueue(
        "customers.revert_import",
        workspace_id=workspace.pk,
        payload={"workspace_id": workspace.pk, "import_id": row.pk, "actor": actor.label},
        requested_by_id=actor.user_id,
    )
    Import.objects.filter(pk=row.pk).update(job_id=job.pk)
    record_audit(workspace=workspace, actor=actor, verb="import.reverted", target=row)


@transaction.atomic
def discard_import(*, row: Import) -> None:
    """Forget an upload that was not started. Raises WrongState."""
    _must_be_open(row)
    remove_file(row)
    Import.objects.filter(pk=row.pk).delete()


def _must_be_open(row: Import) -> None:
    if row.state != Import.State.UPLOADED:
        raise WrongState(row.state)


__all__ = [
    "FileTooLarge",
    "NotReady",
    "Preview",
    "UnreadableFile",
    "WrongState",
    "cancel_import",
    "change_layout",
    "change_mapping",
    "discard_import",
    "missing",
    "preview",
    "receive_file",
    "revert_import",
    "samples",
    "start_import",
    "trust_recognition",
]

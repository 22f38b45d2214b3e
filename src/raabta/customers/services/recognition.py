"""Whose export a file is, and what its columns and options become by that."""

from itertools import islice
from pathlib import Path

from raabta.customers.import_format import layout_from
from raabta.customers.import_target import import_targets, split
from raabta.customers.imports.guess import guess_mapping
from raabta.customers.known_export import KnownExport, known_exports, recognised
from raabta.customers.models import Import

LOOK = 200  # rows


def recognise(row: Import, path: Path) -> None:
    """Look whose export the file is and settle its mapping; the row is not saved."""
    columns = layout_from(row.layout).columns
    found = recognised(columns, _samples(row, path), row.asked_target)
    row.recognised = found.key if found else ""
    settle(row, path, is_trusted=found is not None)


def settle(row: Import, path: Path, *, is_trusted: bool) -> None:
    """Target, options and mapping by the recognised system, or as for any file; not saved."""
    known = known_export_of(row) if is_trusted else None
    row.trusts_recognition = known is not None
    row.asked_target = row.asked_target or row.target  # of an upload from before
    row.target, variant = split(known.target if known else row.asked_target)
    member = import_targets[row.target]
    options = {**member.defaults(row.workspace), **member.of_variant(variant)}
    row.options = {**options, **(known.settings(row.filename) if known else {})}
    target = import_targets.build(row.target, row.options)
    columns, samples = layout_from(row.layout).columns, _samples(row, path)
    fields = target.fields(row.workspace)
    if known is None:
        row.mapping = guess_mapping(columns, samples, fields, row.workspace.country)
        return
    many = {field.key for field in fields if field.many}
    taken: set[str] = set()
    row.mapping = {}
    for place, key in known.mapping(columns, samples).items():
        if key in many or key not in taken:
            row.mapping[place] = key
            taken.add(key)


def known_export_of(row: Import) -> type[KnownExport] | None:
    known = row.recognised in known_exports  # a plug-in may have gone
    return known_exports[row.recognised] if known else None


def _samples(row: Import, path: Path) -> list[list[str]]:
    rows = layout_from(row.layout).rows(path)
    return [found.cells for found in islice(rows, LOOK) if not found.problem]

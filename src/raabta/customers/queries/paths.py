"""What is inside free-form attributes: the places that were seen, and values to show them by."""

from collections.abc import Iterable
from typing import Any

from raabta.customers.formulas.records import CUSTOMER, MODELS
from raabta.customers.json_paths import ITEMS, places
from raabta.customers.models import AttributeDefinition, AttributePath
from raabta.workspaces.models import Workspace

NEWEST, SAMPLES, LONGEST = 200, 3, 60
ASKABLE = ("text", "number", "date", "boolean", "list")


def paths_in_use(
    workspace: Workspace, subject: str = CUSTOMER
) -> list[tuple[AttributeDefinition, AttributePath]]:
    """Those that can be asked about: of attributes in use, and not inside lists."""
    held = AttributePath.objects.filter(
        workspace=workspace,
        definition__subject=subject,
        definition__kind="json",
        definition__archived_at=None,
        kind__in=ASKABLE,
    ).exclude(path__contains=ITEMS)
    found = held.select_related("definition").order_by("definition__position", "path")
    return [(one.definition, one) for one in found]


def paths_of(definition: AttributeDefinition) -> list[AttributePath]:
    return list(AttributePath.objects.filter(definition=definition).order_by("path"))


def samples_of(definition: AttributeDefinition) -> dict[str, list[str]]:
    """Some different values by path, of the newest profiles that have the attribute."""
    model: Any = MODELS[definition.subject]
    newest = model.objects.filter(
        workspace=definition.workspace, deleted_at=None, attributes__has_key=definition.key
    ).order_by("-pk")
    values = newest.values_list("attributes", flat=True)[:NEWEST]
    return _samples(one.get(definition.key) for one in values)


def _samples(values: Iterable[Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value in values:
        for path, kind, held in places(value):
            if kind == "object":
                continue
            text = ", ".join(map(str, held)) if isinstance(held, list) else str(held)
            mine = found.setdefault(path, [])
            if text[:LONGEST] not in mine and len(mine) < SAMPLES:
                mine.append(text[:LONGEST])
    return found

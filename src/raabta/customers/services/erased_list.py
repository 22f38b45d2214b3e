"""The list of who was erased, beside the database: an older backup that is restored obeys it."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django_scopes import scopes_disabled

from raabta.customers.models import Customer

CHUNK = 2_000


class NotAList(Exception):
    """A line of the file is none of ours."""


@dataclass(frozen=True)
class Erased:
    """Nothing tells who it was: the random id leads nowhere once the row is empty."""

    public_id: UUID
    erased_at: datetime

    def line(self) -> str:
        said = {"customer": str(self.public_id), "erased_at": self.erased_at.isoformat()}
        return json.dumps(said) + "\n"


def own_list() -> Path:
    return Path(settings.DATA) / "erasures.jsonl"


def remember_erased(public_id: UUID, erased_at: datetime) -> None:
    """Add a line to the list in the data folder, and wait until the disk has it."""
    with own_list().open("a", encoding="utf-8") as file:
        file.write(Erased(public_id, erased_at).line())
        file.flush()
        os.fsync(file.fileno())


def write_list(target: Path) -> int:
    """Everybody who was erased, of all workspaces. Returns how many."""
    count, part = 0, target.with_name(target.name + ".part")
    with scopes_disabled(), part.open("w", encoding="utf-8") as file:
        rows = Customer.objects.filter(erased_at__isnull=False).order_by("pk")
        found = rows.values_list("public_id", "erased_at")
        for public_id, erased_at in found.iterator(chunk_size=CHUNK):
            file.write(Erased(public_id, erased_at).line())  # type: ignore[arg-type]
            count += 1
    part.replace(target)
    return count


def read_list(lines: Iterable[str]) -> Iterator[Erased]:
    """Raises NotAList. A last line that a crash cut short is left out."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            found = Erased(UUID(said["customer"]), datetime.fromisoformat(said["erased_at"]))
        except (ValueError, KeyError, TypeError) as error:
            if not line.endswith("\n"):
                return
            raise NotAList(f"line {number} is not of a list of erasures") from error
        yield found

"""Anchors: all heads of a workspace at one moment, in a file beside the database."""

import gzip
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction

from raabta.customers.consent_chain import Anchored
from raabta.customers.models import ConsentAnchor, ConsentHead
from raabta.kernel import clock
from raabta.workspaces.models import Workspace

KEPT = 3  # the newest; each holds all that the older ones hold
CHUNK = 2_000
END = b"#"


def anchor_path(workspace_id: int, number: int) -> Path:
    return Path(settings.FILES) / "anchors" / str(workspace_id) / f"{number}.csv.gz"


def last_number(workspace: Workspace) -> int:
    """Of the rows and the files together, so that removing either is noticed; 0 for none."""
    row = ConsentAnchor.objects.filter(workspace=workspace).order_by("-number").first()
    names = (path.name.partition(".")[0] for path in _folder(workspace).glob("*.csv.gz"))
    files = [int(name) for name in names if name.isdigit()]
    return max([*files, row.number if row else 0])


def take_anchor(workspace: Workspace) -> ConsentAnchor:
    """Write the heads as they are; call it after they were verified, or it keeps a forgery."""
    number = last_number(workspace) + 1
    anchor = ConsentAnchor(workspace=workspace, number=number, taken_at=clock.now())
    path = anchor_path(workspace.pk, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    _write(anchor, part)
    part.replace(path)
    with transaction.atomic():
        anchor.save()
        ConsentAnchor.objects.filter(number__lte=number - KEPT).delete()
    for old in _folder(workspace).glob("*.csv.gz"):
        if int(old.name.partition(".")[0]) <= number - KEPT:
            old.unlink(missing_ok=True)
    return anchor


def _folder(workspace: Workspace) -> Path:
    return anchor_path(workspace.pk, 0).parent


def _write(anchor: ConsentAnchor, path: Path) -> None:
    """A line for each head, and at the end what the anchor says of itself."""
    digest, anchor.people, anchor.lines = sha256(), 0, 0
    heads = ConsentHead.objects.filter(workspace=anchor.workspace, erased_at=None)
    rows = heads.order_by("customer_id").values_list("customer_id", "length", "seal")
    with gzip.open(path, "wb", compresslevel=1) as file:
        for customer_id, length, seal in rows.iterator(chunk_size=CHUNK):
            line = f"{customer_id},{length},{seal}\n".encode()
            file.write(line)
            digest.update(line)
            anchor.people, anchor.lines = anchor.people + 1, anchor.lines + length
        anchor.digest = digest.hexdigest()
        anchor.attest()
        said = (anchor.number, anchor.people, anchor.lines, anchor.digest, anchor.mark)
        file.write(END + ",".join(map(str, said)).encode() + b"\n")


def is_whole(workspace: Workspace, number: int) -> bool:
    """Whether the file is there and says what we wrote."""
    digest, end = sha256(), b""
    try:
        with gzip.open(anchor_path(workspace.pk, number)) as file:
            for line in file:
                if line.startswith(END):
                    end = line.removeprefix(END).strip()
                    break
                digest.update(line)
        told, people, lines, written, mark = end.decode().split(",")
        anchor = ConsentAnchor(
            workspace=workspace, number=int(told), people=int(people), lines=int(lines),
            digest=written, mark=mark,
        )  # fmt: skip
    except (OSError, EOFError, ValueError):
        return False
    return anchor.number == number and anchor.digest == digest.hexdigest() and anchor.is_sound


class AnchorReader:
    """Reads an anchor's file beside a walk over people in the order of their ids."""

    def __init__(self, workspace: Workspace, number: int) -> None:
        self.entries = _entries(anchor_path(workspace.pk, number)) if number else iter(())
        self.waiting = next(self.entries, None)

    def below(self, customer_id: int) -> dict[int, Anchored]:
        """The next entries whose people have smaller ids than this."""
        found: dict[int, Anchored] = {}
        while self.waiting and self.waiting[0] < customer_id:
            found[self.waiting[0]] = self.waiting[1]
            self.waiting = next(self.entries, None)
        return found


def _entries(path: Path) -> Iterator[tuple[int, Anchored]]:
    with gzip.open(path, "rt") as file:
        for line in file:
            if line.startswith(END.decode()):
                return
            customer_id, length, seal = line.strip().split(",")
            yield int(customer_id), Anchored(int(length), seal)

"""Load the demo through the same doors that people use: imports, services, a launch."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from raabta.config.demo.beside import make_things_beside
from raabta.config.demo.marketing import make_marketing
from raabta.config.demo.people import COLUMNS, moved_orders, write_people
from raabta.customers.services.attributes import define_attribute
from raabta.customers.services.imports import change_mapping, receive_file, start_import
from raabta.kernel import clock, jobs, pumps
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import User, Workspace
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services import create_user, create_workspace
from raabta.workspaces.services.accounts import change_settings

EMAIL = "demo@raabta.example"
PASSWORD = "lantern-and-kettle"
NAME = "Lantern & Kettle"
ADDRESS = "1 Example Yard, London W1A 0AX (made up)"
SAMPLE = Path(__file__).with_name("online_retail_sample.csv.gz")
CONSENT_WORDS = (
    "Yes, send me news and offers of Lantern & Kettle by e-mail. (Made up for the demo.)"
)
ATTRIBUTES = (
    {"key": "birthday", "label": "Birthday", "kind": "date"},
    {"key": "tier", "label": "Tier", "kind": "choice", "choices": ["bronze", "silver", "gold"]},
    {"key": "interests", "label": "Interests", "kind": "list"},
    {"key": "is_business", "label": "Buys for a business", "kind": "boolean"},
)
Tell = Callable[[str, int, int], None]  # what is being done, done, total


@dataclass(frozen=True)
class Door:
    """Through which the demo's data comes in: where, in whose name, and who hears of it."""

    workspace: Workspace
    actor: Actor
    tell: Tell


class AlreadyLoaded(Exception):
    """The data folder has users; the demo is loaded into an empty one only."""


def is_loaded() -> bool:
    return User.objects.exists()


def load_demo(*, orders: Path = SAMPLE, tell: Tell) -> Workspace:
    """Fill an empty place. Raises AlreadyLoaded; then nothing was changed."""
    if is_loaded():
        raise AlreadyLoaded
    owner = create_user(email=EMAIL, password=PASSWORD, name="Ayesha Khan")
    workspace = create_workspace(
        name=NAME,
        owner=owner,
        language="en",
        time_zone="Europe/London",
        currency="GBP",
        country="GB",
    )
    door = Door(workspace, Actor.user(owner), tell)
    with working_in(workspace):
        change_settings(workspace=workspace, actor=door.actor, postal_address=ADDRESS)
        for values in ATTRIBUTES:
            define_attribute(workspace=workspace, actor=door.actor, values=values)
        with tempfile.TemporaryDirectory(prefix="raabta-demo-") as folder:
            import_people(door, orders, Path(folder) / "people.csv")
            import_orders(door, orders, Path(folder) / "online_retail.csv")
        settle("Filling the warehouse", tell)
        make_marketing(workspace=workspace, actor=door.actor, tell=tell)
        make_things_beside(workspace=workspace, actor=door.actor, tell=tell)
    settle("Finishing", tell)
    return workspace


def import_people(door: Door, orders: Path, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        write_people(orders, file)
    given = (clock.now() - timedelta(days=30)).date()
    options = {
        "consent_source": "shop checkout (made up for the demo)",
        "consent_evidence": CONSENT_WORDS,
        "consent_given_on": given.isoformat(),
        "invalid": "leave_out",
    }
    mapping = {str(place): field for place, field in enumerate(COLUMNS.values())}
    run_import(door, "customers", path, mapping=mapping, options=options)


def import_orders(door: Door, orders: Path, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        moved_orders(orders, file, last_day=clock.now().date() - timedelta(days=1))
    run_import(door, "order_lines", path)


def run_import(
    door: Door,
    target: str,
    path: Path,
    *,
    mapping: dict[str, str] | None = None,
    options: dict[str, str] | None = None,
) -> None:
    """Import a file here and now, and tell how far it is. Raises RuntimeError when it fails."""
    row = receive_file(
        workspace=door.workspace,
        actor=door.actor,
        target=target,
        filename=path.name,
        pieces=_pieces(path),
    )
    change_mapping(row=row, mapping=mapping or row.mapping, options=options or {})
    started = start_import(workspace=door.workspace, row=row, actor=door.actor)
    title = f"Importing {path.stem.replace('_', ' ')}"
    run_job(started.job_id or 0, lambda done, total: door.tell(title, done, total))


def run_job(job_id: int, progress: Callable[[int, int], None]) -> None:
    """Run due jobs in this process until this one is over. Raises RuntimeError when it fails."""
    with jobs.watched(progress):
        while not (job := Job.objects.get(pk=job_id)).is_over:
            jobs.run_next([jobs.DEFAULT, jobs.WAREHOUSE])
    if job.state != Job.State.DONE:
        raise RuntimeError(job.error or job.state)


def settle(title: str, tell: Tell) -> None:
    """Deliver, project and send until nothing is left to do."""
    tell(title, 0, 0)
    pumps.run_until_idle(seconds=600)
    while jobs.run_next([jobs.DEFAULT, jobs.WAREHOUSE]):
        pumps.run_until_idle(seconds=600)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece

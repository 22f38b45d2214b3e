"""A workspace leaves and arrives, beside SQLite's own dump of the same database read back.

    python benchmarks/leave.py                    # 100,000 people with consents and tags
    python benchmarks/leave.py --people 10000

The dump copies bytes of every table; an export also names, checks and digests each value, and an
arrival gives all rows new ids, seals the ledger again and fills the warehouse and the search index.
"""

import argparse
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

HERE = Path(
    tempfile.mkdtemp(prefix="raabta-benchmark-", dir=os.environ.get("RAABTA_BENCHMARK_DIR"))
)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raabta.config.settings")
os.environ["RAABTA_DATA"] = str(HERE)
os.environ["RAABTA_LOG"] = "warning"
T = TypeVar("T")
CITIES = ("Lahore", "Karachi", "Dhaka", "London", "Dubai")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    given = parser.parse_args()
    set_up()
    workspace = filled(given.people)
    archive = HERE / "all.zip"
    from raabta.workspaces.services import leaving

    manifest, out = timed(lambda: leaving.export_workspace(workspace=workspace, path=archive))
    rows = sum(int(one.get("rows") or 0) for one in manifest["files"].values())
    dump, dumped, read = yardstick()  # before the arrival, so that it holds the one workspace
    counts, back = timed(lambda: arrived(archive))
    print(f"{given.people:,} people, {rows:,} rows, archive {megabytes(archive):.1f} MB")
    print(f"{'':<12}{'seconds':>9}{'rows/s':>10}{'MB':>8}")
    told = [
        ("export", out, rows, megabytes(archive)),
        ("import", back, sum(counts.values()), megabytes(archive)),
        ("dump", dumped, rows, megabytes(dump)),
        ("read back", read, rows, megabytes(dump)),
    ]
    for name, seconds, count, size in told:
        print(f"{name:<12}{seconds:>9.1f}{count / seconds:>10,.0f}{size:>8.1f}")
    return 0


def set_up() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def filled(people: int):
    """A workspace with people who agreed, each with two tags."""
    from raabta.customers.services import imports
    from raabta.kernel import jobs
    from raabta.workspaces.actor import SYSTEM
    from raabta.workspaces.scoped import working_in
    from raabta.workspaces.services import create_user, create_workspace

    owner = create_user(email="owner@shop.example", password="a-long-enough-pass")
    workspace = create_workspace(name="Shop", owner=owner, country="PK")
    head = "customer id,email,first name,city,tags,points,newsletter\n"
    lines = (
        f"c{i},p{i}@shop.example,Ayesha {i},{CITIES[i % 5]},vip;t{i % 7},{i % 1000},yes\n"
        for i in range(people)
    )
    with working_in(workspace):
        row = imports.receive_file(
            workspace=workspace,
            actor=SYSTEM,
            target="customers",
            filename="people.csv",
            pieces=[head.encode(), "".join(lines).encode()],
        )
        mapping = {**row.mapping, "5": "new:number", "6": "consent:marketing:email"}
        options = {"consent_source": "shop", "consent_evidence": "I agree"}
        imports.change_mapping(row=row, mapping=mapping, options=options)
        imports.start_import(workspace=workspace, row=row, actor=SYSTEM)
        jobs.run_next([jobs.DEFAULT])
    return workspace


def arrived(archive: Path) -> dict[str, int]:
    from raabta.workspaces.actor import SYSTEM
    from raabta.workspaces.models import User
    from raabta.workspaces.services import arriving, create_workspace

    owner = User.objects.get()
    new = create_workspace(name="New home", owner=owner)
    return arriving.import_workspace(workspace=new, actor=SYSTEM, path=archive, owner_id=owner.pk)


def yardstick() -> tuple[Path, float, float]:
    """What `sqlite3 .dump` does, and reading it back."""
    source = next(HERE.glob("*.sqlite3"), None) or next(HERE.glob("*.db*"))
    dump = HERE / "dump.sql"

    def write() -> None:
        with sqlite3.connect(source) as held, dump.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in held.iterdump())

    def read() -> None:
        with sqlite3.connect(HERE / "again.db") as fresh:
            fresh.executescript(dump.read_text(encoding="utf-8"))

    return dump, timed(write)[1], timed(read)[1]


def megabytes(path: Path) -> float:
    return path.stat().st_size / 2**20


def timed(act: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    done = act()
    return done, time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())

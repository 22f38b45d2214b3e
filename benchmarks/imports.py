"""Rows a second of the import, end to end, beside a plain insert of the same rows.

    python benchmarks/imports.py                       # 1,000,000 customers, half of them known
    python benchmarks/imports.py --rows 100000
    python benchmarks/imports.py --orders FILE         # also a file such as UCI Online Retail

Uses a data folder of its own, or the database of RAABTA_DATABASE_URL (which it fills).
"""

import argparse
import csv
import gzip
import os
import random
import sqlite3
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Self

HERE = Path(
    tempfile.mkdtemp(prefix="raabta-benchmark-", dir=os.environ.get("RAABTA_BENCHMARK_DIR"))
)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raabta.config.settings")
os.environ["RAABTA_DATA"] = str(HERE)
os.environ["RAABTA_LOG"] = "warning"

HEADER = [
    "customer_id",
    "email",
    "phone",
    "first_name",
    "last_name",
    "language",
    "country",
    "city",
    "timezone",
    "birthday",
    "points",
]
FIRST = [
    "Ayesha",
    "Bilal",
    "Chandni",
    "Daniyal",
    "Emma",
    "Farhan",
    "Gulnaz",
    "Hamza",
    "রহিম",
    "سارہ",
]
LAST = [
    "Khan",
    "Ahmed",
    "Rahman",
    "Smith",
    "Chowdhury",
    "Malik",
    "Hossain",
    "Qureshi",
    "Begum",
    "Ali",
]
CITIES = ["Lahore", "Karachi", "Dhaka", "Sylhet", "London", "Leeds"]


def customer(number: int, chance: random.Random) -> list[str]:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    return [
        f"C{number:08d}",
        f"Reader.{number}@Mail{number % 977}.example",
        f"03{number % 30:02d}-{number:07d}",
        first,
        last,
        chance.choice(["ur", "en", "bn"]),
        chance.choice(["Pakistan", "PK"]),
        chance.choice(CITIES),
        "Asia/Karachi",
        f"19{chance.randrange(50, 99)}-{chance.randrange(1, 12):02d}-{chance.randrange(1, 28):02d}",
        str(chance.randrange(5000)),
    ]


def write_customers(path: Path, numbers: range, seed: int) -> None:
    chance = random.Random(seed)
    shuffled = list(numbers)
    chance.shuffle(shuffled)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(customer(number, chance) for number in shuffled)


class Memory:
    """The highest memory of this process and its children together (PSS), in MB."""

    def __init__(self) -> None:
        self.peak = 0
        self._stop = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_args: object) -> None:
        self._stop.set()

    def _watch(self) -> None:
        import psutil

        me = psutil.Process()
        while not self._stop.wait(0.5):
            total = 0
            for process in [me, *me.children(recursive=True)]:
                rollup = Path(f"/proc/{process.pid}/smaps_rollup")
                try:
                    lines = rollup.read_text().splitlines()
                except OSError:
                    continue
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            self.peak = max(self.peak, total // 2**10)


def run_import(workspace: Any, actor: Any, target: str, path: Path) -> tuple[Any, float, int]:
    from raabta.customers.models import Import
    from raabta.customers.services import imports
    from raabta.kernel import jobs
    from raabta.workspaces.scoped import working_in

    with Memory() as memory:
        begin, busy = time.perf_counter(), time.process_time()
        with working_in(workspace):
            with path.open("rb") as file:
                row = imports.receive_file(
                    workspace=workspace,
                    actor=actor,
                    target=target,
                    filename=path.name,
                    pieces=iter(lambda: file.read(2**20), b""),
                )
            if target == "customers":
                wanted = {"birthday": "new:date", "points": "new:number"}
                extra = {str(HEADER.index(name)): key for name, key in wanted.items()}
                imports.change_mapping(row=row, mapping={**row.mapping, **extra}, options={})
            imports.start_import(workspace=workspace, row=row, actor=actor)
        jobs.run_next([jobs.DEFAULT])
        seconds = time.perf_counter() - begin
        print(f"   writer's own CPU {time.process_time() - busy:.1f} s, waited {seconds:.1f} s")
    with working_in(workspace):
        done = Import.objects.get(pk=row.pk)
    assert done.state == "done", (
        done.state,
        done.error,
        jobs.Job.objects.get(pk=done.job_id).error,
    )
    return done, seconds, memory.peak


def yardstick(path: Path) -> float:
    """Seconds to read the same file and insert its text, unchecked and unmatched, with SQLite."""
    begin = time.perf_counter()
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        reader = csv.reader(file)
        width = len(next(reader))
        plain = sqlite3.connect(HERE / "yardstick.sqlite3", isolation_level=None)
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=NORMAL")
        plain.execute("DROP TABLE IF EXISTS t")
        columns = ", ".join(f"c{n}" for n in range(width))
        plain.execute(f"CREATE TABLE t (id INTEGER PRIMARY KEY, {columns})")
        statement = f"INSERT INTO t ({columns}) VALUES ({', '.join('?' * width)})"
        while chunk := [row for _n, row in zip(range(5_000), reader, strict=False)]:
            plain.execute("BEGIN IMMEDIATE")
            plain.executemany(statement, chunk)
            plain.execute("COMMIT")
        plain.close()
    return time.perf_counter() - begin


def tell(name: str, rows: int, seconds: float, *, memory: int, plain: float) -> None:
    print(
        f"{name:<44} {rows / seconds:>9,.0f} rows/s  {seconds:>6.1f} s  peak {memory} MB   "
        f"yardstick (plain insert) {rows / plain:>9,.0f} rows/s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--orders", type=Path)
    given = parser.parse_args()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from raabta.workspaces.actor import Actor
    from raabta.workspaces.services import create_user, create_workspace

    owner = create_user(email=f"owner{time.time_ns()}@shop.example", password=os.urandom(12).hex())
    actor = Actor.user(owner)
    if given.rows:
        workspace = create_workspace(name="Benchmark", owner=owner, country="PK")
        known, everybody = HERE / "known.csv", HERE / "everybody.csv"
        write_customers(known, range(0, given.rows, 2), seed=1)
        write_customers(everybody, range(given.rows), seed=2)
        done, seconds, memory = run_import(workspace, actor, "customers", known)
        tell("customers, all new", done.rows_read, seconds, memory=memory, plain=yardstick(known))
        done, seconds, memory = run_import(workspace, actor, "customers", everybody)
        plain = yardstick(everybody)
        tell("customers, half known", done.rows_read, seconds, memory=memory, plain=plain)
        print("  ", done.counts)
    if given.orders:
        shop = create_workspace(name="Shop", owner=owner, country="GB", currency="GBP")
        done, seconds, memory = run_import(shop, actor, "order_lines", given.orders)
        plain = yardstick(given.orders)
        tell("order lines", done.rows_read, seconds, memory=memory, plain=plain)
        print("  ", done.counts, done.notes)


if __name__ == "__main__":
    sys.exit(main())

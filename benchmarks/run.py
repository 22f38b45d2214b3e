"""Run every benchmark and write what they print into docs/benchmarks.md.

    python benchmarks/run.py            # full size: takes about an hour
    python benchmarks/run.py pages      # one of them; the sections of the others stay as they are
    python benchmarks/run.py --quick    # a tenth of the size, nothing is written

Each script prints its yardstick beside our figure, measured in the same run.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs/benchmarks.md"
SECTION = re.compile(r"^## .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
SCRIPTS: dict[str, tuple[str, list[str], list[str]]] = {
    # file: (what it claims, arguments, arguments when quick)
    "memory.py": ("Idle memory under 400 MB, ready in under 5 s", [], []),
    "imports.py": ("Import: at least 20,000 rows a second", [], ["--rows", "100000"]),
    "audiences.py": (
        "Audience count at 1M people and 20M events: median under 300 ms, at most 2.5 times hand-written SQL",
        [],
        ["--customers", "100000", "--events", "2000000"],
    ),
    "questions.py": (
        "Funnel, retention, paths and trend at 1M people and 20M events: under 1 s, at most twice hand-written SQL",
        [],
        ["--customers", "100000", "--events", "2000000"],
    ),
    "identity.py": (
        "Duplicates: F1 of at least 0.97 on FEBRL 1 to 3; 1M people in under 10 minutes",
        [],
        ["--people", "100000"],
    ),
    "sending.py": (
        "Campaign over SMTP: at least 1,200 personal, tracked messages a second",
        [],
        ["--people", "10000"],
    ),
    "intake.py": (
        "Events: at least 15,000 a second in batches of 100, p95 of a request under 100 ms",
        [],
        ["100"],
    ),
    "intake_served.py": (
        "Events over HTTP: 5,000 a second a core, up to 15,000, sustained; p95 of a request under 100 ms",
        [],
        ["--seconds", "30"],
    ),
    "pages.py": (
        "Pages at 1M customers: p95 under 150 ms, under 300 KB",
        [],
        ["--people", "100000"],
    ),
    "search.py": (
        "Search at 1M people: p95 under 100 ms, with typos and in three scripts",
        [],
        ["--people", "100000"],
    ),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--orders", type=Path, help="the file of UCI Online Retail")
    parser.add_argument("--febrl", type=Path, help="the folder of the FEBRL data sets")
    parser.add_argument("only", nargs="*", help="names of scripts")
    chosen = parser.parse_args()
    failed = 0
    for name, (claim, full, quick) in SCRIPTS.items():
        if chosen.only and name.removesuffix(".py") not in chosen.only:
            continue
        arguments = list(quick if chosen.quick else full)
        if name == "imports.py" and chosen.orders:
            arguments += ["--orders", str(chosen.orders)]
        if name == "identity.py" and chosen.febrl:
            arguments += ["--febrl", str(chosen.febrl)]
        section = measured(name, claim, arguments)
        failed += not section
        if section and not chosen.quick:
            keep(name, section)
    return 1 if failed else 0


def keep(name: str, section: str) -> None:
    """Put the section in the place of the script's earlier one; the others stay."""
    held = SECTION.findall(PAGE.read_text()) if PAGE.exists() else []
    found = {one: text for one in SCRIPTS for text in held if f"`benchmarks/{one}`" in text}
    found[name] = section
    PAGE.write_text(
        head() + "\n".join(found[one].rstrip() + "\n" for one in SCRIPTS if one in found)
    )


def measured(name: str, claim: str, arguments: list[str]) -> str:
    """What the script printed, as a section of the page; "" when it failed."""
    print(f"== {name}: {claim}", flush=True)
    started = time.monotonic()
    command = [sys.executable, str(HERE / name), *arguments]
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    minutes = (time.monotonic() - started) / 60
    print(done.stdout, done.stderr if done.returncode else "", flush=True)
    told = done.stdout.rstrip()
    head = f"## {claim}\n\n`benchmarks/{name}`, {datetime.now(UTC):%Y-%m-%d}, {minutes:.1f} minutes\n\n"
    return "" if done.returncode else f"{head}```\n{told}\n```\n"


def head() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("django", "duckdb", "ibis-framework")
    )
    return (
        "# Benchmarks\n\n"
        "Written by `make benchmarks`. These machines are shared and noisy: read the ratio to the\n"
        "yardstick, which was measured in the same run, rather than the absolute figure.\n\n"
        f"Last run: {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {packages}.\n\n"
    )


if __name__ == "__main__":
    sys.exit(main())

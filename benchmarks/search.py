"""Search among a million people: names, typos, other scripts, addresses, numbers.

    python benchmarks/search.py                    # 1,000,000 people
    python benchmarks/search.py --people 100000

People are written straight into the records, then filed by `raabta search rebuild`'s own code.
Each question is asked as the command palette asks it: the best five, loaded. Yardstick in the
same run: the same words with LIKE '%…%' over names, addresses and numbers, first five; and on
SQLite an FTS5 trigram table of the same texts, which finds parts of words but no other spelling.
Goal: p95 under 100 ms.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

ROUNDS = 40
GOAL_MS = 100
BATCH = 10_000
NAMES = Path(__file__).resolve().parent.parent / "tests/search/names.txt"
ENDINGS = ("", "", "", "zai", "pur", "wala", "ganj", "abad", "dar", "kar")
COLUMNS = (
    "id", "workspace_id", "public_id", "external_id", "first_name", "last_name", "email", "phone",
    "language", "country", "city", "time_zone", "attributes", "source", "created_at", "updated_at",
)  # fmt: skip
LIKE = (
    "SELECT id FROM customers_customer WHERE workspace_id = %s AND (lower(first_name || ' ' || "
    "last_name || ' ' || email || ' ' || phone || ' ' || external_id) LIKE %s) LIMIT 5"
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raabta.config.settings")
    with TemporaryDirectory(prefix="raabta-benchmark-") as folder:
        os.environ.setdefault("RAABTA_DATA", folder)
        return measure(asked.people)


def measure(many: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from raabta.workspaces.scoped import working_in

    call_command("migrate", verbosity=0)
    workspace = make_business(many)
    with working_in(workspace):
        has_trigrams = connection.vendor == "sqlite" and make_trigrams()
        ways: dict[str, Callable[[str], list[Any]]] = {"ours": ours(workspace)}
        ways["LIKE"] = like(workspace)
        if has_trigrams:
            ways["FTS5"] = trigrams
        print(f"{connection.vendor}, {many:,} people")
        return tell(ways, questions(many))


def make_business(people: int) -> Any:
    from raabta.kernel import rows as raw
    from raabta.search.models import Posting, Spelling
    from raabta.search.services import rebuild
    from raabta.search.source import search_sources
    from raabta.workspaces.models import Workspace
    from raabta.workspaces.scoped import working_in
    from raabta.workspaces.services import create_user, create_workspace

    if (there := Workspace.objects.filter(name="Benchmark").first()) is not None:
        return there
    owner = create_user(email="owner@shop.example", password=os.urandom(12).hex(), name="Ayesha")
    made = create_workspace(name="Benchmark", owner=owner, country="PK", currency="PKR")
    with working_in(made), raw.bulk_mode():
        began = time.perf_counter()
        write_people(made, people)
        print(f"people written in {time.perf_counter() - began:.0f} s")
        began = time.perf_counter()
        rebuild(workspace=made, source=search_sources["customers"])
        took = time.perf_counter() - began
        print(
            f"filed in {took:.0f} s, {people / took:,.0f} a second: {Posting.objects.count():,} "
            f"postings, {Spelling.objects.values('word').distinct().count():,} names"
        )
    raw.refresh_statistics()
    return made


def write_people(workspace: Any, people: int) -> None:
    from django.db import transaction

    from raabta.customers.models import Customer, Identity
    from raabta.kernel import clock
    from raabta.kernel import rows as raw

    now = raw.stored(clock.now())
    identity = ("workspace_id", "customer_id", "kind", "value", "display", "is_primary",
                "is_verified", "is_live", "source", "first_seen_at", "last_seen_at")  # fmt: skip
    for start in range(1, people + 1, BATCH):
        rows, addresses = [], []
        for pk in range(start, min(start + BATCH, people + 1)):
            first, last, email, phone = person(pk)
            uid = random.Random(pk).getrandbits(128)
            key = f"{uid:032x}"
            rows.append((pk, workspace.pk, key, f"C{pk}", first, last, email, phone, "", "PK",
                         "", "", "{}", "", now, now))  # fmt: skip
            for kind, value in (("email", email), ("phone", phone)):
                addresses.append((workspace.pk, pk, kind, value, value, True, False, True, "",
                                  now, now))  # fmt: skip
        with transaction.atomic():
            raw.insert(Customer, COLUMNS, rows)
            raw.insert(Identity, identity, addresses)


def spellings() -> list[list[str]]:
    lines = NAMES.read_text().splitlines()
    return [line.split() for line in lines if not line.startswith("#")]


SPELLINGS = spellings()


def person(number: int) -> tuple[str, str, str, str]:
    """Common names more often than rare ones; a family name in ten has a rare ending."""
    chance = random.Random(number)
    first, last = (SPELLINGS[int(len(SPELLINGS) * chance.random() ** 2)] for _name in range(2))
    given, family = chance.choice(first), chance.choice(last)
    if family.isascii():
        family += chance.choice(ENDINGS) if chance.random() < 0.3 else ""
    if chance.random() < 0.1:
        family = chance.choice("bcdfgjklmnprst") + chance.choice("aeiou") + family
    email = f"{first[0]}.{last[0]}{number}@mail{number % 50}.example".lower()
    return given, family, email, f"+92{3000000000 + number}"


def questions(people: int) -> dict[str, list[str]]:
    chance = random.Random(5)

    def anyone() -> Iterator[tuple[str, str, str, str]]:
        return (person(1 + chance.randrange(people)) for _round in range(ROUNDS))

    return {
        "Two letters": [first[:2] for first, *_rest in anyone()],
        "First name": [first for first, *_rest in anyone()],
        "First and last name": [f"{first} {last}" for first, last, *_rest in anyone()],
        "Last name begun": [f"{first} {last[:3]}" for first, last, *_rest in anyone()],
        "A typo": [f"{typo(first, chance)} {last}" for first, last, *_rest in anyone()],
        "Two typos": [f"{typo(f, chance)} {typo(last, chance)}" for f, last, *_rest in anyone()],
        "Another script": [
            f"{chance.choice(chance.choice(SPELLINGS))} {chance.choice(chance.choice(SPELLINGS))}"
            for _round in range(ROUNDS)
        ],
        "E-mail address": [email for *_rest, email, _phone in anyone()],
        "E-mail begun": [email[:12] for *_rest, email, _phone in anyone()],
        "Phone number": [f"0{phone[3:]}" for *_rest, phone in anyone()],
        "Last four digits": [phone[-4:] for *_rest, phone in anyone()],
        "Nobody": [f"xqz{chance.randrange(10**6)}w vbn" for _round in range(ROUNDS)],
    }


def typo(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, max(2, len(word) - 1))
    return word[: at - 1] + word[at : at + 1] + word[at - 1] + word[at + 1 :]


def ours(workspace: Any) -> Callable[[str], list[Any]]:
    from raabta.search.queries import find
    from raabta.search.source import search_sources

    source = search_sources["customers"]

    def ask(text: str) -> list[Any]:
        return source().hits(workspace, find(workspace, source, text, limit=5))

    return ask


def like(workspace: Any) -> Callable[[str], list[Any]]:
    from raabta.kernel import rows as raw

    return lambda text: raw.select(LIKE, [workspace.pk, f"%{text.lower()}%"])


def make_trigrams() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS trigrams")
        cursor.execute("CREATE VIRTUAL TABLE trigrams USING fts5(text, tokenize = 'trigram')")
        cursor.execute(
            "INSERT INTO trigrams (rowid, text) SELECT id, first_name || ' ' || last_name || ' ' "
            "|| email || ' ' || phone || ' ' || external_id FROM customers_customer"
        )
    return True


def trigrams(text: str) -> list[Any]:
    from raabta.kernel import rows as raw

    quoted = " ".join('"' + word.replace('"', "") + '"' for word in text.split())
    return raw.select("SELECT rowid FROM trigrams WHERE trigrams MATCH %s LIMIT 5", [quoted])


def tell(ways: dict[str, Callable[[str], list[Any]]], asked: dict[str, list[str]]) -> int:
    """Median and p95 of each way, and how many of the questions it answered."""
    for ask in ways.values():
        ask("warm up")  # what only the first question of a process loads
    print(f"{'':22}" + "".join(f"{f'{way}: median':>16}{'p95':>9}{'found':>7}" for way in ways))
    missed = 0
    for name, texts in asked.items():
        line = f"{name:22}"
        for way, ask in ways.items():
            some = texts[:10] if way == "LIKE" else texts  # most make it read every row
            took, found = [], 0
            for text in some:
                began = time.perf_counter()
                found += bool(ask(text))
                took.append((time.perf_counter() - began) * 1000)
            p95 = quantiles(took, n=20, method="inclusive")[-1]
            missed += way == "ours" and p95 > GOAL_MS
            line += f"{median(took):>13.1f} ms{p95:>6.0f} ms{found * 100 // len(some):>5} %"
        print(line)
    print(f"goal: p95 under {GOAL_MS} ms: {missed} missed")
    return 0


if __name__ == "__main__":
    sys.exit(main())

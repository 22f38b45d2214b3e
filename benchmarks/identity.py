"""Precision and recall of the search for duplicates, beside Splink; time and memory for 1M people.

    python benchmarks/identity.py                     # FEBRL 1 to 3, then 1,000,000 made-up people
    python benchmarks/identity.py --people 100000
    python benchmarks/identity.py --febrl FOLDER      # where dataset1.csv to dataset3.csv are

The defaults are those of every workspace: the same for the three sets and for the made-up people.
"""

import argparse
import csv
import importlib.util
import os
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from raabta.customers.matching.clusters import clusters_of
from raabta.customers.matching.finding import REVIEW, Search
from raabta.customers.matching.people import gather

sys.path.insert(0, str(Path(__file__).resolve().parent))
from identity_world import people_made

Pair = tuple[int, int]
Row = dict[str, str]
FEBRL = Path(os.environ.get("RAABTA_FEBRL", "benchmarks/data/febrl"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--febrl", type=Path, default=FEBRL)
    given = parser.parse_args()
    if (given.febrl / "dataset1.csv").exists():
        accuracy(given.febrl)
    else:
        print(f"FEBRL is not at {given.febrl}: accuracy was not measured.")
    if given.people:
        scale(given.people)


def accuracy(folder: Path) -> None:
    with_splink = importlib.util.find_spec("splink") is not None
    if not with_splink:
        print("Splink is not installed: no yardstick.")
    print(
        f"{'set':<9}{'rows':>6}{'pairs':>7}  {'':<8}{'precision':>10}{'recall':>8}{'F1':>8}{'s':>7}"
    )
    for number in (1, 2, 3):
        rows = read(folder / f"dataset{number}.csv")
        true = true_pairs(rows)
        told = [("raabta", ours)] + ([("splink", splinks)] if with_splink else [])
        for name, find in told:
            began = time.perf_counter()
            found = closed(find(rows))
            took = time.perf_counter() - began
            precision, recall, f1 = score(found, true)
            label = f"FEBRL {number}  {len(rows):>6,}{len(true):>7,}"
            print(f"{label}  {name:<8}{precision:>10.4f}{recall:>8.4f}{f1:>8.4f}{took:>7.1f}")


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    return [{key.strip(): (value or "").strip() for key, value in row.items()} for row in rows]


def true_pairs(rows: list[Row]) -> set[Pair]:
    """rec-12-org and rec-12-dup-0 are one person."""
    groups = defaultdict(list)
    for place, row in enumerate(rows):
        groups[row["rec_id"].split("-")[1]].append(place)
    return {pair for group in groups.values() for pair in combinations(group, 2)}


def street_of(row: Row) -> str:
    return " ".join(filter(None, (row["street_number"], row["address_1"], row["address_2"])))


def as_fields(row: Row) -> dict[str, list[str]]:
    """The columns as a workspace would name them."""
    return {
        "first_name": [row["given_name"]],
        "last_name": [row["surname"]],
        "birth_date": [row["date_of_birth"]],
        "id_number": [row["soc_sec_id"]],
        "street": [street_of(row)],
        "city": [row["suburb"]],
        "postcode": [row["postcode"]],
        "region": [row["state"]],
    }


def ours(rows: list[Row]) -> set[Pair]:
    people = gather((place, as_fields(row)) for place, row in enumerate(rows))
    return {(match.left, match.right) for match in Search(people).matches(REVIEW)}


def splinks(rows: list[Row]) -> set[Pair]:
    """Splink as its guide sets it up: u by chance, m by EM over two keys, the same keys as ours."""
    import pyarrow as pa
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    columns = (
        "given_name",
        "surname",
        "date_of_birth",
        "soc_sec_id",
        "suburb",
        "postcode",
        "state",
    )
    table = {name: [row[name] or None for row in rows] for name in columns}
    table |= {
        "unique_id": list(range(len(rows))),
        "street": [street_of(row) or None for row in rows],
    }
    rules = [
        block_on("soc_sec_id"),
        block_on("given_name", "surname"),
        block_on("date_of_birth", "substr(given_name,1,1)"),
        block_on("date_of_birth", "substr(surname,1,1)"),
        block_on("postcode", "given_name"),
        block_on("postcode", "surname"),
        block_on("street"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=rules,
        comparisons=[
            cl.JaroWinklerAtThresholds("given_name", [0.9, 0.78]),
            cl.JaroWinklerAtThresholds("surname", [0.9, 0.78]),
            cl.DamerauLevenshteinAtThresholds("date_of_birth", [1]),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.JaroWinklerAtThresholds("street", [0.92, 0.78]),
            cl.JaroWinklerAtThresholds("suburb", [0.88]),
            cl.DamerauLevenshteinAtThresholds("postcode", [1]),
            cl.ExactMatch("state"),
        ],
    )
    api = DuckDBAPI()
    linker = Linker(api.register(pa.table(table)), settings, log_level=40)
    learn = linker.training
    learn.estimate_probability_two_random_records_match([block_on("soc_sec_id")], recall=0.9)
    learn.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block_on("date_of_birth"), block_on("given_name", "surname")):
        learn.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=REVIEW).as_pyarrow_table()
    pairs = zip(found["unique_id_l"].to_pylist(), found["unique_id_r"].to_pylist(), strict=True)
    return {(min(pair), max(pair)) for pair in pairs}


def closed(pairs: Iterable[Pair]) -> set[Pair]:
    """With the pairs that follow: who is one with the same person is one."""
    return {pair for group in clusters_of(pairs) for pair in combinations(group, 2)}


def score(found: set[Pair], true: set[Pair]) -> tuple[float, float, float]:
    right = len(found & true)
    precision, recall = right / max(len(found), 1), right / len(true)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def scale(count: int) -> None:
    chance, true = random.Random(1), set()

    def rows() -> Iterator[tuple[int, dict[str, list[str]]]]:
        for place, original, fields in people_made(count, chance):
            if original is not None:
                true.add((original, place))
            yield place, fields

    began = time.perf_counter()
    people = gather(rows())
    made = time.perf_counter()
    search = Search(people)
    learnt = time.perf_counter()
    found = {(match.left, match.right) for match in search.matches(REVIEW)}
    done = time.perf_counter()
    precision, recall, f1 = score(found, true)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{count:,} people, {len(true):,} of them twice, {search.report.compared:,} pairs compared"
    )
    print(
        f"  read {made - began:.0f} s, learn {learnt - made:.0f} s, compare {done - learnt:.0f} s"
    )
    print(
        f"  precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}, memory {peak:,.0f} MB at most"
    )
    print(f"  large blocks compared by neighbours only: {search.report.large or 'none'}")


if __name__ == "__main__":
    main()

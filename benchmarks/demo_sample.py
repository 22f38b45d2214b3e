"""Cut the demo's sample out of the full UCI Online Retail file.

    python benchmarks/demo_sample.py online_retail.csv.gz src/raabta/config/demo/online_retail_sample.csv.gz

Keeps every line of about one customer in four (chosen by a hash of the id, wholesalers with more
than 900 lines left out), one anonymous invoice in sixteen, and every line of a rare kind.
"""

import csv
import gzip
import sys
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from io import StringIO
from pathlib import Path

MOST_LINES = 900
RARE = {"A"}
RARE_CODES = {"AMAZONFEE", "BANK CHARGES", "CRUK"}


def share(text: str) -> float:
    """A number in [0, 1) that depends on the text alone."""
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big") / 2**32


def main(source: Path, target: Path) -> None:
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = reader.fieldnames or []
        rows = list(reader)
    sizes = Counter(row["CustomerID"] for row in rows)

    def is_kept(row: dict[str, str]) -> bool:
        customer = row["CustomerID"]
        if customer:
            return share(customer) < 0.26 and sizes[customer] <= MOST_LINES
        is_rare = row["InvoiceNo"][0] in RARE or row["StockCode"] in RARE_CODES
        return is_rare or share(row["InvoiceNo"]) < 1 / 16

    kept = [row for row in rows if is_kept(row)]
    # mtime=0 keeps the file equal from run to run
    with target.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
        packed.write(line(columns))
        for row in kept:
            packed.write(line([row[name] for name in columns]))
    people = len({row["CustomerID"] for row in kept} - {""})
    print(f"{len(kept):,} lines of {people:,} customers, {target.stat().st_size:,} bytes")


def line(values: Iterable[str]) -> bytes:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerow(values)
    return out.getvalue().encode()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

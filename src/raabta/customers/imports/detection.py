"""What encoding, delimiter and header a text file has."""

import codecs
import csv
import re
from collections import Counter
from pathlib import Path

from charset_normalizer import from_bytes

from raabta.customers.imports.opening import open_bytes

SAMPLE = 2**18
LOOK = 2**26  # bytes read to find one that is not UTF-8
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = (",", ";", "\t", "|")
WESTERN = re.compile(
    r"cp125[0-8]|latin|iso8859|mac_|cp437|cp85|cp775|hp_roman|ascii", re.IGNORECASE
)
HEADER_WITHIN = 10
SPOILT = re.compile("[\ud800-\udfff]")  # how "surrogateescape" shows bytes that are no UTF-8
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MOST_CONTROL = 0.05
DATA_LIKE = re.compile(r"[\d\s.,:/+()-]*|[^@\s]+@[^@\s]+\.[^@\s]+")
# more good than bad multi-byte letters: UTF-8 with some broken lines
MOSTLY = 10


def encoding_of(path: Path) -> str:
    """A codec name of Python; UTF-8 also where only a few lines are broken."""
    with open_bytes(path) as file:
        start = file.read(SAMPLE)
        for mark, name in MARKS:
            if start.startswith(mark):
                return name
        if zeros := _zero_bytes(start):
            return zeros
        decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        read, good, bad, odd = 0, 0, 0, b""
        piece = start
        while piece and read < LOOK:
            if not piece.isascii():
                text = decoder.decode(piece)
                spoilt = len(SPOILT.findall(text))
                good += len(text) - len(text.encode("ascii", "ignore")) - spoilt
                bad += spoilt
                odd = odd or (piece if spoilt else b"")
            read += len(piece)
            piece = file.read(SAMPLE)
    if not bad or good >= MOSTLY * bad:
        return "utf-8"
    return _eight_bit(odd)


def _zero_bytes(start: bytes) -> str:
    """UTF-16 without a mark has a zero in every second byte of Latin text."""
    half = max(1, len(start) // 2)
    if start[1::2].count(0) > half * 0.4:
        return "utf-16-le"
    return "utf-16-be" if start[0::2].count(0) > half * 0.4 else ""


def _eight_bit(piece: bytes) -> str:
    lines = [line for line in piece.split(b"\n") if not line.isascii()]
    best = from_bytes(b"\n".join(lines)[:SAMPLE]).best()
    guess = best.encoding if best else "cp1252"
    # short Western texts look alike in a dozen code pages; Windows wrote most of them
    if WESTERN.match(guess) and not re.search(r"125[13-8]", guess):
        return "cp1252"
    return guess


def sample_of(path: Path, encoding: str) -> str:
    with open_bytes(path) as file:
        return file.read(SAMPLE).decode(encoding, "replace")


def is_text(sample: str) -> bool:
    """Pictures, programs and the like are full of characters that no text has."""
    return len(CONTROL.findall(sample)) <= len(sample) * MOST_CONTROL


def delimiter_of(sample: str) -> str:
    """The delimiter that splits most rows into the same number of cells, more than one."""
    lines = sample.splitlines(keepends=True)
    if len(lines) > 1:
        lines.pop()  # it may be cut
    scores = {delimiter: _score(lines, delimiter) for delimiter in DELIMITERS}
    best = max(scores, key=lambda one: scores[one])
    return best if scores[best] > 0 else ","


def _score(lines: list[str], delimiter: str) -> float:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0
    if not widths:
        return 0
    width, rows = Counter(widths).most_common(1)[0]
    return rows / len(widths) * width**0.5 if width > 1 else 0


def header_of(rows: list[list[str]]) -> tuple[int, bool]:
    """The place (from 0) of the row that names the columns, and whether there is one.

    Rows above it (a title, blank ones) have fewer filled cells.
    """
    some = rows[:HEADER_WITHIN]
    if not some:
        return 0, True
    filled = [sum(1 for cell in row if cell.strip()) for row in some]
    # the widest row but one: a single ragged row must not pass for the table
    most = sorted(filled)[-2] if len(filled) > 2 else max(filled)
    place = next(at for at, count in enumerate(filled) if count >= max(1, most * 0.6))
    cells = [cell.strip() for cell in some[place] if cell.strip()]
    data_like = sum(1 for cell in cells if DATA_LIKE.fullmatch(cell))
    return place, data_like * 3 < len(cells)

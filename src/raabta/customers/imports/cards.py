"""vCards as a stream: 2.1, 3.0 and 4.0, as phones and mail programs really write them. Pure.

A card takes no more memory than its limits allow; photos, sounds and keys are passed over.
"""

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

from raabta.customers.imports.card_lines import Property, property_of

LONGEST_CARD = 16_000_000  # bytes, with its photo
LONGEST_TEXT = 500_000  # bytes of what is kept of a card
PIECE = 65_536  # bytes of a line that are read at once
PASSED_OVER = {b"PHOTO", b"LOGO", b"SOUND", b"KEY"}
PACKED = (b"BASE64;", b"ENCODING=B;")
NAME = re.compile(rb"(?:[^.:;]*\.)?([^.:;]+)\s*[:;]")


class Card(NamedTuple):
    line: int  # where it begins
    properties: list[Property]
    problem: str = ""


class _Open:
    """A card that was begun: gathers its lines, unfolded."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.problem = ""
        self._inner = 0  # cards within: the one of an assistant
        self._texts: list[bytes] = []
        self._size = 0
        self._passes = False  # over the lines of a photo

    def _add(self, raw: bytes, *, is_rest: bool) -> None:
        self._size += len(raw)
        text = raw.rstrip(b"\r\n")
        if is_rest or text[:1] in {b" ", b"\t"}:
            self._append(text if is_rest else text[1:])
        elif self._is_soft_broken():
            self._texts[-1] = self._texts[-1][:-1]
            self._append(text)
        elif b":" in text:
            self._begin(text)
        elif text.strip() and not self._passes:
            self.problem = self.problem or "card_line"
        if self._size > LONGEST_CARD:
            self._give_up()

    def takes_inner(self) -> bool:
        """Whether the card that begins now lies within this one."""
        is_assistant = bool(self._texts) and self._texts[-1].upper().startswith(b"AGENT")
        self._inner += is_assistant
        return is_assistant

    def ends_with(self, mark: bytes, raw: bytes, *, is_rest: bool) -> bool:
        """Take the line; whether it was the last."""
        is_end = mark == b"END:VCARD"
        if self._inner:
            self._inner -= is_end
            return False
        if not is_end:
            self._add(raw, is_rest=is_rest)
        return is_end

    def closed(self) -> Card:
        if self.problem:
            return Card(self.line, [], self.problem)
        try:
            return Card(self.line, [property_of(text) for text in self._texts])
        except (ValueError, LookupError):  # no property; a character set that nobody knows
            return Card(self.line, [], "card_line")

    def _begin(self, text: bytes) -> None:
        named = NAME.match(text)
        header = text.partition(b":")[0].upper().replace(b" ", b"") + b";"
        is_picture = named is not None and named[1].upper() in PASSED_OVER
        self._passes = is_picture or any(mark in header for mark in PACKED)
        if not self._passes:
            self._texts.append(b"")
            self._append(text)

    def _append(self, text: bytes) -> None:
        if self._passes or not self._texts:
            return
        self._texts[-1] += text
        if len(self._texts[-1]) > LONGEST_TEXT or len(self._texts) > LONGEST_TEXT // 100:
            self._give_up()

    def _is_soft_broken(self) -> bool:
        last = self._texts[-1] if self._texts and not self._passes else b""
        return last.endswith(b"=") and b"QUOTED-PRINTABLE" in last.partition(b":")[0].upper()

    def _give_up(self) -> None:
        self.problem, self._passes, self._texts = "card_large", True, []


def read_cards(file: IO[bytes]) -> Iterator[Card]:
    """Every card of the file; one that cannot be used has a problem."""
    now: _Open | None = None
    for line, raw, is_rest in _lines(file):
        mark = b"" if is_rest else raw[:40].strip().upper().replace(b" ", b"")
        if mark == b"BEGIN:VCARD" and not (now and now.takes_inner()):
            if now:
                yield Card(now.line, [], "card_open")
            now = _Open(line)
        elif now and now.ends_with(mark, raw, is_rest=is_rest):
            yield now.closed()
            now = None
    if now:
        yield Card(now.line, [], "card_open")


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Number of the line, a piece of it, and whether the piece goes on with the one before."""
    line, is_rest = 1, False
    while raw := file.readline(PIECE):
        if line == 1 and not is_rest:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        yield line, raw, is_rest
        is_rest = not raw.endswith(b"\n")
        line += not is_rest

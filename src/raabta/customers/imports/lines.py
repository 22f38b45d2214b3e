"""Lines of a text file for a CSV reader: bounded in length, counted, and given back after an error."""

import io
from collections import deque
from typing import IO

from raabta.customers.import_format import CUT, SourceRow, checked

LONGEST_LINE = 16_000_000
SHORT = 200_000


class Lines:
    """An iterator of lines that remembers those of the row being read."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        wide = encoding.startswith(("utf-16", "utf-32"))
        # letters that are not in the encoding become marks, which `judged` sees
        errors = "replace" if wide else "surrogateescape"
        self._text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")
        self._is_wide = wide
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._is_cut = False
        self._is_at_end = False
        self.count = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._text.readline(LONGEST_LINE)
        if not line:
            self._is_at_end = True
            raise StopIteration
        self.count += 1
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            line = self._without_rest(line)
        self._taken.append(line)
        return line

    def _without_rest(self, line: str) -> str:
        self._is_cut = True
        more = line
        while more and more[-1] not in "\r\n":
            more = self._text.readline(LONGEST_LINE)
        return line[:CUT].replace('"', "") + "\n"

    def is_open_quote(self) -> bool:
        """Whether the file ended inside a quoted cell, which then swallowed all the rest."""
        return self._is_at_end and sum(line.count('"') for line in self._taken) % 2 == 1

    def given_up(self) -> SourceRow:
        """The first line of a row that cannot be read; the lines after it are read again."""
        first, rest = self._taken[0], self._taken[1:]
        self._again.extendleft(reversed(rest))
        self.count -= len(rest)
        self._taken, self._is_at_end, self._is_cut = [], False, False
        problem = "unclosed_quote" if rest or len(first) < LONGEST_LINE // 16 else "huge_cell"
        return SourceRow(self.count, [_readable(first[:CUT].rstrip())], problem)

    def judged(self, cells: list[str]) -> SourceRow:
        """The row of the lines taken since the last one, with its problem if it has one."""
        self._taken = []
        if self._is_cut:
            self._is_cut = False
            return SourceRow(self.count, cells, "huge_line")
        text = "".join(cells)
        if text.isascii():
            if len(text) < SHORT and "\x00" not in text:
                return SourceRow(self.count, cells)
        elif self._is_spoilt(text):
            return SourceRow(self.count, [_readable(cell) for cell in cells], "encoding")
        return checked(self.count, cells)

    def _is_spoilt(self, text: str) -> bool:
        if self._is_wide:
            return "\ufffd" in text
        try:
            text.encode()
        except UnicodeEncodeError:
            return True
        return False


def _readable(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

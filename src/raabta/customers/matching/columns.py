"""Columns of text as numbers: each distinct value once, each row its place among them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]
MISSING = 0  # the place of ""


@dataclass(frozen=True)
class Column:
    """`values[codes[row]]` is the text of a row; `values[0]` is "", which stands for nothing."""

    values: list[str]
    codes: Codes

    def mapped(self, change: Callable[[str], str]) -> "Column":
        """The column after the change, which is made once for each distinct value."""
        places: dict[str, int] = {"": MISSING}
        new = [places.setdefault(change(v) if v else "", len(places)) for v in self.values]
        return Column(list(places), np.asarray(new, np.int64)[self.codes])

    def counts(self) -> Codes:
        """How many rows have each value."""
        return np.bincount(self.codes, minlength=len(self.values)).astype(np.int64)

    def texts(self, rows: Codes) -> list[str]:
        return [self.values[code] for code in self.codes[rows].tolist()]


class Writer:
    """Builds a column row by row."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {"": MISSING}
        self._codes: list[int] = []

    def add(self, value: str) -> None:
        self._codes.append(self._places.setdefault(value, len(self._places)))

    def column(self) -> Column:
        return Column(list(self._places), np.asarray(self._codes, np.int64))


def column_of(values: Iterable[str]) -> Column:
    writer = Writer()
    for value in values:
        writer.add(value)
    return writer.column()

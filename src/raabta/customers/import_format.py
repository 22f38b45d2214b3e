"""The family of import formats: each reads one kind of file as a stream of rows of text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Self

from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict

from raabta.kernel.registry import Registry

LONGEST_CELL = 1_000_000
WIDEST = 500  # columns
CUT = 200  # what is kept of a longer cell


class SourceRow(NamedTuple):
    """One row of a file. A row with a problem cannot be used; `problem` is the reason's key."""

    line: int
    cells: list[str]
    problem: str = ""


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message is for its reader."""


class ImportFormat(BaseModel):
    """Subclass it in a file of `import_formats/`; the fields are the layout of one file."""

    model_config = ConfigDict(extra="ignore")
    key: ClassVar[str]
    label: ClassVar[Promise | str]
    suffixes: ClassVar[tuple[str, ...]]
    order: ClassVar[int] = 50  # formats that know their files for certain look first

    columns: list[str] = []

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            import_formats.register(cls.key, cls)

    @classmethod
    def detect(cls, path: Path, filename: str) -> Self | None:
        """The layout of the file, or None when it is of another format. Raises UnreadableFile."""
        raise NotImplementedError

    def settled(self, path: Path) -> Self:
        """The same layout, changed by hand, with the columns read again. Raises UnreadableFile."""
        return self

    def rows(self, path: Path, *, after_line: int = 0) -> Iterator[SourceRow]:
        """The data rows below the header whose line is greater than `after_line`, as a stream."""
        raise NotImplementedError

    def estimate(self, path: Path) -> int:
        """About how many data rows there are, quickly."""
        raise NotImplementedError


import_formats: Registry[ImportFormat] = Registry("import_formats")


def detect(path: Path, filename: str) -> ImportFormat:
    """Raises UnreadableFile."""
    for member in sorted(import_formats.members(), key=lambda one: one.order):
        if found := member.detect(path, filename):
            return found
    raise UnreadableFile(filename)


def layout_of(found: ImportFormat) -> dict[str, Any]:
    """As it is stored; `layout_from` reads it again."""
    return {"format": found.key, **found.model_dump(mode="json")}


def layout_from(layout: dict[str, Any]) -> ImportFormat:
    return import_formats.build(layout["format"], layout)


def unique_names(header: list[str]) -> list[str]:
    """A name for each column: "Column 3" for an empty one, "E-mail (2)" for a repeated one."""
    seen: dict[str, int] = {}
    names = []
    for place, cell in enumerate(header, 1):
        name = " ".join(cell.split())[:CUT] or f"#{place}"
        folded = name.casefold()
        seen[folded] = seen.get(folded, 0) + 1
        names.append(name if seen[folded] == 1 else f"{name} ({seen[folded]})")
    return names


def checked(line: int, cells: list[str]) -> SourceRow:
    """The row, with the problem that any format's row may have."""
    text = "".join(cells)
    if "\x00" in text:
        return SourceRow(line, [cell.replace("\x00", "�") for cell in cells], "nul")
    if len(text) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL:
        return SourceRow(line, [shortened(cell) for cell in cells], "huge_cell")
    return SourceRow(line, cells)


def shortened(cell: str) -> str:
    return cell if len(cell) <= LONGEST_CELL else f"{cell[:CUT]}…"


def scalar_text(value: Any) -> str:
    """A single value as its reader sees it: nothing as a blank, whole numbers without a point."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def fitted(row: SourceRow, width: int) -> SourceRow:
    """Missing cells at the end are blank; cells beyond the header make the row unusable."""
    missing = width - len(row.cells)
    if missing >= 0:
        return row._replace(cells=row.cells + [""] * missing)
    if any(cell.strip() for cell in row.cells[width:]):
        return row._replace(problem=row.problem or "too_many_cells")
    return row._replace(cells=row.cells[:width])

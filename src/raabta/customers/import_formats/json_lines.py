"""JSON Lines: one object a line; nested values become JSON text, lists of words one cell."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Self

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.import_format import (
    CUT,
    LONGEST_CELL,
    WIDEST,
    ImportFormat,
    SourceRow,
    UnreadableFile,
    checked,
    scalar_text,
)
from raabta.customers.imports.opening import count_lines, open_bytes

LONGEST_LINE = 16_000_000
LOOK = 500  # rows whose keys become the columns


class JsonLines(ImportFormat):
    key: ClassVar = "jsonl"
    label: ClassVar = gettext_lazy("JSON Lines")
    suffixes: ClassVar = (".jsonl", ".ndjson")
    order: ClassVar = 20

    @classmethod
    def detect(cls, path: Path, filename: str) -> Self | None:
        with open_bytes(path) as file:
            start = file.read(4096).lstrip(b"\xef\xbb\xbf \r\n\t")
        if start.startswith(b"[") and filename.lower().endswith((".json", ".jsonl", ".ndjson")):
            raise UnreadableFile(
                _("Put each object on a line of its own, without the list around.")
            )
        if not start.startswith(b"{"):
            return None
        return cls().settled(path)

    def settled(self, path: Path) -> Self:
        keys: dict[str, None] = {}
        for _line, found in zip(range(LOOK), self._objects(path), strict=False):
            if isinstance(found[1], dict):
                keys.update(dict.fromkeys(found[1]))
        if not keys or len(keys) > WIDEST:
            raise UnreadableFile(_("No line of the file is a JSON object with usable keys."))
        return self.model_copy(update={"columns": list(keys)})

    def rows(self, path: Path, *, after_line: int = 0) -> Iterator[SourceRow]:
        columns, known = self.columns, set(self.columns)
        for line, found in self._objects(path):
            if line <= after_line:
                continue
            if isinstance(found, str):
                yield SourceRow(line, [found], "huge_line" if len(found) > CUT else "json")
                continue
            row = checked(line, [text_of(found.get(key)) for key in columns])
            yield row if found.keys() <= known else row._replace(problem=row.problem or "new_keys")

    def estimate(self, path: Path) -> int:
        return max(1, count_lines(path))

    def _objects(self, path: Path) -> Iterator[tuple[int, dict[str, Any] | str]]:
        """The line and its object, or the beginning of the text when it is none."""
        decode = msgspec.json.Decoder(dict[str, Any]).decode
        with open_bytes(path) as file:
            for line, raw in enumerate(iter(partial(file.readline, LONGEST_LINE), b""), 1):
                text = raw.removeprefix(b"\xef\xbb\xbf") if line == 1 else raw
                if len(raw) == LONGEST_LINE or len(raw) > LONGEST_CELL * 4:
                    yield line, raw[: CUT + 1].decode("utf-8", "replace")
                    continue
                if text.isspace() or not text:
                    continue
                try:
                    yield line, decode(text)
                except (msgspec.DecodeError, UnicodeDecodeError):
                    yield line, text[:CUT].decode("utf-8", "replace")


def text_of(value: Any) -> str:
    match value:
        case list() if all(isinstance(one, str | int) for one in value):
            return "; ".join(str(one) for one in value)
        case dict() | list():
            return msgspec.json.encode(value).decode()
    return scalar_text(value)

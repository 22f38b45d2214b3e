"""One line of a vCard: its name, its types and its text. Pure."""

import quopri
import re
from typing import NamedTuple

HEADER = re.compile(rb'((?:[^":]|"[^"]*")*):')
PARAMETER = re.compile(r'(?:[^";]|"[^"]*")+')
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
UNRANKED = 100


class Property(NamedTuple):
    """The name without its group; types in small letters; rank 1 is the preferred one."""

    name: str
    types: frozenset[str]
    rank: int
    text: str

    def value(self) -> str:
        return plain(self.text)

    def parts(self, mark: str = ";") -> list[str]:
        """The parts of a value such as N or ADR; a mark with a backslash before it parts nothing."""
        return [plain(one) for one in re.split(rf"(?<!\\){mark}", self.text)]


def property_of(line: bytes) -> Property:
    """Raises ValueError when the line is none, LookupError for an unknown character set."""
    found = HEADER.match(line)
    if not found:
        raise ValueError(line[:200])
    name, *parameters = PARAMETER.findall(found[1].decode("utf-8", "replace"))
    types, rank, named = _read(parameters)
    raw = line[found.end() :]
    if "quoted-printable" in types or named.get("encoding") == "quoted-printable":
        raw = quopri.decodestring(raw)
    text = _decoded(raw, named.get("charset", "").strip('"'))
    # a date without a year, as one maker of phones writes it
    if no_year := named.get("x-apple-omit-year"):
        text = re.sub(rf"^{re.escape(no_year)}-?(\d\d)-?(\d\d)", r"--\1\2", text)
    return Property(name.rpartition(".")[2].strip().upper(), types, rank, text)


def plain(text: str) -> str:
    """Without the backslashes, and in one form of line ends."""
    got = ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
    return got.replace("\r\n", "\n").strip()


def _read(parameters: list[str]) -> tuple[frozenset[str], int, dict[str, str]]:
    types: set[str] = set()
    named: dict[str, str] = {}
    for one in parameters:
        key, _, value = one.strip().casefold().partition("=")
        if not value or key == "type":
            types.update(filter(None, (value or key).strip('"').split(",")))
        else:
            named[key.strip()] = value.strip()
    pref = named.get("pref", "")
    rank = int(pref) if pref.isdigit() else UNRANKED
    return frozenset(types), 1 if "pref" in types else rank, named


def _decoded(raw: bytes, charset: str) -> str:
    if charset and charset not in {"utf-8", "utf8"}:
        return raw.decode(charset, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:  # old programs write their own system's letters and do not say so
        return raw.decode("cp1252", "replace")

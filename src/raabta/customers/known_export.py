"""The family of known exports: files of other systems that need no mapping by hand."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict

from raabta.customers.imports import values
from raabta.customers.imports.guess import folded
from raabta.customers.normalise import Invalid
from raabta.kernel.registry import Registry

ENOUGH = 3  # rows of one kind make a column that kind


class KnownExport(BaseModel):
    """Subclass it in a file of `known_exports/` of any context.

    Names of columns are compared without case, spaces and punctuation. A file is of the system
    when it has all columns of one signature. `takes` says in words what is taken over.
    """

    model_config = ConfigDict(extra="ignore")
    key: ClassVar[str]
    label: ClassVar[Promise | str]  # the system and what the file holds: "Mailchimp (audience)"
    takes: ClassVar[Promise | str]
    target: ClassVar[str] = "customers"
    signatures: ClassVar[tuple[tuple[str, ...], ...]]
    columns: ClassVar[Mapping[str, str]]  # name of the column -> key of the target's field
    left_out: ClassVar[tuple[str, ...]] = ()
    keeps_rest: ClassVar[bool] = True  # other columns with values become attributes
    options: ClassVar[Mapping[str, Any]] = {}
    # for systems with everyday names of columns: no others, and only these values in them
    is_exact: ClassVar[bool] = False
    words: ClassVar[Mapping[str, Collection[str]]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            known_exports.register(cls.key, cls)

    @classmethod
    def strength(cls, columns: Sequence[str], samples: Sequence[Sequence[str]]) -> int:
        """How many columns prove that the file is of this system; 0 when it is not."""
        names = {folded(name) for name in columns}
        if cls.is_exact and not names <= {folded(name) for name in cls.columns}:
            return 0
        for name, words in cls.words.items():
            place = next(
                (at for at, one in enumerate(columns) if folded(one) == folded(name)), None
            )
            if place is not None and any(row[place] not in words for row in samples if row[place:]):
                return 0
        proven = [one for one in cls.signatures if {folded(name) for name in one} <= names]
        return max(map(len, proven), default=0)

    @classmethod
    def mapping(cls, columns: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[str, str]:
        """Number of the column -> key of the field."""
        known = {folded(name): field for name, field in cls.columns.items()}
        out = {folded(name) for name in cls.left_out}
        found: dict[str, str] = {}
        for place, column in enumerate(columns):
            name = folded(column)
            cells = [row[place] for row in samples if place < len(row) and row[place].strip()]
            field = known.get(name, "")
            if not field and cls.keeps_rest and cells and name and name not in out:
                field = f"new:{_kind_of(cells)}"
            # an attribute is not made for a column without a value
            if field and (cells or not field.startswith("new:")):
                found[str(place)] = field
        return found

    @classmethod
    def settings(cls, filename: str) -> dict[str, Any]:
        """Options of the target that follow from the system."""
        return dict(cls.options)


known_exports: Registry[KnownExport] = Registry("known_exports")


def recognised(
    columns: Sequence[str], samples: Sequence[Sequence[str]], wanted: str
) -> type[KnownExport] | None:
    """The system whose export this is; one of the wanted target goes before others."""
    best: type[KnownExport] | None = None
    most = (False, 0)
    for one in known_exports.members():
        proof = one.strength(columns, samples)
        if proof and (one.target == wanted, proof) > most:
            best, most = one, (one.target == wanted, proof)
    return best


def _kind_of(cells: Collection[str]) -> str:
    if all(cell.strip().casefold() in {"true", "false", "yes", "no"} for cell in cells):
        return "boolean"
    if all(values.ISO.fullmatch(cell.strip()) for cell in cells):
        return "date"
    if len(cells) >= ENOUGH and all(map(_is_number, cells)):
        return "number"
    return "text"


def _is_number(cell: str) -> bool:
    plain = cell.strip()
    if plain.startswith(("0", "+")) and len(plain) > 1 and not plain.startswith("0."):
        return False  # a code such as a postcode or a phone
    try:
        return values.number(plain) is not None and plain.lstrip("-").replace(".", "", 1).isdigit()
    except Invalid:
        return False

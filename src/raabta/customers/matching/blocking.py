"""Which pairs are worth a comparison: those that share a key. No key may explode."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from raabta.customers.matching.columns import Codes, Column
from raabta.customers.matching.folding import sound
from raabta.customers.matching.nicknames import formal
from raabta.customers.matching.people import People, nothing

LARGEST = 60  # people who share a key and are all compared with each other
WINDOW = 6  # in a larger block each is compared with so many neighbours by name
AT_ONCE = 500_000  # pairs in memory
NOTHING = -1
Mask = npt.NDArray[np.bool_]


@dataclass
class Key:
    """One way to share something; a person with several phones has a code for each."""

    name: str
    codes: list[Codes]  # NOTHING where a person has no such key
    large: int = 0  # blocks in which only neighbours were compared
    largest: int = 0

    def shared(self, left: Codes, right: Codes) -> Mask:
        """Whether this key brings these pairs together as well."""
        found = np.zeros(len(left), np.bool_)
        for mine in self.codes:
            for theirs in self.codes:
                found |= (mine[left] == theirs[right]) & (mine[left] != NOTHING)
        return found


@dataclass(frozen=True)
class Pairs:
    left: Codes
    right: Codes


def keys_of(people: People, tick: Callable[[], None] = nothing) -> list[Key]:
    """The keys that these people's fields allow, the most telling first."""
    makers: list[Callable[[People], list[Key]]] = [_addresses, _names, _dates, _places]
    found = []
    for maker in makers:
        found += maker(people)
        tick()
    return found


def _addresses(people: People) -> list[Key]:
    keys = [
        Key(field, _shared(people.fields[field]))
        for field in ("id_number", "phone", "email")
        if field in people.fields
    ]
    if "email" in people.fields:
        locals_ = [column.mapped(local_part) for column in people.fields["email"]]
        keys.append(Key("mailbox name", _shared(locals_)))
    return keys


def local_part(address: str) -> str:
    """The name of a mailbox where it tells something; info@ and a@ do not."""
    local = address.partition("@")[0].replace(".", "").replace("_", "").replace("-", "")
    return local if len(local) >= 6 else ""


def _shared(columns: list[Column]) -> list[Codes]:
    """Codes of several columns over one vocabulary."""
    places: dict[str, int] = {"": NOTHING}  # the first text gets 1
    found = []
    for column in columns:
        codes = [places.setdefault(value, len(places)) for value in column.values]
        found.append(np.asarray(codes, np.int64)[column.codes])
    return found


def _names(people: People) -> list[Key]:
    first, last = (_sounds(people, name) for name in ("first_name", "last_name"))
    if first is None or last is None:
        return []
    one, other = _shared([first, last])
    both = (one != NOTHING) & (other != NOTHING)
    low, high = np.minimum(one, other), np.maximum(one, other)
    width = max(len(first.values) + len(last.values), 1)
    return [Key("name", [np.where(both, low * width + high, NOTHING)])]  # in either order


def _sounds(people: People, field: str) -> Column | None:
    columns = people.fields.get(field)
    return columns[0].mapped(lambda name: sound(formal(name))) if columns else None


def _dates(people: People) -> list[Key]:
    born = people.fields.get("birth_date")
    if not born:
        return []
    turned = born[0].mapped(turned_date)
    names = [name for name in (_sounds(people, "first_name"), _sounds(people, "last_name")) if name]
    if not names:
        return [_joined("birth date", [turned])]
    initials = [name.mapped(lambda heard: heard[0]) for name in names]
    return [
        _joined("birth date, initial", [turned], initials),
        _joined("birth year, name", [born[0].mapped(lambda day: day[:4])], names),
        _joined("birthday, name", [born[0].mapped(lambda day: day[4:])], names),
    ]


def turned_date(day: str) -> str:
    """A date YYYYMMDD that is the same after day and month were swapped."""
    return day[:4] + "".join(sorted((day[4:6], day[6:])))


def _places(people: People) -> list[Key]:
    keys: list[Key] = []
    names = [name for name in (_sounds(people, "first_name"), _sounds(people, "last_name")) if name]
    street, postcode = people.fields.get("street"), people.fields.get("postcode")
    if street:
        sorted_words = street[0].mapped(lambda text: " ".join(sorted(text.split())))
        keys.append(_joined("street", [sorted_words]))
    if postcode and names:
        keys.append(_joined("postcode, name", postcode, names))
    if street and names:
        keys.append(_joined("street, name", [street[0].mapped(_longest_word)], names))
    return keys


def _longest_word(street: str) -> str:
    words = [word for word in street.split() if word.isalpha() and word not in COMMON]
    return max(words, key=len, default="")


COMMON = frozenset({"street", "road", "avenue", "place", "crescent", "circuit", "drive", "close"})


def _joined(name: str, firsts: list[Column], *others: list[Column]) -> Key:
    """A key of one value from each list of columns, in every combination."""
    found = [_numbered(_shared(columns)) for columns in (firsts, *others)]
    made = []
    for chosen in product(*(codes for codes, _width in found)):
        total, known = np.zeros(len(chosen[0]), np.int64), np.ones(len(chosen[0]), np.bool_)
        for codes, (_codes, width) in zip(chosen, found, strict=True):
            known &= codes != NOTHING
            total = total * width + codes
        made.append(np.where(known, total, NOTHING))
    return Key(name, made)


def _numbered(codes: list[Codes]) -> tuple[list[Codes], int]:
    """The codes with the size of their vocabulary."""
    return codes, max(int(some.max(initial=0)) for some in codes) + 1


def most_pairs(keys: list[Key]) -> int:
    """How many pairs the keys bring at most."""
    total = 0
    for key in keys:
        codes = np.concatenate(key.codes)
        _, sizes = np.unique(codes[codes != NOTHING], return_counts=True)
        every = np.where(sizes > LARGEST, sizes * WINDOW, sizes * (sizes - 1) // 2)
        total += int(every.sum())
    return total


def pairs_of(people: People, keys: list[Key]) -> Iterator[tuple[Key, Pairs]]:
    """Pairs of rows, each seldom more than once, at most about AT_ONCE at a time."""
    order = _by_name(people)
    for place, key in enumerate(keys):
        for left, right in _of_key(key, order):
            fresh = left != right
            for earlier in keys[:place]:
                if not earlier.large:  # a large block left pairs out, so this key must not
                    fresh &= ~earlier.shared(left, right)
            if fresh.any():
                yield key, Pairs(*_ordered(left[fresh], right[fresh]))


def _ordered(left: Codes, right: Codes) -> tuple[Codes, Codes]:
    return np.minimum(left, right), np.maximum(left, right)


def _by_name(people: People) -> Codes:
    """The place of each row when all are sorted by name, so that neighbours are alike."""
    ranks = []
    for field in ("first_name", "last_name"):
        for column in people.fields.get(field, ())[:1]:
            rank = np.argsort(np.argsort(np.asarray(column.values, dtype=object)))
            ranks.append(rank[column.codes])
    order = np.lexsort(ranks) if ranks else np.arange(len(people))
    return np.argsort(order)


def _of_key(key: Key, by_name: Codes) -> Iterator[tuple[Codes, Codes]]:
    codes = np.concatenate(key.codes)
    rows = np.tile(np.arange(len(by_name)), len(key.codes))
    rows, codes = rows[codes != NOTHING], codes[codes != NOTHING]
    order = np.lexsort((by_name[rows], codes))
    rows, codes = rows[order], codes[order]
    _, starts, sizes = np.unique(codes, return_index=True, return_counts=True)
    key.large, key.largest = int((sizes > LARGEST).sum()), int(sizes.max(initial=0))
    reach = np.where(sizes > LARGEST, WINDOW, LARGEST)
    ends = np.repeat(starts + sizes, sizes)
    yield from _steps(rows, ends, np.repeat(reach, sizes))


def _steps(rows: Codes, ends: Codes, reach: Codes) -> Iterator[tuple[Codes, Codes]]:
    """Each row with the one `step` places later in its block, for every step."""
    at = np.arange(len(rows))
    for step in range(1, LARGEST):
        at = at[(at + step < ends[at]) & (step <= reach[at])]
        if not len(at):
            return
        for some in np.array_split(at, -(-len(at) // AT_ONCE)):
            yield rows[some], rows[some + step]

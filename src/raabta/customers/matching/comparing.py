"""How alike two values of a field are: the level of agreement of each pair of rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from raabta.customers.matching.blocking import Mask, Pairs, local_part, turned_date
from raabta.customers.matching.columns import MISSING, Column
from raabta.customers.matching.folding import sound
from raabta.customers.matching.nicknames import formal
from raabta.customers.matching.people import People

UNKNOWN = -1  # one of the two has no value: says nothing for or against
EXACT = 0
Levels = npt.NDArray[np.int8]
Found = dict[str, Levels]


@dataclass(frozen=True)
class Test:
    """One level below the exact one, in the order in which they are tried."""

    level: str
    passes: Callable[[list[str], list[str]], Mask]


def alike(least: float) -> Callable[[list[str], list[str]], Mask]:
    """Whether two texts are so similar by Jaro and Winkler."""

    def test(left: list[str], right: list[str]) -> Mask:
        found = process.cpdist(
            left, right, scorer=JaroWinkler.similarity, score_cutoff=least, dtype=np.float32
        )
        return np.asarray(found >= least)

    return test


def slips(most: int, *, shortest: int = 0) -> Callable[[list[str], list[str]], Mask]:
    """Whether so few letters are wrong, missing, added or swapped."""

    def test(left: list[str], right: list[str]) -> Mask:
        found = process.cpdist(left, right, scorer=OSA.distance, score_cutoff=most, dtype=np.int32)
        return np.asarray(found <= most) & _lengths(left, shortest) & _lengths(right, shortest)

    return test


def _lengths(texts: list[str], shortest: int) -> Mask:
    return np.fromiter((len(t) >= shortest for t in texts), np.bool_, len(texts))


def words(least: float) -> Callable[[list[str], list[str]], Mask]:
    """Whether the words are about the same, in whatever order."""

    def test(left: list[str], right: list[str]) -> Mask:
        found = process.cpdist(
            left, right, scorer=fuzz.token_set_ratio, score_cutoff=least, dtype=np.float32
        )
        return np.asarray(found >= least)

    return test


def same(key: Callable[[str], str]) -> Callable[[list[str], list[str]], Mask]:
    """Whether a key of both is the same, and there is one."""

    def test(left: list[str], right: list[str]) -> Mask:
        known: dict[str, str] = {}

        def of(text: str) -> str:
            if text not in known:
                known[text] = key(text)
            return known[text]

        found = (bool(of(a)) and of(a) == of(b) for a, b in zip(left, right, strict=True))
        return np.fromiter(found, np.bool_, len(left))

    return test


def two_parts(left: list[str], right: list[str]) -> Mask:
    """Whether two of year, month and day agree."""
    pairs = zip(left, right, strict=True)
    found = ((a[:4] == b[:4]) + (a[4:6] == b[4:6]) + (a[6:] == b[6:]) >= 2 for a, b in pairs)
    return np.fromiter(found, np.bool_, len(left))


def begins(left: list[str], right: list[str]) -> Mask:
    """Whether one is an initial or the beginning of the other."""
    pairs = zip(left, right, strict=True)
    return np.fromiter((a.startswith(b) or b.startswith(a) for a, b in pairs), np.bool_, len(left))


PLACES = ("street", "postcode", "city", "region")  # the narrowest first
SWAPPED = "swapped"
DIFFERENT = "different"
TESTS: dict[str, Sequence[Test]] = {
    "first_name": (
        Test("short_form", same(formal)),
        Test("near", alike(0.9)),
        Test("sound", same(lambda name: sound(formal(name)))),
        Test("initial", begins),
        Test("similar", alike(0.78)),
    ),
    "last_name": (
        Test("near", alike(0.9)),
        Test("sound", same(sound)),
        Test("similar", alike(0.78)),
    ),
    "birth_date": (
        Test("turned", same(turned_date)),
        Test("near", slips(1)),
        Test("parts", two_parts),
    ),
    "email": (
        Test("mailbox", same(local_part)),
        Test("near", slips(1, shortest=9)),
    ),
    "phone": (Test("near", slips(1, shortest=7)),),
    "id_number": (Test("near", slips(1, shortest=5)), Test("similar", slips(2, shortest=7))),
    "street": (
        Test("near", alike(0.92)),
        Test("words", words(85)),
        Test("similar", alike(0.78)),
    ),
    "city": (Test("near", alike(0.88)),),
    "postcode": (Test("near", slips(1, shortest=4)),),
    "region": (),
}


def levels_of(field: str) -> list[str]:
    """The names of a field's levels; a pair's level is a place in this list."""
    more = [SWAPPED] if field == "first_name" else []
    return ["exact", *(test.level for test in TESTS[field]), *more, DIFFERENT]


def compare(people: People, pairs: Pairs) -> dict[str, Levels]:
    """The level of every field for every pair."""
    found = {field: _best(field, columns, pairs) for field, columns in people.fields.items()}
    if "first_name" in found and "last_name" in found:
        _see_swapped(people, pairs, found)
    _count_once(found)
    return found


def _count_once(found: dict[str, Levels]) -> None:
    """Who shares a postcode shares its city: what follows from a narrower place says nothing."""
    narrower = np.zeros(0, np.bool_)
    for field in PLACES:
        if field not in found:
            continue
        same_place = found[field] == EXACT
        if len(narrower):
            found[field][narrower & same_place] = UNKNOWN
            same_place |= narrower
        narrower = same_place


def _best(field: str, columns: list[Column], pairs: Pairs) -> Levels:
    """The best level over all the values that both have."""
    best = np.full(len(pairs.left), UNKNOWN, np.int8)
    for mine in columns:
        for theirs in columns:
            levels = _levels(field, mine, theirs, pairs)
            better = (levels != UNKNOWN) & ((best == UNKNOWN) | (levels < best))
            best[better] = levels[better]
    return best


def _levels(field: str, mine: Column, theirs: Column, pairs: Pairs) -> Levels:
    one, other = mine.codes[pairs.left], theirs.codes[pairs.right]
    known = (one != MISSING) & (other != MISSING)
    levels = np.where(known, len(levels_of(field)) - 1, UNKNOWN).astype(np.int8)
    # codes of one column are equal when its values are; those of two columns are not compared
    equal = known & (one == other) if mine is theirs else np.zeros(len(one), np.bool_)
    levels[equal] = EXACT
    open_ = np.flatnonzero(known & ~equal)
    if len(open_):
        left = np.asarray(mine.values, dtype=object)[one[open_]].tolist()
        right = np.asarray(theirs.values, dtype=object)[other[open_]].tolist()
        levels[open_] = _tested(field, left, right)
    return levels


def _tested(field: str, left: list[str], right: list[str]) -> Levels:
    """The first level that both texts reach."""
    levels = np.full(len(left), len(levels_of(field)) - 1, np.int8)
    for place, test in reversed(list(enumerate(TESTS[field], start=1))):
        levels[test.passes(left, right)] = place
    equal = (a == b for a, b in zip(left, right, strict=True))
    levels[np.fromiter(equal, np.bool_, len(left))] = EXACT
    return levels


def _see_swapped(people: People, pairs: Pairs, found: dict[str, Levels]) -> None:
    """First and last name in the other's place count once, as a level of the first name."""
    first, last = people.fields["first_name"][0], people.fields["last_name"][0]
    level = levels_of("first_name").index(SWAPPED)
    similar = levels_of("first_name").index("similar")
    worst = levels_of("last_name").index("similar")
    open_ = np.flatnonzero((found["first_name"] >= similar) & (found["last_name"] >= worst))
    some = Pairs(pairs.left[open_], pairs.right[open_])
    near = alike(0.9)
    swapped = near(first.texts(some.left), last.texts(some.right))
    swapped &= near(last.texts(some.left), first.texts(some.right))
    found["first_name"][open_[swapped]] = level
    found["last_name"][open_[swapped]] = UNKNOWN

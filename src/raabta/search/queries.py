"""Which records a few typed letters mean, best first."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from raabta.kernel import rows as raw
from raabta.search.folding import digits_of, fold, words
from raabta.search.models import Shelf
from raabta.search.source import SearchSource
from raabta.search.spellings import forms, is_name, nearest
from raabta.search.terms import LONGEST, filed
from raabta.workspaces.models import Workspace

LAST = "\U0010ffff"
SHORTEST = 2
MOST_WORDS = 6
SPELLINGS = 40  # other spellings of one word that are looked for
CANDIDATES = 2_500  # records looked at for one question
SLICE = 250
COUNTED = 2_000  # rarer than this, or not: enough to begin with the rarest word
EXACT, BEGINNING = 0, 1
COUNT = (
    "SELECT COUNT(*) FROM (SELECT 1 FROM search_posting "
    "WHERE shelf_id = %s AND term >= %s AND term < %s LIMIT %s) AS counted"
)
EXACTLY = (
    "SELECT object_id FROM search_posting WHERE shelf_id = %s AND term = %s "
    "ORDER BY object_id DESC LIMIT %s"
)
BEGINS = (
    "SELECT object_id FROM search_posting WHERE shelf_id = %s AND term > %s AND term < %s "
    "ORDER BY term, object_id LIMIT %s"
)
TERMS = "SELECT object_id, terms FROM search_document WHERE shelf_id = %s AND object_id IN %s"
SPELT = "SELECT DISTINCT word FROM search_spelling WHERE workspace_id = %s AND form IN %s"


@dataclass(frozen=True)
class Asked:
    """A typed word, and the words that may be meant by it with how near they are."""

    word: str
    spellings: dict[str, int] = field(default_factory=dict)

    def rank(self, terms: str) -> int | None:
        """How a record with these terms, set apart by spaces, has the word: 0 best, None not."""
        if f" {self.word}" in terms:
            return EXACT if f" {self.word} " in terms else BEGINNING
        if not self.spellings:
            return None
        found = self.spellings.keys() & terms.split()
        return min((self.spellings[term] for term in found), default=None)


def find(
    workspace: Workspace, source: type[SearchSource], text: str, *, limit: int, offset: int = 0
) -> list[int]:
    """Ids of the source's records that have every typed word, the surest first."""
    typed = typed_words(text)
    if sum(map(len, typed)) < SHORTEST:
        return []
    wanted = offset + limit
    if not source.table:
        return _find_among_all(workspace, source, typed)[offset:wanted]
    shelf = Shelf.objects.filter(workspace=workspace, source=source.key).first()
    if shelf is None:
        return []
    whole = fold(text).strip()
    found: list[int] = []
    if len(typed) > 1 and " " not in whole:  # a code, or the beginning of an address
        found = _find_in_index(shelf.pk, [Asked(whole[:LONGEST])], wanted)
    if len(found) < wanted:
        asked = [Asked(word, spellings(workspace, word)) for word in typed]
        found = list(dict.fromkeys([*found, *_find_in_index(shelf.pk, asked, wanted)]))
    return found[offset:wanted]


def typed_words(text: str) -> list[str]:
    """A number or an e-mail address is one word, however it is spaced."""
    digits = digits_of(text)
    if digits:
        return [(digits.lstrip("0") or digits)[:LONGEST]]
    if "@" in text:
        return [part.strip("@<>(),;")[:LONGEST] for part in fold(text).split()][:MOST_WORDS]
    return words(text)[:MOST_WORDS]


def spellings(workspace: Workspace, word: str) -> dict[str, int]:
    """Words of the workspace's names that may be meant: they sound alike, or a letter differs."""
    if not is_name(word):
        return {}
    found = raw.select(SPELT, [workspace.pk, sorted(forms(word))])
    return nearest(word, (other for (other,) in found), SPELLINGS)


def _find_in_index(shelf: int, asked: list[Asked], wanted: int) -> list[int]:
    """Candidates of the rarest word, better ways first, until enough have the other words too."""
    rarest = min(asked, key=lambda one: (_count(shelf, one.word), -len(one.word)))
    others = [one for one in asked if one is not rarest]
    found: dict[int, int] = {}
    looked = 0
    for level, ids in _candidates(shelf, rarest, wanted if not others else CANDIDATES):
        for at in range(0, len(ids), SLICE):
            page = [pk for pk in ids[at : at + SLICE] if pk not in found]
            looked += len(page)
            found |= {pk: level + more for pk, more in _checked(shelf, page, others)}
            if looked >= CANDIDATES or len(found) >= 2 * wanted:
                break
        if len(found) >= wanted or looked >= CANDIDATES:
            break
    return sorted(found, key=lambda pk: found[pk])[:wanted]


def _candidates(shelf: int, asked: Asked, most: int) -> Iterator[tuple[int, list[int]]]:
    yield EXACT, _ids(EXACTLY, [shelf, asked.word, most])
    yield BEGINNING, _ids(BEGINS, [shelf, asked.word, asked.word + LAST, most])
    for word, level in asked.spellings.items():
        yield level, _ids(EXACTLY, [shelf, word, most])


def _ids(sql: str, params: list[object]) -> list[int]:
    return list(dict.fromkeys(pk for (pk,) in raw.select(sql, params)))


def _checked(shelf: int, ids: list[int], others: list[Asked]) -> Iterator[tuple[int, int]]:
    if not others:
        yield from ((pk, 0) for pk in ids)
        return
    held = dict(raw.select(TERMS, [shelf, ids]))
    for pk in ids:
        terms = str(held.get(pk, ""))
        ranks = [one.rank(terms) for one in others]
        if None not in ranks:
            yield pk, sum(rank or 0 for rank in ranks)


def _count(shelf: int, word: str) -> int:
    return int(raw.select(COUNT, [shelf, word, word + LAST, COUNTED])[0][0])


def _find_among_all(
    workspace: Workspace, source: type[SearchSource], typed: list[str]
) -> list[int]:
    """For kinds of which there are few: newest first among equals."""
    ids = source().ids(workspace, after=0, limit=CANDIDATES)
    held = {pk: filed(texts) for pk, texts in source().texts(workspace, ids)}
    every = {term for terms in held.values() for term in terms.split()}
    asked = [
        Asked(word, nearest(word, every, SPELLINGS) if is_name(word) else {}) for word in typed
    ]
    found = {}
    for pk in sorted(held, reverse=True):
        ranks = [one.rank(held[pk]) for one in asked]
        if None not in ranks:
            found[pk] = sum(rank or 0 for rank in ranks)
    return sorted(found, key=lambda pk: found[pk])

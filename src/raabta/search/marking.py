"""Which part of a result answers what was typed. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from raabta.search.folding import WORDS, fold
from raabta.search.spellings import nearness


@dataclass(frozen=True)
class Piece:
    text: str
    is_match: bool


def marked(text: str, typed: list[str]) -> list[Piece]:
    """The text in pieces: what was typed of a word, or the word that was meant by it."""
    return [piece for piece in _pieces(text, typed) if piece.text]


def _pieces(text: str, typed: list[str]) -> Iterator[Piece]:
    at = 0
    for found in WORDS.finditer(text):
        yield Piece(text[at : found.start()], is_match=False)
        length = _matched(found[0], typed)
        yield Piece(found[0][:length], is_match=True)
        yield Piece(found[0][length:], is_match=False)
        at = found.end()
    yield Piece(text[at:], is_match=False)


def _matched(word: str, typed: list[str]) -> int:
    """How many letters of the word, from its beginning."""
    folded = fold(word)
    begun = [asked for asked in typed if folded.startswith(asked)]
    if begun:
        whole = len(folded) == len(word)  # else letters fell away, and places do not fit
        return max(map(len, begun)) if whole else len(word)
    return len(word) if any(nearness(asked, folded) for asked in typed) else 0

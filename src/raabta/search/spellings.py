"""How near two words are, and what a word is filed under so that near ones can be found. Pure.

A word is filed under its sounds, and under itself and its sounds with one letter left out: words
that differ by one letter, or by two neighbours that changed places, share such a form.
"""

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from raabta.search.folding import is_number
from raabta.search.sounds import SHORT_FORMS, sounds

SHORTEST_TYPO = 4  # letters; shorter words would be mistaken for too many others
TWO_TYPOS = 7  # letters from which on two are forgiven
TYPICAL = 2
SOUND, NEAR = 2, 3  # how a word was found; 0 is the word itself, 1 its beginning


def is_name(word: str) -> bool:
    """Whether the word is one that people misspell: no code, no number, no single letter."""
    return len(word) > 1 and not any(letter.isdigit() for letter in word)


def forms(word: str) -> set[str]:
    """What the word is filed under: `s` and a sound, `d` and the rest of a word, `e` of a sound."""
    heard = sounds(word)
    filed = {f"s{sound}" for sound in heard}
    if len(word) >= SHORTEST_TYPO:
        filed |= {f"d{rest}" for rest in (word, *without_one(word))}
    for sound in heard:
        if len(sound) >= SHORTEST_TYPO:
            filed |= {f"e{rest}" for rest in without_one(sound)}
    return filed


def without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def nearness(asked: str, word: str) -> int | None:
    """SOUND or NEAR when one may be meant by the other, else None."""
    if is_number(asked) or asked == word:
        return None
    alike = not set(sounds(asked)).isdisjoint(sounds(word))
    if alike and (_script(asked) != _script(word) or asked in SHORT_FORMS or word in SHORT_FORMS):
        return SOUND
    # in one script, the same consonants with wholly other vowels are another name
    if alike and distance(asked, word, max(len(asked), len(word)) // 2) is not None:
        return SOUND
    return NEAR if distance(asked, word, forgiven(asked)) is not None else None


def forgiven(word: str) -> int:
    return 0 if len(word) < SHORTEST_TYPO else 1 if len(word) < TWO_TYPOS else 2


def nearest(asked: str, candidates: Iterable[str], most: int) -> dict[str, int]:
    """The candidates that may be meant, with how they were found; the nearest first."""
    found = {word: level for word in candidates if (level := nearness(asked, word))}
    order = sorted(found, key=lambda word: (found[word], _apart(asked, word), word))
    return {word: found[word] for word in order[:most]}


def distance(one: str, other: str, most: int) -> int | None:
    """Letters to add, drop, change or swap with their neighbour; None when more than `most`."""
    far: int = OSA.distance(one, other, score_cutoff=most)
    return far if far <= most else None


def _apart(asked: str, word: str) -> int:
    """Letters between them; across scripts as between usual spellings of one name."""
    return OSA.distance(asked, word) if _script(asked) == _script(word) else TYPICAL


def _script(word: str) -> str:
    """Latin, Arabic or Bengali, told by the block of the first letter."""
    first = ord(word[0])
    return "latin" if first < 0x300 else "arabic" if 0x600 <= first < 0x780 else "other"

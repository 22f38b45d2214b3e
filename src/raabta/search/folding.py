"""One form for every way to write the same word. Pure: no Django, no database.

Letters that keyboards of different languages give for the same sound become one; marks that are
left out as often as written go. The script stays: `sounds.py` carries words across scripts.
"""

import re
import unicodedata
from functools import lru_cache

# a word goes on over the marks of Bengali, which are no letters to `\w`
WORDS = re.compile(r"(?:[^\W_]|[\u0981-\u0983\u09bc\u09be-\u09cd\u09d7])+")
LONGEST = 40  # letters of a word that are kept
MOSTWORDS = 40
JOINERS = dict.fromkeys(map(ord, "\0\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u0640\u00ad"))
ARABIC = str.maketrans({
    "ي": "ی", "ى": "ی", "ئ": "ی", "ې": "ی", "ے": "ی", "ۓ": "ی",
    "ك": "ک", "ڪ": "ک",
    "ه": "ہ", "ھ": "ہ", "ۃ": "ہ", "ة": "ہ", "ۂ": "ہ", "ە": "ہ",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ء": "",
    "ں": "ن",
})  # fmt: skip
BENGALI = str.maketrans({"ঃ": "", "ঁ": "", "ৎ": "ত"})
LATIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
EVERY = {**ARABIC, **BENGALI, **LATIN, **JOINERS}
# Bengali's vowel signs and nukta are marks too, but they are letters of the word
KEPT_MARKS = re.compile("[\u0981-\u0983\u09bc\u09be-\u09cd\u09d7]")
DAGGER_ALEF = "\u0670"


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, without accents and vowel points, with one letter for each sound and digit."""
    if text.isascii():
        return text.lower().replace("\0", "")
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = plain.replace("ی" + DAGGER_ALEF, "ا").replace("ى" + DAGGER_ALEF, "ا")
    # decomposed, a letter with a mark is two: what is left composes again, alike for all
    bare = "".join(c for c in unicodedata.normalize("NFKD", _first(plain)) if _stays(c))
    digits = "".join(str(unicodedata.digit(c, c)) for c in bare)
    return unicodedata.normalize("NFC", digits).translate(EVERY)


def words(text: str) -> list[str]:
    """The folded words of a text, in their order."""
    found = WORDS.findall(fold(text[:2_000]))
    return [word[:LONGEST] for word in found[:MOSTWORDS]]


def is_number(word: str) -> bool:
    return word.isascii() and word.isdigit()


def digits_of(text: str) -> str:
    """The digits of something that looks like a phone or order number, else ""."""
    bare = re.sub(r"[\s()+./\-#\u2010-\u2015]", "", fold(text))
    return bare if is_number(bare) else ""


def _first(text: str) -> str:
    """Letters that would lose their kind when decomposed are replaced before."""
    return text.translate(ARABIC)


def _stays(character: str) -> bool:
    return not unicodedata.combining(character) or bool(KEPT_MARKS.match(character))

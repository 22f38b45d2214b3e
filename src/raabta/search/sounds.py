"""How a name sounds, roughly and alike in Latin, Arabic and Bengali script. Pure.

The consonants of the word in a coarse alphabet, led by `a` when it begins with a vowel and closed
by the kind of its last vowel: Muhammad, محمد and মুহাম্মদ are all "mhmd". Short vowels are not written in
Urdu, z and j are one letter in Bengali, kh and k are mixed: so each pair is one class here. A
letter that is read in two ways gives two sounds.
"""

import re
from functools import lru_cache
from itertools import islice, product

MOST = 6  # readings of one word that are kept
VOWELS = {"a": "A", "e": "E", "i": "I", "o": "U", "u": "U", "y": "I", "w": "W", "v": "W"}
LATIN = (
    ("que$", "k"), ("ee", "i"), ("oo", "u"), ("sch|sh", "x"), ("chh|tch|ch", "ç"), ("ph", "f"),
    ("ck|kh|q", "k"), ("c(?=[eiy])", "s"), ("c", "k"), ("ç", "c"), ("bh", "b"),
    ("dh", "d"), ("gh", "g"), ("jh", "j"), ("th", "t"), ("z", "j"),
)  # fmt: skip
ARABIC = {
    "ا": "A", "ع": "A", "ی": "I", "و": "W", "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ط": "t",
    "ث": "s|t", "ج": "j", "چ": "c", "ح": "h", "خ": "k", "د": "d", "ڈ": "d", "ذ": "j|d",
    "ر": "r", "ڑ": "r", "ز": "j", "ژ": "j", "س": "s", "ش": "x", "ص": "s", "ض": "j|d", "ظ": "j",
    "غ": "g", "ف": "f", "ق": "k", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ہ": "h|",
}  # fmt: skip
BENGALI = {
    **dict.fromkeys("অআাৗ", "A"), **dict.fromkeys("ইঈিীঐৈ", "I"), **dict.fromkeys("এে", "E"),
    **dict.fromkeys("উঊুূওোঔৌ", "U"),
    "ক": "k", "খ": "k", "গ": "g", "ঘ": "g", "ঙ": "n", "ং": "ng", "চ": "c", "ছ": "c|s",
    "জ": "j", "ঝ": "j", "য": "j", "ঞ": "n", "ট": "t", "ঠ": "t", "ত": "t", "থ": "t", "ড": "d",
    "ঢ": "d", "দ": "d", "ধ": "d", "ণ": "n", "ন": "n", "প": "p", "ফ": "f", "ব": "b", "ভ": "b|",
    "ম": "m", "র": "r", "ল": "l", "শ": "x|s", "ষ": "x", "স": "s", "হ": "h", "্": "", "ৃ": "r",
}  # fmt: skip
GLIDE, RA, RHA = "য\u09bc", "ড\u09bc", "ঢ\u09bc"
SHORT_FORMS = {
    "md": "mhmd", "mohd": "mhmd", "muhd": "mhmd", "mohmd": "mhmd", "মো": "mhmd", "মোহ": "mhmd",
    "মু": "mhmd", "mst": "mst", "মোছা": "mst", "মোসা": "mst",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def sounds(word: str) -> tuple[str, ...]:
    """The sounds of a folded word, the likeliest first; none for numbers and other scripts."""
    if word in SHORT_FORMS:
        return (SHORT_FORMS[word],)
    if word.isascii():
        readings = [_latin(word)] if word.isalpha() else []
    elif any(letter in ARABIC for letter in word):
        readings = _readings(_arabic(word))
    elif any(letter in BENGALI for letter in word):
        readings = _readings(_bengali(word))
    else:
        readings = []
    found = dict.fromkeys(_skeleton(reading) for reading in readings)
    return tuple(islice((sound for sound in found if len(sound) > 1 or len(word) >= 4), MOST))


def _latin(word: str) -> str:
    for pattern, sound in LATIN:
        word = re.sub(pattern, sound, word)
    if word[:1] in {"w", "v"}:
        word = "V" + word[1:]
    return "".join(VOWELS.get(letter, letter) for letter in word).replace("V", "w")


def _arabic(word: str) -> list[str]:
    sounds = [ARABIC.get(letter, "") for letter in word]
    if word.startswith("ال"):  # the article, whose l most names take over
        sounds[1] = "l|"
    if word[0] == "و":
        sounds[0] = "w"
    if word[-1] == "ہ":  # a vowel, or part of an aspirated letter
        sounds[-1] = "A|"
    if word[-1] == "ی":
        sounds[-1] = "I|A|E"
    return sounds


def _bengali(word: str) -> list[str]:
    if word.startswith("ও" + GLIDE):
        word = "\0" + word[len("ও" + GLIDE) :]
    plain = word.replace(GLIDE, "ই").replace(RA, "র").replace(RHA, "র")
    plain = plain.replace("\u09bc", "").replace("্য", "")
    return ["w" if letter == "\0" else BENGALI.get(letter, "") for letter in plain]


def _readings(sounds: list[str]) -> list[str]:
    choices = (sound.split("|") for sound in sounds)
    return ["".join(reading) for reading in islice(product(*choices), 4 * MOST)]


def _skeleton(reading: str) -> str:
    """The consonants, each once in a row, between the marks of the first and the last vowel."""
    body = re.sub("(?<=[AEIUW])h$", "", reading)
    last = body[-1:] if len(body) > 1 else ""
    first = "a" if body[:1] in {"A", "E", "I", "U", "W"} else ""
    consonants = re.sub("[AEIUW]", "", body)
    consonants = re.sub(r"(.)\1+", r"\1", consonants)
    close = {"A": "A", "I": "I", "U": "U", "W": "U"}.get(last, "")
    return first + consonants + close

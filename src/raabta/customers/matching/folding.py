"""Names in one script and without what writers add: the form in which they are compared."""

import re
import unicodedata

WORDS = re.compile(r"[^\w]+|_+")
# what each letter sounds like; vowels that are not written in Urdu and Arabic cannot be known
ARABIC_LETTERS = "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکكگلمنںوهہھةۃیيىےءئؤأإآ"
ARABIC_SOUNDS = (
    "a b p t t s j ch h kh d d z r r z zh s sh s z t z a gh f q k k g l m n n v h h h h h "
    "y y y e _ y v a a a"
)


def spelt(sounds: str) -> list[str]:
    """The sounds one by one; _ is none."""
    return [sound.strip("_") for sound in sounds.split()]


ARABIC = dict(zip(ARABIC_LETTERS, spelt(ARABIC_SOUNDS), strict=True))
BENGALI_LETTERS = "অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহড়ঢ়য়ৎংঃঁািীুূৃেৈোৌ্ৰৱ".replace("\u09bc", "")
BENGALI_SOUNDS = (
    "a a i i u u ri e oi o ou k kh g gh ng ch chh j jh n t th d dh n t th d dh n p f b bh m y "
    "r l sh sh s h d dh y t ng h n a i i u u ri e oi o ou _ r v"
)
BENGALI = dict(zip(BENGALI_LETTERS, spelt(BENGALI_SOUNDS), strict=True))
LETTERS = str.maketrans({**ARABIC, **BENGALI, "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae"})


def folded(name: str) -> str:
    """The name in small Latin letters and digits, its words parted by single spaces."""
    if name.isascii():
        return " ".join(WORDS.sub(" ", name.lower().replace("'", "")).split())
    plain = name.lower().translate(LETTERS)
    parts = unicodedata.normalize("NFKD", plain)
    bare = "".join(c for c in parts if not unicodedata.combining(c)).translate(LETTERS)
    return " ".join(WORDS.sub(" ", bare.replace("'", "").replace("’", "")).split())


# the longer spelling first: "ksh" is k and sh
SOUNDS = (
    ("tch", "c"), ("sch", "s"), ("chh", "c"), ("ph", "f"), ("gh", "g"), ("kh", "k"), ("ck", "k"),
    ("sh", "s"), ("ch", "c"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("jh", "j"), ("zh", "j"),
    ("wr", "r"), ("kn", "n"), ("mc", "mk"), ("x", "ks"), ("q", "k"), ("z", "s"), ("w", "v"),
)  # fmt: skip
VOWELS = re.compile(r"(?<!^)[aeiouyh]+")
GLIDE = re.compile(r"(?<=o)w(?=[^aeiouy]|$)")  # Chowdhury is Choudhury
TWICE = re.compile(r"(.)\1+")


def sound(name: str) -> str:
    """What is left of a folded name when spelling is taken away: its first letter and consonants.

    Ayesha and Aisha are "as", Muhammad and Mohammed "mmd".
    """
    text = GLIDE.sub("", name.replace(" ", ""))
    for letters, heard in SOUNDS:
        text = text.replace(letters, heard)
    text = TWICE.sub(r"\1", re.sub(r"c(?=[aou])", "k", text))
    if text[:1] in "aeiouy":
        text = "a" + text[1:]
    return TWICE.sub(r"\1", VOWELS.sub("", text))

"""Spellings of a name find each other across three scripts, measured on a list of usual names."""

from pathlib import Path

import pytest

from raabta.search.folding import words
from raabta.search.sounds import sounds
from raabta.search.spellings import distance, forms, nearness

NAMES = [
    ["".join(words(spelling)) for spelling in line.split()]
    for line in (Path(__file__).parent / "names.txt").read_text().splitlines()
    if not line.startswith("#")
]


def meets(asked: str, word: str) -> bool:
    """What the index does: a form in common, and near enough."""
    return not forms(asked).isdisjoint(forms(word)) and nearness(asked, word) is not None


@pytest.mark.parametrize(
    "spellings",
    [
        "Muhammad Mohammed Md محمد মুহাম্মদ মোঃ",
        "Ayesha Aisha عائشہ আয়েশা",
        "Hussain Hossain Hossen حسین হোসেন",
        "Chowdhury Chaudhry چوہدری চৌধুরী",
        "Yusuf Yousaf یوسف ইউসুফ",
    ],
)
def test_usual_names_find_each_other_both_ways(spellings: str) -> None:
    names = ["".join(words(one)) for one in spellings.split()]
    for asked in names:
        for word in names:
            assert asked == word or meets(asked, word), (asked, sounds(asked), word, sounds(word))


def test_of_the_listed_spellings_at_least_97_in_100_find_each_other() -> None:
    assert len(NAMES) >= 120
    pairs = [(a, b) for row in NAMES for a in row for b in row if a != b]
    found = sum(meets(a, b) for a, b in pairs)
    assert found / len(pairs) >= 0.97


def test_of_what_the_list_finds_at_least_80_in_100_is_meant() -> None:
    rows: dict[str, set[int]] = {}
    for at, row in enumerate(NAMES):
        for name in row:
            rows.setdefault(name, set()).add(at)
    found = [(a, b) for a in rows for b in rows if a != b and meets(a, b)]
    meant = sum(not rows[a].isdisjoint(rows[b]) for a, b in found)
    assert meant / len(found) >= 0.80


@pytest.mark.parametrize(
    ("asked", "word"),
    [("ali", "ola"), ("john", "jane"), ("khan", "hina"), ("12345", "12346"), ("sara", "noor")],
)
def test_other_names_are_other_names(asked: str, word: str) -> None:
    assert not meets(asked, word)


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("", "", 0), ("ab", "ba", 1), ("kitten", "sitting", 3), ("abc", "abc", 0), ("ab", "b", 1)],
)
def test_letters_between_two_words_are_counted(one: str, other: str, far: int) -> None:
    assert distance(one, other, 9) == distance(other, one, 9) == far


def test_farther_than_asked_is_not_counted() -> None:
    assert distance("kitten", "sitting", 2) is None

"""The same word, however it was typed, has one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raabta.search.folding import digits_of, fold, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José ÉCOLE", "jose ecole"),
        ("Straße", "STRASSE"),
        ("ＡＢＣ", "abc"),
        ("علي", "علی"),
        ("على", "علی"),
        ("كمال", "کمال"),
        ("فاطمة", "فاطمہ"),
        ("ابراهيم", "ابراہیم"),
        ("ابراھیم", "ابراہیم"),
        ("أحمد", "احمد"),
        ("آصف", "اصف"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("عائشہ", "عایشہ"),
        ("بی\u200cبی", "بیبی"),
        ("مصطفیٰ", "مصطفا"),
        ("\u0986\u09af\u09bc\u09c7\u09b6\u09be", "\u0986\u09df\u09c7\u09b6\u09be"),  # য় in two ways
        ("\u0997\u09be\u09a1\u09bc\u09bf", "\u0997\u09be\u09dc\u09bf"),  # ড় in two ways
        ("۱۲۳", "123"),
        ("٤٥", "45"),
        ("৬৭", "67"),
    ],
)
def test_two_ways_to_write_a_word_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_word_of_bengali_stays_whole() -> None:
    assert words("আয়েশা, সিদ্দিকা") == [fold("আয়েশা"), fold("সিদ্দিকা")]


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("0300 123-4567", "03001234567"),
        ("+92 (300) 1234567", "923001234567"),
        ("۰۳۰۰۱۲۳", "0300123"),
        ("C536379", ""),
        ("", ""),
    ],
)
def test_what_looks_like_a_number_is_read_as_one(typed: str, digits: str) -> None:
    assert digits_of(typed) == digits


@given(st.text(max_size=60))
def test_any_text_can_be_folded_and_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert all(word for word in words(text))

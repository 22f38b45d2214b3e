"""A rule in words: its structure, its plural forms and its numbers, in each language."""

import re
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext

from raabta.audiences.question import Question
from raabta.audiences.rules import parse, sentence
from raabta.audiences.wording import inside as inside_words
from raabta.workspaces.models import Workspace
from tests.audiences.conftest import Shop, city, group, inside
from tests.engines.cases import Case, every_case

LANGUAGES = ("en", "ur", "bn")
STOPS = {"en": ".", "ur": "۔", "bn": "।"}
# what the cases themselves bring along in Latin letters
OWN = re.compile(
    r"“[^”]*”|\bprefs[\w.]+|\b(tier|staff|city|domain|seats|channel|nick|gone|points|birthday|vip|likes|color|size|nested|value|category|shop|plan|SMS)\b|PKR|Rs"
)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Any:
    with translation.override(request.param):
        if request.param != "en" and gettext("Everyone") == "Everyone":
            pytest.skip(f"there is no catalogue of {request.param} yet")
        yield request.param


def said(workspace: Workspace, rule: dict[str, Any]) -> str:
    return sentence(parse(rule), Question(workspace))


def said_of(workspace: Workspace, *cases: Case) -> str:
    items = [{"key": key, "params": params} for key, params in cases]
    return said(workspace, group("all", *items))


def test_every_condition_has_whole_sentences_in_every_language(
    workspace: Workspace, language: str
) -> None:
    wrong = []
    for case in every_case():
        words = said_of(workspace, case)
        is_whole = words.endswith(STOPS[language]) and words.count(STOPS[language]) >= 1
        is_filled = "%(" not in words and "  " not in words and "None" not in words
        is_own = language == "en" or not re.search("[A-Za-z]{2,}", OWN.sub("", words))
        if not (is_whole and is_filled and is_own):
            wrong.append(words)
    assert wrong == []


def test_everyone_is_a_sentence_too(workspace: Workspace, language: str) -> None:
    words = said(workspace, group("all"))
    assert words
    assert words == gettext("Everyone")


@pytest.mark.parametrize(
    ("match", "joined"),
    [
        ("all", "their city is “A”, their city is “B”, and their city is “C”"),
        ("any", "their city is “A”, their city is “B”, or their city is “C”"),
        (
            "none",
            "none of this is true: their city is “A”, their city is “B”, or their city is “C”",
        ),
    ],
)
def test_conditions_are_joined_by_what_the_group_asks(
    workspace: Workspace, match: str, joined: str
) -> None:
    rule = group(match, city("A"), city("B"), city("C"))
    assert said(workspace, rule) == f"Everyone where {joined}."


def test_a_group_of_which_some_must_hold_says_how_many(workspace: Workspace) -> None:
    rule = {**group("some", city("A"), city("B"), city("C")), "least": 2}
    assert said(workspace, rule) == (
        "Everyone where at least 2 of these are true: their city is “A”, their city is “B”, "
        "and their city is “C”."
    )


def test_a_sequence_reads_as_it_happened(workspace: Workspace) -> None:
    steps = {"name": "Viewed", "then": "Added", "third": "Bought", "within": 2, "unit": "hours"}
    assert said_of(workspace, ("event_sequence", {**steps, "without": "Left", "days": 7})) == (
        "Everyone where they did “Viewed”, then “Added” and then “Bought” within 2 hours, "
        "without “Left” in between."
    )


def test_groups_inside_groups_stand_in_brackets(workspace: Workspace) -> None:
    rule = group(
        "all",
        city("A"),
        group("any", city("B"), city("C")),
        group("none", city("D")),
        group("any", city("E")),
        group("any"),
    )
    assert said(workspace, rule) == (
        "Everyone where their city is “A”, (their city is “B” or their city is “C”),"
        " (none of this is true: their city is “D”), their city is “E”, and anything is true."
    )


@pytest.mark.parametrize(
    ("language_code", "one", "two"),
    [
        ("en", "at least 1 order.", "at least 2 orders."),
        ("ur", "کم از کم 1 آرڈر دیا۔", "کم از کم 2 آرڈر دیے۔"),
        ("bn", "অন্তত ১ বার অর্ডার করেছেন।", "অন্তত ২ বার অর্ডার করেছেন।"),
    ],
)
def test_numbers_take_the_plural_and_the_digits_of_the_language(
    workspace: Workspace, *, language_code: str, one: str, two: str
) -> None:
    with translation.override(language_code):
        if language_code != "en" and gettext("Everyone") == "Everyone":
            pytest.skip(f"there is no catalogue of {language_code} yet")
        found = [said_of(workspace, ("order_count", {"amount": amount})) for amount in (1, 2)]
    assert found[0].endswith(one), found[0]
    assert found[1].endswith(two), found[1]


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (("tag", {"operator": "all", "tags": ["vip"]}), "they have the tag “vip”."),
        (
            ("event", {"name": "Viewed", "amount": 3, "span": "last", "days": 1}),
            "they did “Viewed” at least 3 times in the last 1 day.",
        ),
        (
            ("event", {"name": "Viewed", "comparison": "exactly", "amount": 1}),
            "they did “Viewed” exactly 1 time.",
        ),
        (
            ("order_count", {"comparison": "between", "amount": 1, "upper": 3}),
            "they placed between 1 and 3 orders.",
        ),
        (
            ("order_money", {"fact": "revenue", "amount": 12500}),
            "they spent at least PKR 12,500.00.",
        ),
    ],
)
def test_sentences_read_like_english(workspace: Workspace, case: Case, words: str) -> None:
    assert said_of(workspace, case) == f"Everyone where {words}"


def test_an_audience_inside_is_called_by_its_name(shop: Shop) -> None:
    loyal = shop.audience("Loyal", city("Lahore"))
    rule = group("all", inside(loyal.pk), inside(loyal.pk + 1, "not_in"))
    assert said(shop.workspace, rule) == (
        "Everyone where they are in the audience “Loyal” and they are not in the audience (deleted)."
    )


@pytest.mark.parametrize(
    ("label", "said_inside"), [("City", "city"), ("E-mail", "e-mail"), ("SMS", "SMS"), ("", "")]
)
def test_a_label_within_a_sentence_begins_small(label: str, said_inside: str) -> None:
    assert inside_words(label) == said_inside

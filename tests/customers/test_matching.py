"""The matcher itself: folding, levels, weights, and its accuracy on public data."""

import csv
import random
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from raabta.customers.matching.blocking import LARGEST, Pairs, keys_of, pairs_of
from raabta.customers.matching.clusters import clusters_of
from raabta.customers.matching.comparing import compare, levels_of
from raabta.customers.matching.finding import Search
from raabta.customers.matching.folding import folded, sound
from raabta.customers.matching.people import email_key, gather, phone_key

FEBRL = Path("/work/shared/data/febrl")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ayesha", "عائشہ"),
        ("Ayesha", "আয়েশা"),
        ("Muhammad", "Mohammed"),
        ("Chowdhury", "Choudhary"),
        ("Philip", "Filip"),
        ("José", "Jose"),
        ("Rahman", "রহমান"),
    ],
)
def test_names_that_sound_alike_are_alike_in_every_script(one: str, other: str) -> None:
    assert sound(folded(one)) == sound(folded(other))


def test_names_that_differ_do_not_sound_alike() -> None:
    names = ("bilal", "farhan", "nadia", "zainab", "ahmed", "khan", "malik")
    assert len({sound(name) for name in names}) == len(names)


def level(field: str, left: str, right: str, **others: tuple[str, str]) -> str:
    """The level of a field for two people of whom only this, and the others, is known."""
    given = {field: (left, right), **others}
    people = gather((at, {key: [pair[at]] for key, pair in given.items()}) for at in (0, 1))
    pairs = Pairs(np.asarray([0]), np.asarray([1]))
    found = compare(people, pairs)[field][0]
    return "unknown" if found < 0 else levels_of(field)[found]


@pytest.mark.parametrize(
    ("field", "left", "right", "wanted"),
    [
        ("first_name", "Bob", "Robert", "short_form"),
        ("first_name", "A.", "Ayesha", "initial"),
        ("first_name", "Bilal", "Farhan", "different"),
        ("last_name", "Mc Donald", "McDonald", "near"),
        ("birth_date", "1990-03-04", "1990-04-03", "turned"),
        ("birth_date", "1990-03-04", "1990-03-05", "near"),
        ("birth_date", "1990-03-04", "1990-03-25", "parts"),
        ("email", "zainab.khan@mail.example", "zainab_khan@post.example", "mailbox"),
        ("email", "z.khan+shop@gmail.com", "zkhan@googlemail.com", "exact"),
        ("phone", "+923001234567", "0300 1234567", "exact"),
        ("phone", "+923001234567", "+923001234568", "near"),
        ("street", "12 Mall Rd", "12 Mall Road", "exact"),
        ("city", "Lahore", "Lahor", "near"),
        ("city", "Lahore", "", "unknown"),
    ],
)
def test_levels_of_agreement(field: str, left: str, right: str, wanted: str) -> None:
    assert level(field, left, right) == wanted


def test_swapped_names_count_once() -> None:
    names = {"last_name": ("Qureshi", "Bilal")}
    assert level("first_name", "Bilal", "Qureshi", **names) == "swapped"
    assert level("last_name", "Qureshi", "Bilal", first_name=("Bilal", "Qureshi")) == "unknown"


def test_a_city_says_nothing_once_the_postcode_agrees() -> None:
    same = {"postcode": ("54000", "54000")}
    assert level("city", "Lahore", "Lahore", **same) == "unknown"
    assert level("city", "Lahore", "Karachi", **same) == "different"


def test_the_best_of_several_values_counts() -> None:
    people = gather(
        [
            (1, {"email": ["a@one.example", "zainab.khan@mail.example"]}),
            (2, {"email": ["zainab.khan@mail.example", "b@two.example"]}),
        ]
    )
    assert compare(people, Pairs(np.asarray([0]), np.asarray([1])))["email"].tolist() == [0]


def test_keys_of_addresses() -> None:
    assert email_key("") == ""
    assert phone_key("+92 300 1234567") == phone_key("03001234567") == "001234567"


def test_a_key_that_very_many_share_does_not_explode() -> None:
    rows = [(at, {"first_name": ["Ali"], "last_name": ["Khan"]}) for at in range(10 * LARGEST)]
    people = gather(rows)
    keys = keys_of(people)
    compared = sum(len(pairs.left) for _key, pairs in pairs_of(people, keys))
    assert compared < 10 * len(people)
    assert [key.name for key in keys if key.large] == ["name"]


def test_nobody_and_one_person_are_no_duplicates() -> None:
    assert list(Search(gather([])).matches()) == []
    assert list(Search(gather([(1, {"first_name": ["Ada"]})])).matches()) == []


def made_up(chance: random.Random) -> str:
    return "".join(chance.choice("bdfghklmnprstvz") + chance.choice("aeiou") for _ in range(4))


def test_relatives_are_told_from_duplicates() -> None:
    chance = random.Random(5)  # noqa: S311  not a secret
    firsts = [made_up(chance) for _ in range(200)]
    rows: list[tuple[int, dict[str, list[str]]]] = []
    for home in range(300):
        family = {
            "last_name": [made_up(chance)],
            "street": [f"{home} {made_up(chance)} Road"],
            "postcode": [f"{chance.randrange(10_000, 99_999)}"],
        }
        for member, first in enumerate(chance.sample(firsts, 2)):
            rows.append((2 * home + member, {**family, "first_name": [first]}))
    twice = [0, 31, 62, 103, 205, 307, 410, 501]
    rows += [(1_000 + at, {**rows[at][1], "birth_date": ["1990-03-04"]}) for at in twice]
    found = {(match.left, match.right) for match in Search(gather(rows)).matches(0.5)}
    assert found == {(at, 1_000 + at) for at in twice}


def test_clusters_join_what_is_connected() -> None:
    assert clusters_of([(3, 2), (1, 2), (7, 9)]) == [[1, 2, 3], [7, 9]]


@pytest.mark.skipif(not FEBRL.exists(), reason="the FEBRL data sets are not here")
@pytest.mark.parametrize("number", [1, 2, 3])
def test_febrl_is_matched_with_the_defaults(number: int) -> None:
    with (FEBRL / f"dataset{number}.csv").open(encoding="utf-8", newline="") as file:
        read = csv.DictReader(file, skipinitialspace=True)
        rows = [{key.strip(): (value or "").strip() for key, value in row.items()} for row in read]
    groups = defaultdict(list)
    for place, row in enumerate(rows):
        groups[row["rec_id"].split("-")[1]].append(place)
    true = {pair for group in groups.values() for pair in combinations(group, 2)}
    people = gather(as_person(place, row) for place, row in enumerate(rows))
    found = {(match.left, match.right) for match in Search(people).matches()}
    right = len(found & true)
    precision, recall = right / len(found), right / len(true)
    assert 2 * precision * recall / (precision + recall) >= 0.97
    assert precision >= 0.99


def as_person(place: int, row: dict[str, str]) -> tuple[int, dict[str, list[str]]]:
    street = " ".join(filter(None, (row["street_number"], row["address_1"], row["address_2"])))
    return place, {
        "first_name": [row["given_name"]],
        "last_name": [row["surname"]],
        "birth_date": [row["date_of_birth"]],
        "id_number": [row["soc_sec_id"]],
        "street": [street],
        "city": [row["suburb"]],
        "postcode": [row["postcode"]],
        "region": [row["state"]],
    }

"""An audience as text: it reads well, comes back the same, and tells what is wrong by line."""

import pytest

from raabta.audiences.rules import parse, to_json
from raabta.audiences.text_form import BadText, Ids, Names, file_name, read, write
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in
from tests.audiences.conftest import Shop, city, group, inside
from tests.engines.cases import every_case

WORDS = """\
name: Lapsed regulars
description: came once, not again
rule:
  all:
    - attribute_text: {field: city, value: Lahore}
    - event: {name: Order placed, amount: 2, span: last, days: 90}
    - at least 2:
        - tag: {tags: [vip]}
        - none:
            - random_share: {percent: 10}
        - attribute_text: {field: city, value: "no"}
"""


def back(shop: Shop, rule: dict) -> dict:
    text = write(name="Any", description="", rule=rule, sentence="", there=Names(shop.workspace))
    return read(text, Ids(shop.workspace)).rule


def test_it_says_what_the_page_says(shop: Shop) -> None:
    found = read(WORDS, Ids(shop.workspace))
    assert (found.name, found.description) == ("Lapsed regulars", "came once, not again")
    rule = to_json(parse(found.rule))
    assert rule["items"][1]["params"] == {
        "name": "Order placed",
        "amount": "2",
        "span": "last",
        "days": 90,
    }
    assert rule["items"][2] == {
        "match": "some",
        "least": 2,
        "items": [
            {"key": "tag", "params": {"tags": ["vip"]}},
            group("none", {"key": "random_share", "params": {"percent": "10"}}),
            city("no") | {"params": {"field": "city", "value": "no"}},
        ],
    }


def test_every_condition_comes_back_as_it_was(shop: Shop) -> None:
    for key, params in every_case():
        rule = to_json(parse(group("all", {"key": key, "params": params})))
        if key == "in_audience" or "origin" in params:
            continue  # they name rows, which is tried below
        assert to_json(parse(back(shop, rule))) == rule


def test_odd_words_come_back(shop: Shop) -> None:
    odd = [
        "no",
        "007",
        "2026-01-01",
        "~",
        "a: b",
        "- x",
        "# y",
        "x # y",
        "{z}",
        " é\n",
        "'",
        '"',
        "null",
    ]
    for word in odd:
        rule = to_json(parse(group("any", city(word))))
        assert to_json(parse(back(shop, rule))) == rule, word


def test_audiences_are_called_by_name(shop: Shop) -> None:
    vip = shop.audience("VIP: gold", city("Lahore"))
    rule = group("all", inside(vip.pk))
    there = Names(shop.workspace)
    text = write(name="Not", description="", rule=rule, sentence="Everyone.", there=there)
    assert text == (
        "# Everyone.\nname: Not\nrule:\n  all:\n"
        "    - in_audience: {audience: 'VIP: gold', operator: in}\n"
    )
    assert read(text, Ids(shop.workspace)).rule == rule


def test_names_that_several_have_are_numbers(shop: Shop) -> None:
    first = shop.audience("Twice", city("Lahore"))
    first.archived_at = first.created_at
    first.save()
    second = shop.audience("Twice", city("Dhaka"))
    there, back_here = Names(shop.workspace), Ids(shop.workspace)
    assert there.of("audiences.Audience", first.pk) == f"#{first.pk}"
    assert there.of("audiences.Audience", second.pk) == "Twice"
    assert back_here.of("audiences.Audience", f"#{first.pk}") == first.pk
    assert back_here.of("audiences.Audience", "Twice") == second.pk


def test_another_workspace_is_out_of_reach(shop: Shop, other_workspace: Workspace) -> None:
    mine = shop.audience("Mine", city("Lahore"))
    for name in ("Mine", f"#{mine.pk}"):
        with working_in(other_workspace), pytest.raises(BadText, match="Line 4: Nothing is called"):
            read(
                f"name: X\nrule:\n  all:\n    - in_audience: {{audience: '{name}'}}\n",
                Ids(other_workspace),
            )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Line 1: There is nothing in it."),
        ("a: [", "Line 1: This is not readable as YAML"),
        ("a: \x00", "This is not readable as YAML"),
        ("name: X", "Line 1: An audience needs a rule."),
        ("rule: {all: []}", "Line 1: An audience needs a name of up to 120 letters."),
        ("name: X\nrule:\n  every: []", "Line 3: A group is one of"),
        ("name: X\nrule:\n  all: {tag: {}}", "Line 3: Conditions stand in a list"),
        ("name: X\nrule:\n  all: [tag]", "Line 3: A condition is its key"),
        ("name: X\nrule:\n  all:\n  - nothing: {}", "Line 4: No condition is called “nothing”."),
        ("name: X\nrule:\n  all:\n  - tag: {tga: x}", "Line 4: “tag” has no setting “tga”"),
        ("name: X\nrule:\n  all:\n  - event: {name: x, amount: few}", "amount: Enter a number."),
        ("name: X\nrule:\n  at least 3:\n  - tag: {tags: [x]}", "Line 3: least: Enter how many"),
        ("name: &a X\nrule: *a", "Line 1: Anchors and aliases are not read."),
        ("name: " + "[" * 30, "Line 1: This is nested too deep."),
        ("name: X\nwho: me\nrule: {all: []}", "Line 2: There is no “who” in an audience"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(shop: Shop, text: str, told: str) -> None:
    with pytest.raises(BadText) as caught:
        read(text, Ids(shop.workspace))
    assert told in str(caught.value)


def test_files_are_called_after_their_audience() -> None:
    assert file_name("Lapsed Regulars!", set()) == "lapsed-regulars.yaml"
    assert file_name("VIP", {"vip.yaml", "vip-2.yaml"}) == "vip-3.yaml"
    assert file_name("پرانے گاہک", set()) == "پرانے-گاہک.yaml"
    assert file_name("../..", set()) == "audience.yaml"

"""Formulas: the language, and that values stay right whatever changes a record."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raabta.customers.attributes import InvalidValue, parse_value
from raabta.customers.deed import SetField
from raabta.customers.formulas.checking import kind_given
from raabta.customers.formulas.computing import compute
from raabta.customers.formulas.functions import FUNCTIONS, OPERATORS
from raabta.customers.formulas.syntax import FormulaError, parse
from raabta.customers.models import AttributeDefinition, Company, Customer, CustomerChange
from raabta.customers.selections import Listed
from raabta.customers.services.attributes import define_attribute, edit_attribute
from raabta.customers.services.bulk_jobs import bulk_edit
from raabta.customers.services.companies import create_company, edit_company
from raabta.customers.services.computed import put_computed
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.unmerge import unmerge
from raabta.customers.services.people import create_customer, edit_customer
from raabta.customers.tasks import compute_formulas_daily
from raabta.kernel import clock, jobs
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from tests.customers.importing import imported

AYESHA = Actor(label="Ayesha", via="ui", user_id=1)
TODAY = date(2026, 7, 1)
FIELDS = {
    "points": "number",
    "attributes.points": "number",
    "spent": "number",
    "city": "text",
    "born": "date",
    "vip": "boolean",
    "likes": "list",
    "shoe-size": "number",
    "blob": "",
}
HELD: dict[str, Any] = {
    "points": 7,
    "attributes.points": 7,
    "city": "Lahore",
    "born": date(2000, 2, 29),
    "vip": True,
    "likes": ["Tea", "چائے"],
    "shoe-size": 42,
}


def value(text: str, **held: Any) -> Any:
    node = parse(text)
    kind_given(node, FIELDS.get)
    return compute(node, HELD | held, TODAY)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("-points + 10 % 4", -5),
        ("attributes.points / 2", 3.5),
        ("[shoe-size] - 2", 40),
        ("points / 0", None),
        ("points + spent", None),
        ("coalesce(spent, 0) + points", 7),
        ("points >= 7 and not (city = 'Karachi')", True),
        ("vip or spent > 3", True),
        ("vip and spent > 3", None),
        ("false and spent > 3", False),
        ("if(spent > 3, 'big', 'small')", "small"),
        ('IF(points > 5, "gold")', "gold"),
        ("if(points > 9, 'gold')", None),
        ("upper(left(city, 3))", "LAH"),
        ("right(city, 2)", "re"),
        ("length(trim('  ab '))", 2),
        ("concat(city, ' ', points, spent, ' ', 1 / 2)", "Lahore 7 0.5"),
        ("concat(spent)", None),
        ("contains(city, 'LAH')", True),
        ("contains(likes, 'tea')", True),
        ("round(2.5)", 3),
        ("round(-2.345, 2)", -2.35),
        ("floor(-1.5)", -2),
        ("min(points, 3, 9)", 3),
        ("max(born, today())", TODAY),
        ("days_between(born, today())", 9619),
        ("year(date('2026-03-31')) - month(born)", 2024),
        ("date('nonsense')", None),
        ("known(spent)", False),
        ("1e15", FormulaError),
        ("100000000000000 * 100", None),
    ],
)
def test_formulas_give_what_they_say(text: str, right: Any) -> None:
    if right is FormulaError:
        with pytest.raises(FormulaError):
            value(text)
    else:
        assert value(text) == right


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("", 0, "Write a formula"),
        ("points +", 8, "missing at the end"),
        ("points 2", 7, "not expected"),
        ("(points", 7, "is missing here"),
        ("1 < 2 < 3", 6, "not expected"),
        ("points + city", 9, "This is a text; a number is needed"),
        ("if(points, 1, 2)", 3, "yes or no is needed"),
        ("if(vip, 1, 'x')", 11, "a number is needed"),
        ("1 + pionts", 4, "no field “pionts”"),
        ("blob = 'x'", 0, "cannot compute with"),
        ("eval('1')", 0, "no function “eval”"),
        ("left(city)", 0, "Write it as left(text, 3)"),
        ("today(1)", 0, "Write it as today()"),
        ("likes = likes", 0, "a list; a number"),
        ("points ; 1", 7, "means nothing"),
        ("(" * 60 + "1" + ")" * 60, 40, "nested too deeply"),
        ("1" + "+1" * 60, 79, "nested too deeply"),
        ("1" * 1001, 1000, "at most 1000"),
    ],
)
def test_a_wrong_formula_says_what_is_wrong_and_where(text: str, at: int, says: str) -> None:
    with pytest.raises(FormulaError, match=says.replace("(", r"\(").replace(")", r"\)")) as caught:
        value(text)
    assert caught.value.at == at


PIECES = st.sampled_from(
    [
        *OPERATORS,
        *FUNCTIONS,
        *FIELDS,
        "(",
        ")",
        ",",
        "1",
        "0",
        "2.5",
        "'x'",
        '"',
        "'",
        "[",
        "]",
        "true",
        "999999999999999",
        ".",
        "٣",
        "\x00",
        "today()",
        "date('2026-01-01')",
        "𝟙",
    ]
)
VALUES = st.fixed_dictionaries(
    {
        "points": st.none() | st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15),
        "spent": st.none() | st.floats(-1, 1),
        "city": st.none() | st.text(min_size=1, max_size=5),
        "born": st.none() | st.dates(),
        "vip": st.none() | st.booleans(),
        "likes": st.none() | st.lists(st.text(max_size=3) | st.integers(), min_size=1),
    }
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=30), VALUES)
def test_any_text_is_a_formula_or_says_why_not(text: str, held: dict[str, Any]) -> None:
    try:
        found = value(text, **held)
    except FormulaError as error:
        found = error
    if isinstance(found, FormulaError):
        assert 0 <= found.at <= len(text)
        return
    assert found is None or isinstance(found, int | float | str | bool | date | list)


def expression(kind: str) -> Any:
    """Formulas that fit, of a kind."""
    leaves = {
        "number": st.sampled_from(["points", "spent", "0", "3.5"]),
        "text": st.sampled_from(["city", "'x'", "''"]),
        "date": st.sampled_from(["born", "today()", "date(city)"]),
        "boolean": st.sampled_from(["vip", "true"]),
        "list": st.just("likes"),
        "any": st.sampled_from(["vip", "points", "city", "born", "likes"]),
    }
    grown = [
        st.tuples(*(leaves[one.split(" ")[0]] for one in function.takes)).map(
            lambda args, name=name: f"{name}({', '.join(args)})"
        )
        for name, function in FUNCTIONS.items()
        if function.gives == kind and "same" not in function.takes
    ]
    return st.one_of(leaves[kind], *grown)


@settings(deadline=None)
@given(st.data(), VALUES)
def test_every_function_bears_every_value(data: st.DataObject, held: dict[str, Any]) -> None:
    numbers = [data.draw(expression("number")) for _ in range(3)]
    sign = data.draw(st.sampled_from("+-*/%"))
    whole = f"round(({numbers[0]} {sign} {numbers[1]}) * max({numbers[2]}, 2), {numbers[2]})"
    found = value(whole, **held)
    assert found is None or abs(found) <= 1e15
    for kind in ("text", "date", "boolean"):
        value(data.draw(expression(kind)), **held)


# what keeps the values right


def run_jobs() -> int:
    done = 0
    while jobs.run_next([jobs.DEFAULT]):
        done += 1
    return done


def define(workspace: Workspace, key: str, kind: str, **more: Any) -> AttributeDefinition:
    values = {"label": key.title(), "key": key, "kind": kind, **more}
    return define_attribute(workspace=workspace, actor=AYESHA, values=values)


def person(workspace: Workspace, **values: Any) -> int:
    given = {key.replace("__", "."): value for key, value in values.items()}
    return create_customer(workspace=workspace, actor=AYESHA, values=given).pk


def held(pk: int) -> dict[str, Any]:
    return Customer.objects.get(pk=pk).attributes


@pytest.fixture
def formulas(workspace: Workspace) -> Workspace:
    """Double rests on points, level on double, greeting on fields."""
    define(workspace, "points", "number")
    define(workspace, "double", "number", formula="points * 2")
    define(workspace, "level", "text", formula="if(double > 10, 'Gold', 'Silver')")
    define(workspace, "greeting", "text", formula="concat(upper(first_name), ' ', city)")
    return workspace


def test_every_way_in_computes_the_values_anew(formulas: Workspace) -> None:
    pk = person(formulas, first_name="Zainab", city="Lahore", attributes__points=3)
    assert held(pk) == {
        "points": 3, "double": 6, "level": "Silver", "greeting": "ZAINAB Lahore"
    }  # fmt: skip
    edit_customer(workspace=formulas, actor=AYESHA, customer_id=pk, values={"attributes.points": 6})
    assert (held(pk)["double"], held(pk)["level"]) == (12, "Gold")
    bulk_edit(
        workspace=formulas,
        actor=AYESHA,
        selection=Listed(ids=[pk]),
        deed=SetField(field="attributes.points", value=1),
        count=1,
    )
    assert (held(pk)["double"], held(pk)["level"]) == (2, "Silver")
    put_computed(workspace=formulas, key="points", values={pk: 8})
    assert held(pk)["level"] == "Gold"
    edit_customer(
        workspace=formulas, actor=AYESHA, customer_id=pk, values={"attributes.points": None}
    )
    assert held(pk) == {"level": "Silver", "greeting": "ZAINAB Lahore"}
    assert not CustomerChange.objects.filter(field="attributes.double").exists()


def test_companies_have_formulas_too(workspace: Workspace) -> None:
    define(workspace, "staff", "number", subject="company")
    define(workspace, "size", "text", subject="company", formula="if(staff > 9, 'big', 'small')")
    made = create_company(
        workspace=workspace, actor=AYESHA, values={"name": "Chai", "attributes": {"staff": 20}}
    )
    assert Company.objects.get(pk=made.pk).attributes == {"staff": 20, "size": "big"}
    values = {"attributes": {"staff": 2, "size": "huge"}}
    edit_company(workspace=workspace, actor=AYESHA, company_id=made.pk, values=values)
    assert Company.objects.get(pk=made.pk).attributes == {"staff": 2, "size": "small"}


def test_a_new_formula_and_a_changed_one_reach_everybody(workspace: Workspace) -> None:
    define(workspace, "points", "number")
    ids = [person(workspace, attributes__points=at) for at in range(3)]
    made = define(workspace, "double", "number", formula="points * 2")
    run_jobs()
    assert [held(pk).get("double") for pk in ids] == [0, 2, 4]
    edit_attribute(
        workspace=workspace,
        actor=AYESHA,
        definition_id=made.pk,
        values={"formula": "if(points > 0, points * 3)"},
    )
    run_jobs()
    assert [held(pk).get("double") for pk in ids] == [None, 3, 6]


def test_a_formula_of_the_day_moves_at_midnight_of_the_workspace(workspace: Workspace) -> None:
    workspace.time_zone = "Asia/Karachi"
    workspace.save()
    late = datetime(2026, 6, 30, 18, 30, tzinfo=UTC)  # half an hour before midnight
    with clock.turned_to(late):
        define(workspace, "joined", "date")
        define(workspace, "age", "number", formula="days_between(joined, today())")
        pk = person(workspace, attributes__joined="2026-06-30")
        run_jobs()
        assert held(pk)["age"] == 0
        compute_formulas_daily()
        assert run_jobs() == 0
    with clock.turned_to(late + timedelta(hours=1)):
        compute_formulas_daily()
        run_jobs()
    assert held(pk)["age"] == 1


def test_circles_and_misfits_are_refused(formulas: Workspace) -> None:
    double = AttributeDefinition.objects.get(key="double")
    for text, says in [
        ("length(level)", "circle"),
        ("double + 1", "circle"),
        ("city", "another kind"),
        ("nothing_here", "no field"),
    ]:
        with pytest.raises(FormulaError, match=says):
            edit_attribute(
                workspace=formulas,
                actor=AYESHA,
                definition_id=double.pk,
                values={"formula": text},
            )
    points = AttributeDefinition.objects.get(key="points")
    with pytest.raises(FormulaError, match="People fill this"):
        edit_attribute(
            workspace=formulas, actor=AYESHA, definition_id=points.pk, values={"formula": "1"}
        )
    kept = dict(AttributeDefinition.objects.values_list("key", "formula"))
    assert (kept["double"], kept["points"]) == ("points * 2", "")


def test_nobody_writes_a_formula_and_limits_hold(workspace: Workspace) -> None:
    define(workspace, "points", "number")
    made = define(workspace, "few", "number", formula="points", rules={"most": 5})
    with pytest.raises(InvalidValue, match="computed by a formula"):
        parse_value(made, 3)
    assert held(person(workspace, attributes__points=6)) == {"points": 6}
    assert held(person(workspace, attributes__points=5)) == {"points": 5, "few": 5}


def test_values_follow_a_merge_and_its_undoing(formulas: Workspace) -> None:
    kept = person(formulas, first_name="Zainab", city="Lahore")
    other = person(formulas, first_name="Zainab", city="Dhaka", attributes__points=9)
    done = merge_customers(workspace=formulas, actor=AYESHA, survivor_id=kept, other_id=other)
    assert held(kept) == {
        "points": 9, "double": 18, "level": "Gold", "greeting": "ZAINAB Lahore"
    }  # fmt: skip
    unmerge(workspace=formulas, actor=AYESHA, merge_id=done.pk)
    assert held(kept) == {"level": "Silver", "greeting": "ZAINAB Lahore"}
    assert (held(other)["double"], held(other)["greeting"]) == (18, "ZAINAB Dhaka")


def test_values_follow_an_import(formulas: Workspace) -> None:
    run_jobs()
    imported(
        formulas,
        "Email,First name,Points\nz@mail.example,Zainab,6\n",
        mapping={"Points": "attributes.points"},
    )
    one = Customer.objects.get(email="z@mail.example").attributes
    assert (one["double"], one["level"], one["greeting"]) == (12, "Gold", "ZAINAB")

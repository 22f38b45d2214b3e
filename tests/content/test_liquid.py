from datetime import UTC, datetime

import pytest

from raabta.content.liquid.analysis import mentions, uses
from raabta.content.liquid.environment import LiquidProblem, parse, plain_tokens
from raabta.kernel import clock


def rendered(source: str, language: str = "en", *, escapes: bool = False, **data: object) -> str:
    return parse(source, language=language, escapes=escapes).render(data)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ 1234.5 | money: 'PKR' }}", "PKR\u00a01,234.50"),
        ("{{ 123450 | money: 'JPY' }}", "¥123,450"),
        ("{{ '12500.00' | money: 'GBP' }}", "£12,500.00"),
        ("{{ 'x' | money: 'PKR' }}", "x"),
        ("{{ 123450 | money: 'nonsense' }}", "123450"),
        ("{{ nothing | money: 'PKR' }}", ""),
        ("{{ 1234567.5 | number }}", "1,234,567.5"),
        ("{{ '2026-03-14' | date }}", "Mar 14, 2026"),
        ("{{ '2026-03-14' | date: 'd MMMM' }}", "14 March"),
        ("{{ 'nonsense' | date }}", "nonsense"),
        ("{{ '' | default: 'friend' }}", "friend"),
    ],
)
def test_filters_write_values_as_the_reader_does(source: str, expected: str) -> None:
    assert rendered(source) == expected


def test_dates_stand_in_the_readers_zone_and_digits() -> None:
    moment = datetime(2026, 3, 14, 21, 0, tzinfo=UTC)
    data = {"at": moment, "person": {"time_zone": "Asia/Karachi"}}
    assert rendered("{{ at | date }} {{ at | time }}", **data) == "Mar 15, 2026 2:00\u202fAM"
    assert rendered("{{ at | date: 'd' }} {{ 1234 | number }}", "bn", **data) == "১৫ ১,২৩৪"
    assert rendered("{{ at | date: 'd MMMM' }}", "ur", **data) == "15 مارچ"


def test_today_comes_from_our_own_clock() -> None:
    with clock.turned_to(datetime(2020, 1, 2, tzinfo=UTC)):
        assert rendered("{{ 'now' | date: 'y' }}") == "2020"


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("a\n{{ x | nosuch }}", 2, "There is no filter called nosuch."),
        ("{{ x | safe }}", 1, "There is no filter called safe."),
        ("a\nb\n{% nosuch %}", 3, "There is no tag called nosuch here."),
        ("{% include 'x' %}", 1, "There is no tag called include here."),
        ("{% render 'x' %}", 1, "There is no tag called render here."),
        ("{% for i in (1..100000000) %}{% endfor %}", 1, "A range must be"),
        ("{{ (1..n) | join }}", 1, "A range must be"),
    ],
)
def test_what_the_sandbox_refuses_is_told_with_its_line(
    source: str, line: int, reason: str
) -> None:
    with pytest.raises(LiquidProblem) as error:
        parse(source, language="en", escapes=True)
    assert error.value.line == line
    assert error.value.reason.startswith(reason)


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in (1..1000) %}{% for b in (1..1000) %}x{% endfor %}{% endfor %}",
        "{% assign x = 'aaaaaaaaaa' %}{% for i in (1..40) %}{% assign x = x | append: x %}{% endfor %}",
        (
            "{% assign x = 'aaaaaaaaaa' %}{% for i in (1..9) %}{% assign x = x | append: x %}"
            "{% endfor %}{{ x | replace: '', x | replace: '', x }}"
        ),
        "{% assign x = 9 %}{% for i in (1..60) %}{% assign x = x | times: x %}{% endfor %}{{ x }}",
    ],
)
def test_a_template_that_grows_without_end_is_stopped(source: str) -> None:
    template = parse(source, language="en", escapes=False)
    with pytest.raises(Exception, match=r"limit|too long|digits"):
        template.render()


def test_values_are_escaped_in_html_and_raw_in_text() -> None:
    data = {"name": "<script>alert(1)</script>"}
    assert rendered("{{ name }}", escapes=True, **data) == ("&lt;script&gt;alert(1)&lt;/script&gt;")
    assert rendered("{{ name | default: 'x' | upcase }}", escapes=True, **data).startswith("&lt;")
    assert rendered("{{ name }}", **data) == "<script>alert(1)</script>"


def test_python_objects_are_out_of_reach() -> None:
    assert rendered("{{ name.__class__ }}{{ name['__class__'] }}", name="x") == ""


def test_entities_that_an_editor_put_into_liquid_are_decoded() -> None:
    source = "a &amp; {% if x &gt; 1 %}&lt;{% endif %} {{ y | default: &quot;z&quot; }}"
    assert plain_tokens(source) == 'a &amp; {% if x > 1 %}&lt;{% endif %} {{ y | default: "z" }}'


def test_analysis_knows_what_is_printed_and_what_stands_in() -> None:
    template = parse(
        "{{ a.b }}{{ c | default: 'x' }}{% if d %}{{ d }}{% endif %}{% assign e = f %}{{ e }}"
        "{% for g in h.list %}{{ g.i }}{{ forloop.index }}{% endfor %}{{ j.list[0].k }}"
        "{% unless l %}{% else %}{{ l }}{% endunless %}",
        language="en",
        escapes=False,
    )
    assert {use.name: use.has_fallback for use in uses(template)} == {
        "a.b": False,
        "c": True,
        "d": True,
        "f": False,
        "j.list": False,
        "l": True,
    }
    assert {mention.name for mention in mentions(template)} == {
        *("a.b", "c", "d", "f", "h.list", "j.list", "l")
    }

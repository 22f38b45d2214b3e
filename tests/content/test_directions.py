import pytest

from raabta.content import mjml
from raabta.content.directions import is_right_to_left, localised, text_direction
from raabta.content.rendering import compile_source, render

BODY = (
    '<mjml><mj-body><mj-section padding="1px 2px 3px 4px"><mj-column>'
    '<mj-text align="left" padding-left="9px" font-family="Georgia">%s</mj-text>'
    '<mj-button align="right" href="https://x.example">%s</mj-button></mj-column></mj-section>'
    "</mj-body></mjml>"
)


def page(language: str, words: str = "x", body: str = BODY) -> str:
    source = body.replace("%s", words)
    compiled = compile_source(source, language=language, subject="s", preheader="", own_text="")
    return render(compiled, {}).html


def test_an_urdu_mail_is_mirrored() -> None:
    html = page("ur", "سلام")
    assert '<html lang="ur" dir="rtl"' in html
    assert "direction:rtl" in html
    assert "direction:ltr" not in html
    assert "text-align:right" in html
    assert "padding:1px 4px 3px 2px" in html
    assert "padding-right:9px" in html
    assert "padding-left:9px" not in html
    assert '<td align="left" vertical-align="middle"' in html
    assert "'Noto Nastaliq Urdu'" in html
    assert "Georgia" in html
    assert "line-height:2" in html


def test_an_english_mail_stays_as_it_was_written() -> None:
    html = page("en")
    assert '<html lang="en" dir="ltr"' in html
    assert "padding:1px 2px 3px 4px" in html
    assert "direction:rtl" not in html
    assert "Nastaliq" not in html


def test_a_bengali_mail_has_fonts_and_lines_for_its_letters() -> None:
    html = page("bn", "নমস্কার")
    assert "'Noto Sans Bengali'" in html
    assert "line-height:1.65" in html
    assert 'dir="ltr"' in html


def test_a_block_in_another_direction_gets_its_own() -> None:
    assert '<div dir="rtl">سلام' in page("en", "سلام {{ person.first_name }}")
    assert '<div dir="ltr">Hello' in page("ur", "Hello")
    assert "<div dir=" not in page("en", "<b>{{ a }}</b> 12 Hello سلام")


def test_a_tree_that_says_its_direction_is_not_mirrored() -> None:
    body = BODY.replace("<mj-section ", '<mj-section direction="rtl" ')
    html = page("ur", "سلام", body)
    assert "padding:1px 2px 3px 4px" in html
    assert "padding-left:9px" in html


def test_making_a_tree_ready_leaves_the_original_alone() -> None:
    tree = mjml.parse(BODY.replace("%s", "سلام"))
    before = mjml.render(tree)
    localised(tree, "ur")
    assert mjml.render(tree) == before


@pytest.mark.parametrize(
    ("language", "expected"), [("ur", True), ("ur-PK", True), ("AR", True), ("bn", False)]
)
def test_languages_that_run_from_right_to_left(language: str, *, expected: bool) -> None:
    assert is_right_to_left(language) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("<p>سلام</p>", "rtl"), ("Hi", "ltr"), ("{{ Name }} 123 &nbsp;", ""), ("12 שלום", "rtl")],
)
def test_the_first_letter_gives_the_direction(text: str, expected: str) -> None:
    assert text_direction(text) == expected

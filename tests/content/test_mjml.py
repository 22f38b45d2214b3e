from html.parser import HTMLParser
from pathlib import Path

import mrml
import pytest

from raabta.content import mjml
from raabta.content.block import block_for
from raabta.content.field_values import changed, shown
from raabta.content.mjml import MjmlError, Node
from raabta.content.tree import children_at, move, replace, walk

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/email_mjml"
FILES = sorted(FOLDER.rglob("*.mjml"))


def compiled(source: str) -> str | None:
    try:
        return str(mrml.to_html(source).content)
    except OSError:
        return None


class Dom(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[object] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.seen.append(words)

    def handle_comment(self, data: str) -> None:
        self.seen.append(("comment", " ".join(data.split())))


def dom(source: str) -> list[object]:
    return Dom(source).seen


@pytest.mark.skipif(not FILES, reason="the MJML files of shared/data are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(FOLDER)))
def test_the_round_trip_of_a_real_mail_compiles_to_the_same_page(path: Path) -> None:
    source = path.read_text()
    expected = compiled(source)
    if expected is None:
        pytest.skip("mrml does not compile the file itself")
    tree = mjml.parse(source)
    again = mjml.render(tree)
    assert dom(compiled(again) or "") == dom(expected)
    assert mjml.parse(again) == tree
    to_read = mjml.laid_out(tree)
    assert dom(compiled(to_read) or "") == dom(expected)
    assert mjml.parse(to_read) == tree


@pytest.mark.skipif(not FILES, reason="the MJML files of shared/data are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(FOLDER)))
def test_editor_operations_that_change_nothing_change_nothing(path: Path) -> None:
    source = path.read_text()
    if compiled(source) is None:
        pytest.skip("mrml does not compile the file itself")
    tree = mjml.parse(source)
    for place, node in walk(tree):
        assert saved_unchanged(node) is node
        assert replace(tree, place, lambda same: same) == tree
        if len(children_at(tree, place[:-1])) > 1:
            other = (place[-1] + 1) % len(children_at(tree, place[:-1]))
            away, new = move(tree, place, place[:-1], other)
            assert move(away, new, place[:-1], place[-1])[0] == tree


def saved_unchanged(node: Node) -> Node:
    """What the form of a block writes back when nobody typed."""
    member = block_for(node)
    for field in member.fields if member else ():
        node = changed(node, field, shown(node, field).replace("\n", "\r\n"))
    return node


def test_liquid_entities_comments_and_unknown_tags_are_kept_word_for_word() -> None:
    source = (
        "<mjml><mj-body><!-- a <mj-text> --><mj-section>{% if a < b %}<mj-column>"
        '<mj-strange one=\'say "x"\' two="&amp;&nbsp;"><mj-text>a &lt; b &amp; {{ c | default: "d" }}'
        "</mj-text></mj-strange></mj-column>{% endif %}</mj-section></mj-body></mjml>"
    )
    assert mjml.render(mjml.parse(source)) == source


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("<mjml>\n<mj-body>\n</mjml>", 3, "</mjml> stands where </mj-body> should be."),
        ("<mjml>\n<mj-body>", 2, "<mj-body> is never closed."),
        ("<mjml><mj-body>\n<mj-text>x\n</mj-body></mjml>", 2, "<mj-text> is never closed."),
        ("</mj-body>", 1, "</mj-body> closes nothing."),
        ("<mjml>\n\n<mj-text color=red>x</mj-text></mjml>", 3, "This tag is not written correctly"),
        ('<mjml>\n<mj-text color="red>x</mj-text></mjml>', 2, "This tag is not written correctly"),
        ('<mjml>\n<mj-include path="/etc/passwd" /></mjml>', 2, "<mj-include> is not allowed"),
        ('<mj-text a="1" a="2">x</mj-text>', 1, "The attribute a is given twice."),
    ],
)
def test_a_parse_error_tells_the_line_and_the_reason(source: str, line: int, reason: str) -> None:
    with pytest.raises(MjmlError) as error:
        mjml.parse(source)
    assert error.value.line == line
    assert error.value.reason.startswith(reason)


def test_mails_that_are_too_long_too_deep_or_too_many_blocks_are_refused() -> None:
    for source in (
        "x" * 500_001,
        "<mj-wrapper>" * 41 + "</mj-wrapper>" * 41,
        "<mj-spacer />" * 5_001,
    ):
        with pytest.raises(MjmlError):
            mjml.parse(source)


def test_code_to_edit_has_a_block_in_a_line_and_moves_no_text() -> None:
    tree = mjml.parse(
        "<mjml><mj-body><!-- a --><mj-section><mj-column><mj-text>Hi\n you</mj-text><mj-spacer />"
        "</mj-column></mj-section><mj-wrapper> loose <mj-section></mj-section></mj-wrapper>"
        "</mj-body></mjml>"
    )
    assert mjml.laid_out(tree) == (
        "<mjml>\n"
        "  <mj-body>\n"
        "    <!-- a -->\n"
        "    <mj-section>\n"
        "      <mj-column>\n"
        "        <mj-text>Hi\n you</mj-text>\n"
        "        <mj-spacer />\n"
        "      </mj-column>\n"
        "    </mj-section>\n"
        "    <mj-wrapper> loose <mj-section></mj-section></mj-wrapper>\n"
        "  </mj-body>\n"
        "</mjml>\n"
    )
    assert mjml.parse(mjml.laid_out(tree)) == tree

from raabta.content import mjml
from raabta.content.plain_text import from_html, plain_text


def test_the_plain_text_reads_in_order_with_links_lists_and_tables() -> None:
    tree = mjml.parse(
        "<mjml><mj-head><mj-title>T</mj-title><mj-style>a{}</mj-style></mj-head><mj-body>"
        "<mj-section><mj-column><mj-image src='x' alt='A &amp; B' href='https://x.example' />"
        "<mj-text><h1>Title</h1><p>One&nbsp;<b>two</b><br>three</p>"
        "<ul><li>a</li><li><p>b <a href='https://b.example'>link</a></p></li></ul>"
        "<ol><li>first</li><li>second</li></ol>"
        "<a href='https://same.example'>https://same.example</a></mj-text></mj-column>"
        "<mj-column><mj-divider /><mj-table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr>"
        "</mj-table><mj-button href='{{ shop }}'>Buy now</mj-button><mj-spacer />"
        "</mj-column></mj-section></mj-body></mjml>"
    )
    assert plain_text(tree) == (
        "A & B (https://x.example)\n\nTitle\n\nOne\u00a0two\nthree\n\n- a\n"
        "- b link (https://b.example)\n\n1. first\n2. second\n\nhttps://same.example\n\n"
        "----------------------------------------\n\n1 2\n3\n\nBuy now ({{ shop }})"
    )


def test_liquid_is_kept_wherever_it_stands() -> None:
    tree = mjml.parse(
        "<mjml><mj-body>{% if a &gt; b %}<mj-section><mj-column><mj-text>"
        '{{ x | default: "<b>" }}{% if y &lt; 1 %}<br>z{% endif %}</mj-text></mj-column>'
        "</mj-section>{% endif %}</mj-body></mjml>"
    )
    assert plain_text(tree) == (
        '{% if a > b %}\n\n{{ x | default: "<b>" }}{% if y < 1 %}\nz{% endif %}\n\n{% endif %}'
    )


def test_styles_and_scripts_are_no_words() -> None:
    assert from_html("<style>a{}</style>x<script>y</script>z") == "xz"

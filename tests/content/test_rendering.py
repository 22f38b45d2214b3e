import pytest

from raabta.content.compiling import CompileError
from raabta.content.models import Variant
from raabta.content.rendering import (
    Compiled,
    RenderError,
    compile_source,
    people_data,
    pick_variant,
    render,
)
from raabta.content.services import add_variant, create_template
from raabta.customers.models import Company, Customer
from raabta.kernel import clock
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

BODY = """<mjml><mj-body><mj-section><mj-column>
<mj-text><h1>Hi {{ person.first_name | default: "friend" }}</h1>
<p>See <a href="https://shop.example/?a=1&amp;b=2">our shop</a>, <a href="{{ person.site }}">yours</a>
or <a href="https://shop.example/{{ person.city }}">{{ person.city }}</a>.</p></mj-text>
<mj-button href="https://shop.example/sale">Buy</mj-button>
<mj-text><a href="{{ unsubscribe_url }}">Out</a> <a href="mailto:a@b.example">Write</a></mj-text>
</mj-column></mj-section></mj-body></mjml>"""
EXTRAS = {"unsubscribe_url": "https://raabta.example/u/1?x=1&y=2"}


def made(subject: str = "For {{ person.first_name }}", body: str = BODY, **more: str) -> Compiled:
    values = {"language": "en", "preheader": "", "own_text": "", **more}
    return compile_source(body, subject=subject, **values)


def tracked(address: str) -> str:
    return f"https://t.example/?to={address}"


def test_a_mail_is_made_for_one_person() -> None:
    mail = render(made(), {"person": {"first_name": "Ayesha", "city": "Lahore"}}, None, EXTRAS)
    assert mail.subject == "For Ayesha"
    assert "<h1>Hi Ayesha</h1>" in mail.html
    assert 'href="https://raabta.example/u/1?x=1&amp;y=2"' in mail.html
    assert mail.missing == ("person.site",)
    assert mail.unfilled == ("person.site",)
    assert mail.text == (
        "Hi Ayesha\n\nSee our shop (https://shop.example/?a=1&b=2), yours () or "
        "Lahore (https://shop.example/Lahore).\n\nBuy (https://shop.example/sale)\n\n"
        "Out (https://raabta.example/u/1?x=1&y=2) Write (a@b.example)"
    )


def test_every_web_link_may_be_rewritten_but_never_the_way_out() -> None:
    person = {"person": {"first_name": "A", "city": "Lahore", "site": "https://own.example"}}
    mail = render(made(), person, tracked, EXTRAS)
    assert mail.html.count("https://t.example/?to=") == 4
    assert mail.text.count("https://t.example/?to=") == 4
    assert 'href="https://t.example/?to=https://shop.example/?a=1&amp;b=2"' in mail.html
    assert 'href="https://raabta.example/u/1?x=1&amp;y=2"' in mail.html
    assert 'href="mailto:a@b.example"' in mail.html
    assert "\x02" not in mail.html + mail.text


def test_the_links_of_a_variant_are_listed_with_their_liquid() -> None:
    assert made().links == (
        "https://shop.example/?a=1&b=2",
        "{{ person.site }}",
        "https://shop.example/{{ person.city }}",
        "https://shop.example/sale",
        "{{ unsubscribe_url }}",
        "mailto:a@b.example",
    )


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " JavaScript:alert(1)", "data:x,y", "x"]
)
def test_a_persons_value_cannot_become_a_dangerous_link(address: str) -> None:
    mail = render(made(), {"person": {"site": address}}, tracked, EXTRAS)
    assert '<a href="#">yours</a>' in mail.html
    assert "javascript" not in mail.html.lower()


def test_a_persons_value_cannot_become_markup_or_a_header() -> None:
    name = '"><script>alert(1)</script>\r\nBcc: all@example.com\x00'
    mail = render(made(), {"person": {"first_name": name, "site": name}}, tracked, EXTRAS)
    assert "<script" not in mail.html
    assert mail.subject == 'For "><script>alert(1)</script> Bcc: all@example.com'


def test_a_value_of_another_shape_fails_for_this_person_only() -> None:
    compiled = made(subject="{{ person.first_name | times: 'x' | divided_by: 0 }}")
    with pytest.raises(RenderError):
        render(compiled, {"person": {"first_name": 3}}, None, EXTRAS)


def test_the_preview_line_the_title_and_the_language_are_in_the_page() -> None:
    page = render(made(preheader="Only <today>", language="ur"), {"person": {}}, None, EXTRAS).html
    assert "Only &lt;today&gt;" in page
    assert '<html lang="ur" dir="rtl"' in page
    assert "<title>For </title>" in page


def test_own_plain_text_replaces_the_made_one_and_its_links_are_rewritten_too() -> None:
    compiled = made(own_text="Dear {{ person.first_name }}: shop (https://shop.example/x)")
    mail = render(compiled, {"person": {"first_name": "A"}}, tracked, EXTRAS)
    assert mail.text == "Dear A: shop (https://t.example/?to=https://shop.example/x)"


def test_liquid_around_and_inside_blocks_survives_compilation() -> None:
    body = (
        "<mjml><mj-body>{% if person.vip %}<mj-section><mj-column><mj-text>"
        "{% for o in orders.recent %}{% if o.n &gt; 1 %}<b>{{ o.n }}</b>{% endif %}{% endfor %}"
        "</mj-text></mj-column></mj-section>{% else %}<mj-raw>nobody</mj-raw>{% endif %}"
        "</mj-body></mjml>"
    )
    compiled = made(body=body)
    orders = {"recent": [{"n": 1}, {"n": 2}]}
    mail = render(compiled, {"person": {"vip": True}, "orders": orders})
    assert "<b>2</b>" in mail.html
    assert "<b>1</b>" not in mail.html
    assert mail.text == "2"
    assert "nobody" in render(compiled, {"person": {}}).html


def test_a_tree_that_is_no_mail_is_refused() -> None:
    for body in ("<mj-text>x</mj-text>", "<mjml></mjml>"):
        with pytest.raises(CompileError):
            made(body=body)


def person(workspace: Workspace, **values: object) -> Customer:
    now = clock.now()
    return Customer.objects.create(workspace=workspace, created_at=now, updated_at=now, **values)


def test_people_data_comes_from_every_source(workspace: Workspace) -> None:
    now = clock.now()
    company = Company.objects.create(
        workspace=workspace, name="Traders", city="Karachi", created_at=now, updated_at=now
    )
    one = person(workspace, first_name="Ayesha", company=company, attributes={"tier": "gold"})
    two = person(workspace, email="b@x.example")
    data = people_data(workspace, [one.pk, two.pk, 0])
    assert data[one.pk]["person"]["attributes"] == {"tier": "gold"}
    assert data[one.pk]["company"]["name"] == "Traders"
    assert data[one.pk]["workspace"]["name"] == "Shop"
    assert data[two.pk]["person"]["name"] == "b@x.example"
    assert "company" not in data[two.pk]


def test_people_of_another_workspace_have_no_data(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    with working_in(other_workspace):
        stranger = person(other_workspace, first_name="Secret")
    assert "person" not in people_data(workspace, [stranger.pk])[stranger.pk]


def test_a_reader_gets_their_language_its_base_or_the_default(workspace: Workspace) -> None:
    template = create_template(
        workspace=workspace, actor=SYSTEM, name="T", language="en", tree=[], subject="x"
    )
    add_variant(template=template, actor=SYSTEM, language="ur")
    picked = {
        language: found.language
        for language in ("ur", "ur-PK", "bn", "", "en-GB")
        if (found := pick_variant(template, language))
    }
    assert picked == {"ur": "ur", "ur-PK": "ur", "bn": "en", "": "en", "en-GB": "en"}
    Variant.objects.filter(template=template).delete()
    assert pick_variant(template, "en") is None

import pytest

from raabta.content import mjml, services
from raabta.content.checks import BLOCK, problems
from raabta.content.models import Template, Variant
from raabta.content.services.images import store_image
from raabta.content.starter import STARTERS, starter_tree
from raabta.customers.models import AttributeDefinition, Customer
from raabta.kernel import clock
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace

FOOTER = '{{ workspace.postal_address }} <a href="{{ unsubscribe_url }}">Out</a>'
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x0b\xb8\x00\x00\x00\x64\x08\x06\x00\x00\x00"


@pytest.fixture
def addressed(workspace: Workspace) -> Workspace:
    workspace.postal_address = "12 Mall Road, Lahore"
    workspace.save()
    return workspace


def template(workspace: Workspace, inside: str, subject: str = "Hello", **more: str) -> Template:
    source = (
        f"<mjml><mj-body><mj-section><mj-column>\n{inside}\n<mj-text>{FOOTER}</mj-text>"
        "</mj-column></mj-section></mj-body></mjml>"
    )
    return services.create_template(
        workspace=workspace,
        actor=SYSTEM,
        name="T",
        language="en",
        tree=mjml.parse(source),
        subject=subject,
        **more,
    )


def codes(workspace: Workspace, made: Template) -> dict[str, str]:
    return {problem.code: problem.severity for problem in problems(workspace, made)}


def test_a_good_mail_has_no_problem(addressed: Workspace) -> None:
    inside = '<mj-text>Hi {{ person.first_name | default: "you" }}</mj-text>'
    assert codes(addressed, template(addressed, inside)) == {}


@pytest.mark.parametrize(
    ("inside", "code", "severity"),
    [
        ("<mj-text>{{ person.first_name }}</mj-text>", "missing_fallback", "block"),
        ("<mj-text>{{ person.frist_name }}</mj-text>", "unknown_variable", "block"),
        ("<mj-text>{{ nobody.knows }}</mj-text>", "unknown_variable", "block"),
        ("<mj-text>{{ person.name | nosuch }}</mj-text>", "liquid", "block"),
        ("<mj-text>{% if person.name %}x</mj-text>", "liquid", "block"),
        ('<mj-button href="#">x</mj-button>', "empty_link", "block"),
        ("<mj-text><a href=''>x</a></mj-text>", "empty_link", "block"),
        ('<mj-button href="http://localhost:8000/x">x</mj-button>', "empty_link", "block"),
        ('<mj-image src="" alt="x" />', "no_picture", "block"),
        ('<mj-image src="https://x.example/a.png" />', "no_alt", "warn"),
        ('<mj-image src="/media/AAAAAAAAAAAAAAAAAAAAAA" alt="x" />', "lost_picture", "block"),
        ('<mj-image src="data:image/png;base64,x" alt="x" />', "data_picture", "warn"),
        ('<mj-text color="#cccccc">x</mj-text>', "contrast", "warn"),
        (
            '<mj-button href="https://x.example" background-color="#ffff00">x</mj-button>',
            "contrast",
            "warn",
        ),
        ("<mj-text>Lorem ipsum dolor</mj-text>", "placeholder", "warn"),
        ("<mj-text>TODO</mj-text>", "placeholder", "warn"),
        (f"<mj-text>{'x' * 110_000}</mj-text>", "heavy", "warn"),
    ],
)
def test_each_mistake_is_found(addressed: Workspace, inside: str, code: str, severity: str) -> None:
    assert codes(addressed, template(addressed, inside)) == {code: severity}


def test_a_problem_leads_to_its_block_and_line(addressed: Workspace) -> None:
    made = template(addressed, "<mj-text>a</mj-text>\n<mj-text>b\n{{ person.city }}</mj-text>")
    found = problems(addressed, made)[0]
    variant = Variant.objects.get(template=made)
    assert (found.variant_id, found.path, found.where) == (variant.pk, "0.0.0.0.1", "English: Text")
    assert "person.city" in found.message


def test_the_required_footer_is_missed(addressed: Workspace) -> None:
    tree = mjml.parse(
        "<mjml><mj-body><mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section></mj-body></mjml>"
    )
    made = services.create_template(
        workspace=addressed, actor=SYSTEM, name="T", language="en", tree=tree, subject="Hi"
    )
    assert codes(addressed, made) == {"no_unsubscribe": "block", "no_address": "warn"}


def test_an_empty_or_loud_subject_is_told(addressed: Workspace) -> None:
    good = "<mj-text>x</mj-text>"
    assert codes(addressed, template(addressed, good, subject="")) == {"empty_subject": "block"}
    loud = template(addressed, good, subject="BUY NOW OR NEVER")
    assert codes(addressed, loud) == {"loud_subject": "warn"}
    broken = template(addressed, good, subject="{{ person.nosuch }}")
    assert codes(addressed, broken) == {"unknown_variable": "block"}


def test_custom_attributes_are_known_variables(addressed: Workspace) -> None:
    AttributeDefinition.objects.create(workspace=addressed, key="tier", label="Tier", kind="text")
    inside = '<mj-text>{{ person.attributes.tier | default: "x" }}</mj-text>'
    assert codes(addressed, template(addressed, inside)) == {}
    other = inside.replace("tier", "rank")
    assert codes(addressed, template(addressed, other)) == {"unknown_variable": "block"}


def test_heavy_pictures_and_missing_addresses_are_told(workspace: Workspace) -> None:
    image = store_image(workspace=workspace, actor=SYSTEM, filename="a.png", data=PNG)
    made = template(workspace, f'<mj-image src="/media/{image.token}" alt="x" />')
    found = {"heavy_picture": "warn", "no_address": "warn", "missing_fallback": "block"}
    assert codes(workspace, made) == found


def test_what_a_link_answered_is_judged(addressed: Workspace) -> None:
    made = template(addressed, '<mj-button href="https://x.example/a">x</mj-button>')
    for answer, expected in (
        ({"status": 200, "why": ""}, {}),
        ({"status": 404, "why": ""}, {"broken_link": "block"}),
        ({"status": 403, "why": ""}, {"broken_link": "warn"}),
        ({"status": 0, "why": "unreachable"}, {"broken_link": "block"}),
    ):
        Template.objects.filter(pk=made.pk).update(link_answers={"https://x.example/a": answer})
        assert codes(addressed, Template.objects.get(pk=made.pk)) == expected


def test_readers_of_a_missing_language_are_told(addressed: Workspace) -> None:
    now = clock.now()
    Customer.objects.create(workspace=addressed, language="ur-PK", created_at=now, updated_at=now)
    made = template(addressed, "<mj-text>x</mj-text>")
    assert codes(addressed, made) == {"no_variant": "warn"}


@pytest.mark.parametrize("language", ["en", "ur", "bn"])
@pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.key)
def test_a_starter_only_lacks_what_its_author_must_add(
    addressed: Workspace, starter: object, language: str
) -> None:
    brand = services.brand_of(addressed)
    made = services.create_template(
        workspace=addressed,
        actor=SYSTEM,
        name="T",
        language=language,
        tree=starter_tree(starter.key, language=language, brand=brand),  # type: ignore[attr-defined]
        subject="Hello",
    )
    blocking = {p.code for p in problems(addressed, made) if p.severity == BLOCK}
    assert blocking <= {"empty_link", "no_picture"}

from raabta.content import mjml, services
from raabta.content.models import Template, Variant
from raabta.content.queries import (
    awkward_people,
    candidates,
    completeness,
    count_fallbacks,
    live_templates,
    variants_of,
)
from raabta.content.services.link_answers import record_answers
from raabta.customers.models import Customer
from raabta.kernel import clock, jobs
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace

SOURCE = (
    "<mjml><mj-body><mj-section><mj-column>"
    '<mj-text>Hi {{ person.first_name | default: "you" }}</mj-text>'
    "<mj-text>{{ person.city }}</mj-text></mj-column></mj-section></mj-body></mjml>"
)


def template(workspace: Workspace, source: str = SOURCE) -> Template:
    return services.create_template(
        workspace=workspace,
        actor=SYSTEM,
        name="T",
        language="en",
        tree=mjml.parse(source),
        subject="Hello",
        preheader="There",
    )


def person(workspace: Workspace, first_name: str = "", **values: object) -> Customer:
    now = clock.now()
    return Customer.objects.create(
        workspace=workspace, first_name=first_name, created_at=now, updated_at=now, **values
    )


def test_the_five_awkward_people_are_found(workspace: Workspace) -> None:
    nobody = person(workspace, email="x@x.example")
    longest = person(workspace, "Wolfeschlegelsteinhausen", last_name="Bergerdorff", language="en")
    mirrored = person(workspace, "عائشہ", language="ur", city="Lahore")
    foreign = person(workspace, "Jean", language="fr", city="Paris", country="FR", phone="+331")
    for _at in range(3):
        person(
            workspace, "Ann", language="en", city="X", country="PK", phone="+9", attributes={"a": 1}
        )
    least = person(workspace, "Zed")
    made = template(workspace)
    services.add_variant(template=made, actor=SYSTEM, language="ur")
    found = awkward_people(workspace, made, candidates(workspace))
    assert [(one.reason, one.person.pk) for one in found] == [
        ("No name", nobody.pk),
        ("Longest name", longest.pk),
        ("Name from right to left", mirrored.pk),
        ("Other language", foreign.pk),
        ("Least is known", least.pk),
    ]
    assert awkward_people(workspace, made, []) == []


def test_among_ordinary_people_five_are_found_all_the_same(workspace: Workspace) -> None:
    known = {"language": "en", "city": "X", "country": "PK", "phone": "+9", "attributes": {"a": 1}}
    nameless = person(workspace, "", last_name="Brown", **known)
    signed = person(workspace, "Ann", last_name="O'Neill", **known)
    short = person(workspace, "Al", last_name="Li", **known)
    longest = person(workspace, "Alexandra", last_name="Featherstone", **known)
    for _at in range(3):
        person(workspace, "Anne", last_name="Brown", **known)
    made = template(workspace)
    found = awkward_people(workspace, made, candidates(workspace))
    assert [(one.reason, one.person.pk) for one in found[:4]] == [
        ("Longest name", longest.pk),
        ("Least is known", nameless.pk),
        ("Signs in the name", signed.pk),
        ("Shortest name", short.pk),
    ]
    assert (found[4].reason, len({one.person.pk for one in found})) == ("Long name", 5)


def test_fallbacks_are_counted_in_the_variant_that_each_would_get(workspace: Workspace) -> None:
    made = template(workspace)
    urdu = services.add_variant(template=made, actor=SYSTEM, language="ur")
    tree = mjml.parse(SOURCE.replace("{{ person.city }}", "x"))
    Variant.objects.filter(pk=urdu.pk).update(tree=tree)
    ids = [
        person(workspace, "Ann", city="Lahore").pk,
        person(workspace, "Bob").pk,
        person(workspace, "").pk,
        person(workspace, "عائشہ", language="ur").pk,
    ]
    found = count_fallbacks(workspace, made, ids)
    assert (found.looked_at, found.people) == (4, 2)
    assert dict(found.by_variable) == {"person.city": 2, "person.first_name": 1}


def test_completeness_counts_what_is_no_longer_the_copy(workspace: Workspace) -> None:
    made = template(workspace)
    urdu = services.add_variant(template=made, actor=SYSTEM, language="ur")
    english = variants_of(workspace, made)[0]
    assert completeness(english, english) == 1.0
    assert completeness(urdu, english) == 0.25  # the text that is only a variable needs no words
    services.change_details(
        variant=urdu, revision=1, subject="سلام", preheader="یہاں", plain_text=""
    )
    assert completeness(urdu, english) == 0.75


def test_an_archived_template_leaves_the_list_and_comes_back(workspace: Workspace) -> None:
    made = template(workspace)
    services.archive_template(workspace=workspace, actor=SYSTEM, template=made)
    assert not live_templates(workspace).exists()
    services.restore_template(workspace=workspace, actor=SYSTEM, template=made)
    assert list(live_templates(workspace)) == [made]


def test_a_copy_has_every_language_and_a_life_of_its_own(workspace: Workspace) -> None:
    made = template(workspace)
    services.add_variant(template=made, actor=SYSTEM, language="ur")
    copy = services.duplicate_template(
        workspace=workspace, actor=SYSTEM, template=made, name="Copy"
    )
    assert [variant.language for variant in variants_of(workspace, copy)] == ["en", "ur"]
    services.change_source(
        variant=variants_of(workspace, copy)[0], revision=1, source=SOURCE.replace("Hi", "Yo")
    )
    assert mjml.render(variants_of(workspace, made)[0].tree) == SOURCE


def test_links_are_asked_in_the_background_and_never_inside_our_network(
    workspace: Workspace,
) -> None:
    source = SOURCE.replace(
        "{{ person.city }}",
        "<a href='http://127.0.0.1:1/x'>a</a><a href='https://no-such-host.invalid/'>b</a>"
        "<a href='https://x.example/{{ person.city }}'>c</a><a href='mailto:a@b.example'>d</a>",
    )
    made = template(workspace, source)
    services.check_links(workspace=workspace, template=made, requested_by_id=None)
    assert jobs.run_next([jobs.DEFAULT])
    made.refresh_from_db()
    assert made.links_checked_at is not None
    assert made.link_answers == {
        "http://127.0.0.1:1/x": {"status": 0, "why": "refused"},
        "https://no-such-host.invalid/": {"status": 0, "why": "unreachable"},
    }
    record_answers(template=made)

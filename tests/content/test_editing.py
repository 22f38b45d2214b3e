import pytest

from raabta.content import mjml, services
from raabta.content.block import palette
from raabta.content.compiling import CompileError
from raabta.content.models import Variant, VariantStep
from raabta.content.placing import WrongPlace
from raabta.content.rendering import compile_variant
from raabta.content.services.editing import BadValues, EditConflict
from raabta.content.tree import NoSuchBlock, find, path_of, text_of
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace

SOURCE = (
    '<mjml><mj-body><mj-section><mj-column><mj-text color="#111111">One</mj-text>'
    '<mj-text>Two</mj-text></mj-column><mj-column><mj-strange a="1">kept</mj-strange>'
    "</mj-column></mj-section><mj-section><mj-column></mj-column></mj-section></mj-body></mjml>"
)


@pytest.fixture
def variant(workspace: Workspace) -> Variant:
    template = services.create_template(
        workspace=workspace, actor=SYSTEM, name="T", language="en", tree=mjml.parse(SOURCE)
    )
    return Variant.objects.select_related("template", "workspace").get(template=template)


def texts(variant: Variant) -> str:
    variant.refresh_from_db()
    return mjml.render(variant.tree)


def test_only_the_setting_that_changed_is_written(variant: Variant) -> None:
    values = {"content": "One", "color": "#222222", "align": "", "padding": "", "other": "x"}
    services.change_block(variant=variant, revision=1, path=(0, 0, 0, 0, 0), values=values)
    assert texts(variant) == SOURCE.replace("#111111", "#222222")
    assert variant.revision == 2


def test_saving_what_is_there_changes_nothing(variant: Variant) -> None:
    values = {"content": "One", "color": "#111111"}
    services.change_block(variant=variant, revision=1, path=(0, 0, 0, 0, 0), values=values)
    assert texts(variant) == SOURCE
    assert variant.revision == 1
    assert VariantStep.objects.filter(variant=variant).count() == 1


def test_an_older_revision_is_refused_and_nothing_is_lost(variant: Variant) -> None:
    path = (0, 0, 0, 0, 0)
    other = Variant.objects.get(pk=variant.pk)
    services.change_block(variant=variant, revision=1, path=path, values={"content": "Mine"})
    with pytest.raises(EditConflict):
        services.change_block(variant=other, revision=1, path=path, values={"content": "Late"})
    assert texts(variant) == SOURCE.replace(">One<", ">Mine<")
    assert VariantStep.objects.filter(variant=variant).count() == 2


def test_values_that_do_not_fit_are_told_and_not_saved(variant: Variant) -> None:
    values = {"color": "blue;x", "padding": "wide", "font-size": "big", "content": "New"}
    with pytest.raises(BadValues) as bad:
        services.change_block(variant=variant, revision=1, path=(0, 0, 0, 0, 0), values=values)
    assert set(bad.value.errors) == {"color", "padding", "font-size"}
    assert texts(variant) == SOURCE


def test_rich_text_is_cleaned_but_keeps_styles_and_liquid(variant: Variant) -> None:
    typed = (
        '<p style="color:red;position:fixed">Hi <a href="{{ unsubscribe_url }}" onclick="x()">'
        '{{ person.first_name | default: "a" }}</a><script>x</script>'
        '<a href="javascript:x">y</a></p><p>{% if a &lt; b %}c{% endif %}</p>'
    )
    services.change_block(
        variant=variant, revision=1, path=(0, 0, 0, 0, 0), values={"content": typed}
    )
    node = find(variant.tree, (0, 0, 0, 0, 0))
    assert node["content"] == (
        '<p style="color:red">Hi <a href="{{ unsubscribe_url }}">'
        '{{ person.first_name | default: "a" }}</a><a>y</a></p>'
        "<p>{% if a &lt; b %}c{% endif %}</p>"
    )


def test_a_single_paragraph_is_unwrapped(variant: Variant) -> None:
    services.change_block(
        variant=variant, revision=1, path=(0, 0, 0, 0, 0), values={"content": "<p>One <b>x</b></p>"}
    )
    assert find(variant.tree, (0, 0, 0, 0, 0))["content"] == "One <b>x</b>"


def test_undo_and_redo_walk_the_history_and_a_new_change_ends_it(variant: Variant) -> None:
    path = (0, 0, 0, 0, 0)
    for revision, word in enumerate(("A", "B", "C"), start=1):
        services.change_block(
            variant=variant, revision=revision, path=path, values={"content": word}
        )
    services.undo(variant=variant, revision=4)
    services.undo(variant=variant, revision=5)
    assert texts(variant) == SOURCE.replace(">One<", ">A<")
    services.redo(variant=variant, revision=6)
    assert texts(variant) == SOURCE.replace(">One<", ">B<")
    services.change_block(variant=variant, revision=7, path=path, values={"content": "D"})
    services.redo(variant=variant, revision=8)
    assert texts(variant) == SOURCE.replace(">One<", ">D<")
    for revision in range(8, 13):
        services.undo(variant=variant, revision=variant.revision)
        assert variant.revision <= revision + 1
    assert texts(variant) == SOURCE


def test_history_keeps_its_last_hundred_steps(variant: Variant) -> None:
    for number in range(105):
        services.change_block(
            variant=variant,
            revision=variant.revision,
            path=(0, 0, 0, 0, 0),
            values={"content": str(number)},
        )
    assert VariantStep.objects.filter(variant=variant).count() == 100


@pytest.mark.parametrize("key", [block.key for block in palette()])
@pytest.mark.parametrize("near", ["", "0.0", "0.0.0", "0.0.0.0", "0.0.0.0.0", "0.0.1"])  # noqa: S104  paths of blocks, no network addresses
def test_every_block_of_the_palette_finds_a_place_from_anywhere(
    variant: Variant, key: str, near: str
) -> None:
    before = len(list(mjml.render(variant.tree)))
    saved, path = services.add_block(
        variant=variant, revision=1, key=key, near=path_of(near) if near else None
    )
    assert find(saved.tree, path)
    assert len(mjml.render(saved.tree)) > before
    compile_variant(saved)


def test_a_block_moves_over_the_edge_of_its_column(variant: Variant) -> None:
    path = (0, 0, 0, 0, 1)
    _saved, path = services.shift_block(variant=variant, revision=1, path=path, by=1)
    assert text_of(path) == "0.0.0.1.0"
    _saved, path = services.shift_block(variant=variant, revision=2, path=path, by=-1)
    assert texts(variant) == SOURCE
    _saved, same = services.shift_block(variant=variant, revision=3, path=(0, 0, 0), by=-1)
    assert same == (0, 0, 0)


def test_dragging_puts_a_block_anywhere_that_takes_it(variant: Variant) -> None:
    _saved, path = services.move_block(
        variant=variant, revision=1, path=(0, 0, 0, 0, 0), parent=(0, 0, 1, 0), at=0
    )
    assert text_of(path) == "0.0.1.0.0"
    assert ">One<" in texts(variant).partition("</mj-section>")[2]
    with pytest.raises(WrongPlace):
        services.move_block(variant=variant, revision=2, path=(0, 0, 1, 0, 0), parent=(0, 0), at=0)
    with pytest.raises(NoSuchBlock):
        services.move_block(variant=variant, revision=2, path=(0, 0, 9), parent=(0, 0), at=0)


def test_duplicate_and_remove_are_each_others_opposite(variant: Variant) -> None:
    _saved, copy = services.duplicate_block(variant=variant, revision=1, path=(0, 0, 0))
    assert copy == (0, 0, 1)
    services.remove_block(variant=variant, revision=2, path=copy)
    assert texts(variant) == SOURCE
    with pytest.raises(WrongPlace):
        services.remove_block(variant=variant, revision=3, path=(0,))


def test_the_code_tab_saves_what_compiles_and_only_that(variant: Variant) -> None:
    services.change_source(variant=variant, revision=1, source=SOURCE.replace("Two", "2"))
    assert texts(variant) == SOURCE.replace("Two", "2")
    for source in ("<mjml>", "<mj-text>x</mj-text>", "", "<mjml><mj-body><b></mj-body></mjml>"):
        with pytest.raises((mjml.MjmlError, CompileError)):
            services.change_source(variant=variant, revision=2, source=source)
    assert texts(variant) == SOURCE.replace("Two", "2")


def test_line_breaks_never_reach_the_subject(variant: Variant) -> None:
    services.change_details(
        variant=variant, revision=1, subject="a\r\nBcc: b", preheader=" c\n", plain_text=""
    )
    variant.refresh_from_db()
    assert (variant.subject, variant.preheader) == ("a Bcc: b", "c")

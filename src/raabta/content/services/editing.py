"""The editor's verbs. Each takes the revision that its author saw and returns the changed variant.

All raise EditConflict when somebody else was quicker, and tree.NoSuchBlock for a wrong path.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.content import mjml
from raabta.content.block import BLOCKS, block_for
from raabta.content.compiling import compile_tree
from raabta.content.field_values import BadValue, changed
from raabta.content.mjml import Node
from raabta.content.models import Template, Variant, VariantStep
from raabta.content.placing import WrongPlace, check_place, place_for, shifted
from raabta.content.services.brand import brand_of
from raabta.content.tree import Path, children_at, duplicate, find, insert, move, remove, replace
from raabta.kernel import clock

STEPS_KEPT = 100


class EditConflict(Exception):
    """The variant changed since its author saw it; nothing was saved."""


class BadValues(ValueError):
    """Some fields do not fit; `errors` says what is wrong with each. Nothing was saved."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


def change_block(*, variant: Variant, revision: int, path: Path, values: dict[str, str]) -> Variant:
    """Keep the settings of a block that changed. Raises BadValues."""
    node = find(variant.tree, path)
    if "literal" in node:
        return _save(variant, revision, _with_literal(variant.tree, path, values))
    member = block_for(node)
    errors: dict[str, str] = {}
    after = node
    for field in member.fields if member else ():
        if field.name in values:
            try:
                after = changed(after, field, values[field.name])
            except BadValue as error:
                errors[field.name] = str(error)
    if errors:
        raise BadValues(errors)
    if after == node:
        return variant
    return _save(variant, revision, replace(variant.tree, path, lambda _node: after))


def _with_literal(nodes: list[Node], path: Path, values: dict[str, str]) -> list[Node]:
    text = values.get("literal", "").replace("\r\n", "\n")
    if mjml.BROKEN.search(text):
        raise BadValues({"literal": _("MJML tags belong in the code tab, not inside a block.")})
    return replace(nodes, path, lambda _node: {"literal": text}) if text else remove(nodes, path)


def add_block(
    *, variant: Variant, revision: int, key: str, near: Path | None
) -> tuple[Variant, Path]:
    """A new block of the palette after, or inside, the one that is chosen; and where it is."""
    node = BLOCKS[key]().make(brand_of(variant.workspace))
    parent, at, placed = place_for(variant.tree, near, node)
    saved = _save(variant, revision, insert(variant.tree, parent, at, placed))
    path = (*parent, at)
    return saved, path if placed is node else (*path, 0, 0)


def move_block(
    *, variant: Variant, revision: int, path: Path, parent: Path, at: int
) -> tuple[Variant, Path]:
    """Raises WrongPlace when the block does not fit into the parent."""
    check_place(variant.tree, path, parent)
    tree, new = move(variant.tree, path, parent, at)
    if tree == variant.tree:
        return variant, path
    return _save(variant, revision, tree), new


def shift_block(*, variant: Variant, revision: int, path: Path, by: int) -> tuple[Variant, Path]:
    """One place up (-1) or down (1); at the end of everything it stays."""
    find(variant.tree, path)
    target = shifted(variant.tree, path, by)
    if target is None:
        return variant, path
    tree, new = move(variant.tree, path, *target)
    return _save(variant, revision, tree), new


def duplicate_block(*, variant: Variant, revision: int, path: Path) -> tuple[Variant, Path]:
    saved = _save(variant, revision, duplicate(variant.tree, path))
    return saved, (*path[:-1], path[-1] + 1)


def remove_block(*, variant: Variant, revision: int, path: Path) -> tuple[Variant, Path]:
    """The variant, and the path of what is best chosen next."""
    if len(path) < 2:
        raise WrongPlace
    saved = _save(variant, revision, remove(variant.tree, path))
    left = len(children_at(saved.tree, path[:-1]))
    return saved, (*path[:-1], min(path[-1], left - 1)) if left else path[:-1]


def change_source(*, variant: Variant, revision: int, source: str) -> Variant:
    """Take the code tab's text. Raises MjmlError or CompileError; then nothing is saved."""
    tree = mjml.parse(source.replace("\r\n", "\n"))
    if tree == variant.tree:
        return variant
    compile_tree(tree, language=variant.language, preheader="", title="")
    return _save(variant, revision, tree)


def change_details(
    *, variant: Variant, revision: int, subject: str, preheader: str, plain_text: str
) -> Variant:
    with transaction.atomic():
        _lock(
            variant,
            revision,
            subject=" ".join(subject.split()),
            preheader=" ".join(preheader.split()),
            plain_text=plain_text.replace("\r\n", "\n").strip(),
        )
    return variant


def undo(*, variant: Variant, revision: int) -> Variant:
    return _go(variant, revision, backwards=True)


def redo(*, variant: Variant, revision: int) -> Variant:
    return _go(variant, revision, backwards=False)


def _go(variant: Variant, revision: int, *, backwards: bool) -> Variant:
    steps = VariantStep.objects.filter(variant=variant)
    if backwards:
        found = steps.filter(number__lt=variant.step).order_by("-number").first()
    else:
        found = steps.filter(number__gt=variant.step).order_by("number").first()
    if found is None:
        return variant
    with transaction.atomic():
        _lock(variant, revision, tree=found.tree, step=found.number)
    return variant


def _save(variant: Variant, revision: int, tree: list[Node]) -> Variant:
    with transaction.atomic():
        number = variant.step + 1
        _lock(variant, revision, tree=tree, step=number)
        steps = VariantStep.objects.filter(variant=variant)
        steps.filter(number__gte=number).delete()
        steps.filter(number__lte=number - STEPS_KEPT).delete()
        VariantStep.objects.create(
            workspace_id=variant.workspace_id,
            variant=variant,
            number=number,
            tree=tree,
            saved_at=clock.now(),
        )
    return variant


def _lock(variant: Variant, revision: int, **values: object) -> None:
    """Write the values if the revision still stands, and bring the object up to date."""
    now = clock.now()
    won = Variant.objects.filter(pk=variant.pk, revision=revision).update(
        **values, revision=revision + 1, updated_at=now
    )
    if not won:
        raise EditConflict
    Template.objects.filter(pk=variant.template_id).update(updated_at=now)
    for name, value in {**values, "revision": revision + 1, "updated_at": now}.items():
        setattr(variant, name, value)

"""What a Liquid text asks for: its variables, where, and whether something stands in for each."""

from collections.abc import Iterator
from dataclasses import dataclass

from liquid import BoundTemplate, Node, RenderContext
from liquid.builtin.expressions import FilteredExpression, Path
from liquid.builtin.tags.case_tag import CaseNode
from liquid.builtin.tags.if_tag import IfNode
from liquid.builtin.tags.unless_tag import UnlessNode
from liquid.expression import Expression

CONDITIONS = (IfNode, UnlessNode, CaseNode)
BUILT_IN = frozenset({"forloop", "tablerowloop"})


@dataclass(frozen=True)
class Use:
    """A variable that is printed. `has_fallback`: by `default`, or because an `if` asks first."""

    path: tuple[str, ...]
    has_fallback: bool

    @property
    def name(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True)
class Mention:
    """A variable from outside the text, wherever it stands; `index` counts characters."""

    path: tuple[str, ...]
    index: int
    is_printed: bool
    has_fallback: bool

    @property
    def name(self) -> str:
        return ".".join(self.path)


def uses(template: BoundTemplate) -> list[Use]:
    """The variables that are printed, each once; a use without a fallback wins."""
    found: dict[tuple[str, ...], bool] = {}
    for mention in mentions(template):
        if mention.is_printed:
            found[mention.path] = found.get(mention.path, True) and mention.has_fallback
    return [Use(path, has_fallback) for path, has_fallback in found.items()]


def mentions(template: BoundTemplate) -> Iterator[Mention]:
    context = RenderContext(template)
    local = {str(name) for node in template.nodes for name in _assigned(node, context)}
    for node in template.nodes:
        yield from _visit(node, context, frozenset(local) | BUILT_IN, frozenset())


def _assigned(node: Node, context: RenderContext) -> Iterator[str]:
    yield from map(str, node.template_scope())
    for child in node.children(context, include_partials=False):
        yield from _assigned(child, context)


def _visit(
    node: Node, context: RenderContext, local: frozenset[str], asked: frozenset[tuple[str, ...]]
) -> Iterator[Mention]:
    for expression in node.expressions():
        for path, is_printed, has_default in _paths(expression):
            steps = _steps(path)
            if steps and steps[0] not in local:
                covered = has_default or steps in asked
                yield Mention(steps, path.token.start_index, is_printed, covered)
    if isinstance(node, CONDITIONS):
        asked |= frozenset(_conditions(node, context))
    inner = local | frozenset(map(str, node.block_scope()))
    for child in node.children(context, include_partials=False):
        yield from _visit(child, context, inner, asked)


def _conditions(node: Node, context: RenderContext) -> Iterator[tuple[str, ...]]:
    """The variables that an if, elsif, unless or case asks about."""
    own = list(node.expressions())
    for child in node.children(context, include_partials=False):
        own += child.expressions()
    for expression in own:
        for path, _printed, _default in _paths(expression):
            yield _steps(path)


def _paths(expression: Expression) -> Iterator[tuple[Path, bool, bool]]:
    """Each variable with whether its value is printed and whether `default` stands in."""
    if isinstance(expression, FilteredExpression):
        filters = expression.filters or []
        has_default = any(used.name == "default" for used in filters)
        if isinstance(expression.left, Path):
            yield expression.left, True, has_default
        else:
            yield from _plain(expression.left)
        for used in filters:
            for argument in used.children():
                yield from _plain(argument)
    else:
        yield from _plain(expression)


def _plain(expression: Expression) -> Iterator[tuple[Path, bool, bool]]:
    if isinstance(expression, Path):
        yield expression, False, False
    for child in expression.children():
        yield from _plain(child)


def _steps(path: Path) -> tuple[str, ...]:
    """The names up to the first index, so that `orders.recent[0].number` is `orders.recent`."""
    steps: list[str] = []
    for segment in path.path:
        if not isinstance(segment, str):
            break
        steps.append(segment)
    return tuple(steps)

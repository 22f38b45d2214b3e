"""The sandbox: what Liquid may do in a mail, and how much of it."""

import html
import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _
from liquid import BoundTemplate, Environment, Node, RenderContext, Undefined
from liquid.builtin.expressions.primitive import IntegerLiteral, RangeLiteral
from liquid.exceptions import LiquidError
from liquid.expression import Expression

from raabta.content.liquid.filters import install

MOST_STEPS = 1_000
REFUSED_TAGS = ("include", "render", "increment", "decrement", "tablerow", "doc")
TOKEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


class LiquidProblem(ValueError):
    """The text is not Liquid that a mail may hold; `line` counts from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class Sandbox(Environment):
    loop_iteration_limit = MOST_STEPS
    output_stream_limit = 2_000_000
    context_depth_limit = 15
    local_namespace_limit = 100_000
    block_nesting_limit = 20


@lru_cache(maxsize=128)
def environment_for(language: str, *, escapes: bool) -> Environment:
    """For HTML (`escapes`: every value is escaped) or for plain text, in a reader's language."""
    made = Sandbox(autoescape=escapes, undefined=Undefined, strict_filters=True)
    for name in REFUSED_TAGS:
        made.tags.pop(name, None)
    install(made, language)
    return made


def parse(source: str, *, language: str, escapes: bool) -> BoundTemplate:
    """Raises LiquidProblem."""
    try:
        template = environment_for(language, escapes=escapes).from_string(source)
    except LiquidError as error:
        raise LiquidProblem(_reason(error), _line(error)) from error
    for expression in all_expressions(template):
        if reason := _refusal(expression, template.env):
            raise LiquidProblem(reason, source.count("\n", 0, expression.token.start_index) + 1)
    return template


def plain_tokens(source: str) -> str:
    """The text with entities inside {{ }} and {% %} decoded, as an HTML editor encodes them."""
    return TOKEN.sub(lambda found: html.unescape(found.group()), source)


def all_expressions(template: BoundTemplate) -> Iterator[Expression]:
    context = RenderContext(template)
    for node in template.nodes:
        yield from _expressions(node, context)


def _expressions(node: Node, context: RenderContext) -> Iterator[Expression]:
    waiting = list(node.expressions())
    while waiting:
        expression = waiting.pop()
        yield expression
        waiting.extend(expression.children())
    for child in node.children(context, include_partials=False):
        yield from _expressions(child, context)


def _refusal(expression: Expression, environment: Environment) -> str:
    """Why the sandbox does not run this, or ""."""
    if isinstance(expression, RangeLiteral) and not _is_short(expression):
        return _("A range must be between two whole numbers, at most 1,000 apart.")
    for used in getattr(expression, "filters", None) or ():
        if used.name not in environment.filters:
            return _("There is no filter called %(name)s.") % {"name": used.name}
    return ""


def _is_short(found: RangeLiteral) -> bool:
    start, stop = found.start, found.stop
    if not (isinstance(start, IntegerLiteral) and isinstance(stop, IntegerLiteral)):
        return False
    return stop.value - start.value <= MOST_STEPS


def _reason(error: LiquidError) -> str:
    said = str(error.message)
    if found := re.match(r"unexpected tag '?([^']*)'?", said):
        return _("There is no tag called %(name)s here.") % {"name": found[1]}
    return _("This is not correct Liquid: %(said)s") % {"said": said}


def _line(error: LiquidError) -> int:
    place = error.context()
    return place[0] if place else 1

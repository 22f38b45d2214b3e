"""Liquid that does not hold, values that may be empty, and words that were forgotten."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _

from raabta.content import mjml
from raabta.content.checks.findings import (
    BLOCK,
    WARN,
    Problem,
    in_block,
    language_word,
    of_block,
    of_variant,
)
from raabta.content.compiling import CompileError, compile_tree
from raabta.content.liquid.analysis import Mention, mentions
from raabta.content.liquid.environment import LiquidProblem, parse, plain_tokens
from raabta.content.models import Template, Variant
from raabta.content.personalisation_source import Field, sources
from raabta.content.plain_text import from_html
from raabta.content.tree import Path, text_of, walk
from raabta.workspaces.models import Workspace

FROM_SENDER = {("unsubscribe_url",), ("preferences_url",), ("view_url",)}
PLACEHOLDER = re.compile(
    r"\blorem ipsum\b|\bTODO\b|\bXXX\b|\bTBD\b|\[(?:your|insert|name)\b[^\]]*\]|متن یہاں",
    re.IGNORECASE,
)
SHOUTING = 12


def word_problems(workspace: Workspace, variant: Variant) -> Iterator[Problem]:
    yield from _compiled(variant)
    yield from _subject(variant)
    known = known_fields(workspace)
    for place, text in ((_("Subject"), variant.subject), (_("Preview line"), variant.preheader)):
        yield from _liquid(variant, known, text, place)
    yield from _liquid(variant, known, variant.plain_text, _("Plain text"))
    yield from _body(variant, known)
    yield from _forgotten(variant)


def known_fields(workspace: Workspace) -> dict[tuple[str, ...], Field]:
    """Every variable that a source offers, by its path."""
    return {
        (source.key, *field.key.split(".")): field
        for source in sources()
        for field in source.fields(workspace)
    }


def _compiled(variant: Variant) -> Iterator[Problem]:
    try:
        compile_tree(variant.tree, language=variant.language, preheader="", title="")
    except CompileError as error:
        yield of_variant(variant, code="broken", severity=BLOCK, message=str(error))


def _subject(variant: Variant) -> Iterator[Problem]:
    place = _("Subject")
    if not variant.subject.strip():
        message = _("The subject is empty.")
        yield of_variant(
            variant, code="empty_subject", severity=BLOCK, message=message, place=place
        )
    letters = [letter for letter in variant.subject if letter.isalpha()]
    is_loud = len(letters) >= SHOUTING and all(letter.isupper() for letter in letters)
    if is_loud or "!!!" in variant.subject:
        message = _("The subject shouts; spam filters and people dislike that.")
        yield of_variant(variant, code="loud_subject", severity=WARN, message=message, place=place)


def _liquid(
    variant: Variant, known: dict[tuple[str, ...], Field], text: str, place: str
) -> Iterator[Problem]:
    try:
        found = list(mentions(parse(text, language=variant.language, escapes=False)))
    except LiquidProblem as error:
        yield of_variant(variant, code="liquid", severity=BLOCK, message=error.reason, place=place)
        return
    for mention in found:
        if judged := _judge(mention, known):
            code, message = judged
            severity = _weight(code, variant)
            yield of_variant(variant, code=code, severity=severity, message=message, place=place)


def _body(variant: Variant, known: dict[tuple[str, ...], Field]) -> Iterator[Problem]:
    source, starts = placed_source(variant)
    try:
        found = list(mentions(parse(source, language=variant.language, escapes=True)))
    except LiquidProblem as error:
        where = _("%(language)s: line %(line)d") % {
            "language": language_word(variant.language),
            "line": error.line,
        }
        yield Problem("liquid", BLOCK, error.reason, where, variant.pk, line=error.line)
        return
    for mention in found:
        if judged := _judge(mention, known):
            code, message = judged
            path = max((s for s in starts if s[0] <= mention.index), default=(0, ()))[1]
            line = source.count("\n", 0, mention.index) + 1
            where = in_block(variant, path) if path else language_word(variant.language)
            severity = _weight(code, variant)
            yield Problem(code, severity, message, where, variant.pk, text_of(path), line)


def _weight(code: str, variant: Variant) -> str:
    """A template that skips people without a value may do without something to stand in."""
    skips = variant.template.when_missing == Template.WhenMissing.SKIP
    return WARN if skips and code == "missing_fallback" else BLOCK


def _judge(mention: Mention, known: dict[tuple[str, ...], Field]) -> tuple[str, str] | None:
    if mention.path in FROM_SENDER:
        return None
    field = known.get(mention.path) or _list_above(mention.path, known)
    if field is None:
        if any(path[: len(mention.path)] == mention.path for path in known):
            return None
        words = _("There is no value called %(name)s.")
        return "unknown_variable", words % {"name": mention.name}
    if mention.is_printed and field.may_be_empty and not mention.has_fallback:
        words = _('%(name)s may be empty. Say what stands in, as in {{ %(name)s | default: "…" }}.')
        return "missing_fallback", words % {"name": mention.name}
    return None


def _list_above(path: tuple[str, ...], known: dict[tuple[str, ...], Field]) -> Field | None:
    """The list that the path reaches into (`orders.recent.size`)."""
    for length in range(len(path) - 1, 0, -1):
        field = known.get(path[:length])
        if field is not None and field.kind == "list":
            return field
    return None


def placed_source(variant: Variant) -> tuple[str, list[tuple[int, Path]]]:
    """The code tab's text with its Liquid decoded, and where in it each block begins."""
    return _placed(mjml.laid_out(variant.tree))


@lru_cache(maxsize=32)
def _placed(text: str) -> tuple[str, list[tuple[int, Path]]]:
    nodes = mjml.parse(text)
    starts: list[tuple[int, Path]] = []
    source, at = plain_tokens(text), 0
    for path, node in walk(nodes):
        opening = node["literal"] if "literal" in node else f"<{node['tagName']}"
        found = source.find(plain_tokens(opening), at)
        at = found if found >= 0 else at
        starts.append((at, path))
        inside = len(node.get("content", node.get("literal", "x")))
        at += max(1, inside if "literal" in node else len(opening))
    return source, starts


def _forgotten(variant: Variant) -> Iterator[Problem]:
    for path, node in walk(variant.tree):
        if found := PLACEHOLDER.search(from_html(node.get("content", ""))):
            message = _("“%(words)s” looks like text that was to be replaced.")
            yield of_block(
                variant,
                path,
                code="placeholder",
                severity=WARN,
                message=message % {"words": found.group()},
            )

"""The contract of everybody who sends: compile a variant once, render it for each person.

compiled = compile_variant(variant)
data = people_data(workspace, customer_ids)
mail = render(compiled, data[id], links=tracked, extras={"unsubscribe_url": …})
"""

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from liquid import BoundTemplate
from liquid.exceptions import LiquidError

from raabta.content import mjml
from raabta.content.compiling import END, START, Page, compile_tree
from raabta.content.directions import base_language
from raabta.content.liquid.analysis import Use, uses
from raabta.content.liquid.environment import parse
from raabta.content.models import Template, Variant
from raabta.content.personalisation_source import sources
from raabta.content.plain_text import plain_text
from raabta.workspaces.models import Workspace

Links = Callable[[str], str]
SAFE_SCHEMES = ("mailto:", "tel:", "sms:", "#")
TEXT_ADDRESS = re.compile(r"\((?=https?://|\{\{)((?:\{\{[^{}]*\}\}|\{%[^{}]*%\}|[^\s(){}])+)\)")
BLANK_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


class RenderError(Exception):
    """A value does not fit or a limit was reached, so this person's mail cannot be made."""


@dataclass(frozen=True)
class Compiled:
    """A variant ready to render: its parsed Liquid, and what is known without a person."""

    language: str
    subject: BoundTemplate
    html: BoundTemplate
    text: BoundTemplate
    page: Page
    uses: tuple[Use, ...]

    @property
    def links(self) -> tuple[str, ...]:
        """Every address in the mail, with its Liquid."""
        return self.page.links

    @property
    def weight(self) -> int:
        """Bytes of HTML before personal values."""
        return self.page.weight


@dataclass(frozen=True)
class Rendered:
    """One mail. `missing` names the variables that were empty for this person; `unfilled` those
    of them that had nothing to stand in.
    """

    subject: str
    html: str
    text: str
    missing: tuple[str, ...]
    unfilled: tuple[str, ...]


def compile_variant(variant: Variant) -> Compiled:
    """Raises CompileError or LiquidProblem. Cached by content, so it may be called for each batch."""
    return compile_source(
        mjml.render(variant.tree),
        language=variant.language,
        subject=variant.subject,
        preheader=variant.preheader,
        own_text=variant.plain_text,
    )


@lru_cache(maxsize=256)
def compile_source(
    source: str, *, language: str, subject: str, preheader: str, own_text: str
) -> Compiled:
    nodes = mjml.parse(source)
    page = compile_tree(nodes, language=language, preheader=preheader, title=subject)
    templates = (
        parse(subject, language=language, escapes=False),
        parse(page.source, language=language, escapes=True),
        parse(
            _marked(own_text or plain_text(nodes)),
            language=language,
            escapes=False,
        ),
    )
    found = dict.fromkeys(use for template in templates for use in uses(template))
    return Compiled(language, *templates, page, tuple(found))


def render(
    compiled: Compiled,
    person: Mapping[str, Any],
    links: Links | None = None,
    extras: Mapping[str, Any] | None = None,
) -> Rendered:
    """The mail for one person of `people_data`.

    `links` may rewrite each http(s) address, in HTML and text alike; `extras` are
    unsubscribe_url, preferences_url, view_url and whatever else the sender knows.
    Raises RenderError.
    """
    data = {**person, **(extras or {})}
    try:
        subject = compiled.subject.render(data)
        page = compiled.html.render(data)
        text = compiled.text.render(data)
    except (LiquidError, ArithmeticError, ValueError, TypeError) as error:
        raise RenderError(str(error)) from error
    empty = [use for use in compiled.uses if is_empty(data, use.path)]
    return Rendered(
        subject=CONTROL.sub(" ", subject).strip(),
        html=_linked(page, links, _html_address),
        text=BLANK_LINES.sub("\n\n", _linked(text, links, _text_address)).strip(),
        missing=tuple(dict.fromkeys(use.name for use in empty)),
        unfilled=tuple(dict.fromkeys(use.name for use in empty if not use.has_fallback)),
    )


def people_data(workspace: Workspace, customer_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What Liquid may say about each person, from every source; a few queries for all of them."""
    ids = list(customer_ids)
    found: dict[int, dict[str, Any]] = {customer_id: {} for customer_id in ids}
    for source in sources():
        for customer_id, values in source.data(workspace, ids).items():
            if customer_id in found:
                found[customer_id][source.key] = values
    return found


def pick_variant(template: Template, language: str) -> Variant | None:
    """The variant for a reader: their language, its base ("pt" for "pt-BR"), the default, any."""
    variants = {variant.language: variant for variant in template.variants.order_by("id")}
    wanted = (language, base_language(language), template.default_language)
    return next((variants[w] for w in wanted if w in variants), next(iter(variants.values()), None))


def is_empty(data: Mapping[str, Any], path: tuple[str, ...]) -> bool:
    value: Any = data
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value is None or value is False or value in ("", [], {})


def _marked(text: str) -> str:
    def mark(found: re.Match[str]) -> str:
        address = found[1]
        is_own = re.search(r"(unsubscribe|preferences|view)_url", address)
        return found.group() if is_own else f"({START}{address}{END})"

    return TEXT_ADDRESS.sub(mark, text)


def _linked(text: str, links: Links | None, rewrite: Callable[[str, Links | None], str]) -> str:
    head, *rest = text.split(START)
    pieces = [head]
    for piece in rest:
        address, _end, after = piece.partition(END)
        pieces += (rewrite(address, links), after)
    return "".join(pieces)


def _html_address(written: str, links: Links | None) -> str:
    address = (html.unescape(written) if "&" in written else written).strip()
    if not address.lower().startswith(("http://", "https://")):
        return written if address.lower().startswith(SAFE_SCHEMES) else "#"
    return html.escape(links(address)) if links else written


def _text_address(address: str, links: Links | None) -> str:
    is_web = address.lower().startswith(("http://", "https://"))
    return links(address) if links and is_web else address

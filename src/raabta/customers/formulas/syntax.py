"""Read a formula into a tree of calls, names and literals. Operators are calls, too."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

LONGEST = 1_000
DEEPEST = 40
TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<text>"[^"]*"|'[^']*')
    |(?P<name>[^\W\d]\w*(?:\.\w+)*|\[[^\[\]]+\])
    |(?P<sign>==|!=|<>|<=|>=|[-+*/%=<>(),])
    )""",
    re.VERBOSE,
)
SAME = {"==": "=", "<>": "!="}
# from the loosest to the tightest
LEVELS = (("or",), ("and",), ("=", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/", "%"))
COMPARISONS = LEVELS[2]
WORDS = {"and", "or", "not", "true", "false"}


class FormulaError(ValueError):
    """The formula cannot be used; `at` is the place of the letter to blame, from 0."""

    def __init__(self, says: str, at: int = 0) -> None:
        super().__init__(says)
        self.at = at


class Token(NamedTuple):
    kind: str  # number, text, name, sign, word or end
    text: str
    at: int


@dataclass(frozen=True)
class Literal:
    value: Any
    at: int
    depth: int = 1


@dataclass(frozen=True)
class Name:
    """A field, as it was written."""

    name: str
    at: int
    depth: int = 1


@dataclass(frozen=True)
class Call:
    name: str
    args: tuple["Node", ...]
    at: int
    depth: int = field(init=False)

    def __post_init__(self) -> None:
        depth = 1 + max((one.depth for one in self.args), default=0)
        if depth > DEEPEST:
            raise FormulaError(_("The formula is nested too deeply."), self.at)
        object.__setattr__(self, "depth", depth)


Node = Literal | Name | Call


def parse(text: str) -> Node:
    """The tree of a formula. Raises FormulaError and nothing else."""
    if len(text) > LONGEST:
        words = _("A formula has at most %(most)s letters.")
        raise FormulaError(words % {"most": LONGEST}, LONGEST)
    return _Reader(_tokens(text)).whole()


def _tokens(text: str) -> list[Token]:
    found, at = [], 0
    end = len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise FormulaError(_("“%(text)s” means nothing here.") % {"text": text[at]}, at)
        kind = str(match.lastgroup)
        found.append(_token(kind, match[kind], match.start(kind)))
        at = match.end()
    return [*found, Token("end", "", end)]


def _token(kind: str, text: str, at: int) -> Token:
    if kind == "name" and text.lower() in WORDS:
        return Token("word", text.lower(), at)
    return Token(kind, SAME.get(text, text), at)


class _Reader:
    """By recursive descent. `open` counts what is begun and not yet closed, for the limit."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.place, self.open = tokens, 0, 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def whole(self) -> Node:
        if self.next.kind == "end":
            raise FormulaError(_("Write a formula."), 0)
        node = self.level(0)
        if self.next.kind != "end":
            raise self.unexpected()
        return node

    def level(self, at: int) -> Node:
        """What operators of this level and the tighter ones hold together."""
        if at == len(LEVELS):
            return self.deeper(self.single)
        node = self.level(at + 1)
        while self.next.text in LEVELS[at] and self.next.kind in {"sign", "word"}:
            sign = self.take()
            node = Call(sign.text, (node, self.level(at + 1)), sign.at)
            if LEVELS[at] == COMPARISONS and self.next.text in COMPARISONS:
                raise self.unexpected()
        return node

    def deeper(self, read: Callable[[], Node]) -> Node:
        self.open += 1
        if self.open > DEEPEST:
            raise FormulaError(_("The formula is nested too deeply."), self.next.at)
        node = read()
        self.open -= 1
        return node

    def single(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return Literal(_number(token), token.at)
        if token.kind == "text":
            return Literal(token.text[1:-1], token.at)
        if token.kind == "word" and token.text in {"true", "false"}:
            return Literal(token.text == "true", token.at)
        if token.kind == "name":
            is_call = self.next.text == "(" and not token.text.startswith("[")
            return self.call(token) if is_call else Name(token.text.strip("[]").strip(), token.at)
        return self.signed(token)

    def signed(self, token: Token) -> Node:
        """A minus, a not, or something in parentheses."""
        if token.text == "(":
            node = self.level(0)
            self.close()
            return node
        if token.text == "-" and token.kind == "sign":
            return Call("-", (Literal(0, token.at), self.deeper(self.single)), token.at)
        if token.text == "not" and token.kind == "word":
            return Call("not", (self.level(2),), token.at)
        self.place -= 1
        raise self.unexpected()

    def call(self, name: Token) -> Node:
        self.take()
        args: list[Node] = []
        while self.next.text != ")" or self.next.kind != "sign":
            args.append(self.level(0))
            if self.next.text != ",":
                break
            self.take()
        self.close()
        return Call(name.text.lower(), tuple(args), name.at)

    def close(self) -> None:
        if self.next.text != ")":
            raise FormulaError(_("A “)” is missing here."), self.next.at)
        self.take()

    def unexpected(self) -> FormulaError:
        if self.next.kind == "end":
            return FormulaError(_("Something is missing at the end."), self.next.at)
        words = _("“%(text)s” was not expected here.")
        return FormulaError(words % {"text": self.next.text}, self.next.at)


def _number(token: Token) -> int | float:
    if len(token.text) > 20:
        raise FormulaError(_("This number is too long."), token.at)
    return float(token.text) if "." in token.text else int(token.text)

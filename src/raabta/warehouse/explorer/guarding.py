"""From a typed SELECT to SQL of the engine that sees one workspace's rows and no more.

The text is parsed as DuckDB's SQL, whatever the engine is, so a kept query outlives a move. Only
the tree goes on: every node is allowed by name, every table becomes a subquery over the
workspace's rows, names of CTEs get a prefix that no table has, and new SQL is written from it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sqlglot
from django.utils.translation import gettext as _
from sqlglot import exp
from sqlglot.errors import SqlglotError

from raabta.warehouse.explorer.allowed import NODES
from raabta.warehouse.explorer.refused import Refused
from raabta.warehouse.explorer.rewriting import rewrite

__all__ = ["Guarded", "Refused", "guard", "parameters_in"]

LONGEST, MOST_NODES, MOST_TABLES = 20_000, 1_500, 12
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b-\u200f\u2028-\u202e\u2066-\u2069]"
)
NAME = re.compile(r"[^\W\d][\w ()%#.,:+/-]{0,99}")
Value = str | int | float | bool | None


@dataclass(frozen=True)
class Guarded:
    sql: str
    tables: list[str]  # those it reads


def guard(
    text: str,
    *,
    workspace_id: int,
    tables: Mapping[str, Sequence[str]],
    dialect: str,
    parameters: Mapping[str, Value],
    rows: int,
) -> Guarded:
    """Raises Refused. `tables` are those that may be read, each with its columns."""
    try:
        tree = parsed(text)
        check(tree)
        read = rewrite(
            tree, workspace_id=workspace_id, tables=tables, dialect=dialect, values=parameters
        )
        whole = bounded(tree, rows + 1)
        return Guarded(whole.sql(dialect, identify=True, comments=False), read)
    except (SqlglotError, RecursionError) as error:
        raise Refused(_("This SQL cannot be read: it is incomplete or too deep.")) from error


def parameters_in(text: str) -> list[str]:
    """The names written as :name, in their order; none in a text that cannot be read."""
    try:
        found = [node.name for node in parsed(text).find_all(exp.Placeholder, bfs=False)]
    except (Refused, SqlglotError, RecursionError):
        return []
    return list(dict.fromkeys(name for name in found if name))


def parsed(text: str) -> exp.Query:
    """The one SELECT of the text. Raises Refused."""
    if len(text) > LONGEST:
        raise Refused(_("The query is too long."))
    if CONTROL.search(text):
        raise Refused(_("The query holds a character that cannot be seen."))
    try:
        found = sqlglot.parse(_dollars(text), read="duckdb")
    except SqlglotError as error:
        raise Refused(_told(error)) from error
    except RecursionError as error:
        raise Refused(_("The query is nested too deeply.")) from error
    statements = [one for one in found if one is not None]
    if len(statements) != 1:
        raise Refused(_("Write one query at a time."))
    if not isinstance(statements[0], exp.Query):
        raise Refused(_("Only a SELECT can run here; nothing can be changed."))
    return statements[0]


def check(tree: exp.Query) -> None:
    """Refuse every node that is not allowed by name."""
    nodes = list(tree.walk())
    if len(nodes) > MOST_NODES:
        raise Refused(_("The query is too long."))
    if sum(isinstance(node, exp.Table) for node in nodes) > MOST_TABLES:
        raise Refused(_("The query reads too many tables at once."))
    for node in nodes:
        if type(node) not in NODES and not is_now(node):
            raise Refused(_("“%(word)s” cannot be used here.") % {"word": word_of(node)})
        if isinstance(node, exp.Identifier) and not NAME.fullmatch(node.name):
            raise Refused(_("“%(name)s” is no name that can be used here.") % {"name": node.name})
        if isinstance(node, exp.With) and node.args.get("recursive"):
            raise Refused(_("“%(word)s” cannot be used here.") % {"word": "RECURSIVE"})
        if isinstance(node, exp.Limit | exp.Offset):
            _whole(node)


def bounded(tree: exp.Query, most: int) -> exp.Query:
    """Never more than `most` rows. ClickHouse takes a union's order and limit for its last part."""
    if isinstance(tree, exp.SetOperation):
        outer = exp.select("*").from_(exp.Subquery(this=tree, alias=exp.to_identifier("q_all")))
        for part in ("order", "limit", "offset"):
            outer.set(part, tree.args.get(part))
            tree.set(part, None)
        tree = outer
    limit = tree.args.get("limit")
    wanted = int(limit.expression.name) if isinstance(limit, exp.Limit) else most
    tree.set("limit", exp.Limit(expression=exp.Literal.number(min(wanted, most))))
    return tree


def is_now(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() == "now" and not node.expressions


def word_of(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous):
        return str(node.name)
    return str(node.sql_name() if isinstance(node, exp.Func) else node.key.upper())


def _dollars(text: str) -> str:
    """:name as $name, which sqlglot takes at every place and for every word."""
    tokens = sqlglot.tokenize(text, read="duckdb")
    for token, after in pairwise(tokens):
        is_name = after.text.isidentifier() and after.start == token.end + 1
        if token.text == ":" and is_name:
            text = f"{text[: token.start]}${text[token.end + 1 :]}"
    return text


def _whole(node: exp.Expr) -> None:
    count = node.args.get("expression")
    is_whole = isinstance(count, exp.Literal) and not count.is_string and count.name.isdigit()
    if not is_whole or len(count.name) > 9 or node.args.get("expressions"):
        raise Refused(_("LIMIT and OFFSET take a whole number."))


def _told(error: Any) -> str:
    """Where the text stops making sense."""
    for one in getattr(error, "errors", []):
        if one.get("line"):
            where = {"line": one["line"], "column": one["col"]}
            return _("This SQL cannot be read near line %(line)s, column %(column)s.") % where
    return _("This SQL cannot be read.")

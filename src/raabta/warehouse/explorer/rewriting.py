"""What is changed in the tree of an allowed query before it is written for the engine."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from sqlglot import exp

from raabta.warehouse.explorer.allowed import TYPES
from raabta.warehouse.explorer.refused import Refused

Value = str | int | float | bool | None
PREFIX = "q_"  # no table's name begins so, neither ours nor the engine's
JSON_KEY = re.compile(r"[\w -]{1,100}")
PART = "is_part"
# ClickHouse's plain ones know ASCII only
UTF8: dict[type[exp.Expression], str] = {exp.Lower: "lowerUTF8", exp.Upper: "upperUTF8"}
LONGEST_TEXT, MOST_JOINED = 1_000, 50


def rewrite(
    tree: exp.Query,
    *,
    workspace_id: int,
    tables: Mapping[str, Sequence[str]],
    dialect: str,
    values: Mapping[str, Value],
) -> list[str]:
    """Change the tree in place. Returns the tables that it reads. Raises Refused."""
    _name_parts(tree, tables)
    for column in list(tree.find_all(exp.Column)):
        if column.args.get("db") or column.args.get("catalog"):
            raise Refused(_("Name a column as table.column at most."))
    for found in list(tree.find_all(exp.Placeholder)):
        found.replace(_literal(found.name, values))
    _bound_texts(tree)
    for cast in _inner_first(tree, exp.Cast, exp.TryCast):
        cast.replace(_safe_cast(cast, dialect))
    for path in _inner_first(tree, exp.JSONExtractScalar):
        path.replace(_json(path, dialect))
    if dialect == "clickhouse":
        for node in _inner_first(tree, *UTF8):
            node.replace(exp.Anonymous(this=UTF8[type(node)], expressions=[node.this.copy()]))
    every = list(tree.find_all(exp.Table))
    read = [_scope(table, workspace_id, tables, dialect) for table in every]
    return sorted({name for name in read if name})


def _inner_first(tree: exp.Query, *kinds: type[exp.Expression]) -> list[Any]:
    """So that a copy of an outer node holds what was made of its inner ones."""
    return list(tree.find_all(*kinds))[::-1]


def _name_parts(tree: exp.Query, tables: Mapping[str, Sequence[str]]) -> None:
    """Give each CTE, and each mention of one, a name that is no table's in any engine."""
    parts = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    if taken := sorted(parts & tables.keys()):
        raise Refused(_("“%(name)s” is a table; name your part otherwise.") % {"name": taken[0]})
    for cte in tree.find_all(exp.CTE):
        cte.args["alias"].set("this", exp.to_identifier(PREFIX + cte.alias.lower(), quoted=True))
    for table in tree.find_all(exp.Table):
        name = _plain_name(table)
        if name.lower() in parts:
            if not table.alias:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(name, quoted=True)))
            table.meta[PART] = True
            table.set("this", exp.to_identifier(PREFIX + name.lower(), quoted=True))


def _plain_name(table: exp.Table) -> str:
    """Raises Refused for a name with a database, a function, a file, and all that follows one."""
    if table.args.get("db") or table.args.get("catalog"):
        raise Refused(_("Name a table without a database or schema."))
    if not isinstance(table.this, exp.Identifier):
        raise Refused(_("Only the tables of the list can be read, no functions and no files."))
    if extra := [key for key, value in table.args.items() if value and key not in KNOWN]:
        raise Refused(_("“%(word)s” cannot be used here.") % {"word": extra[0].upper()})
    return table.name


KNOWN = {"this", "alias", "joins"}


def _scope(
    table: exp.Table, workspace_id: int, tables: Mapping[str, Sequence[str]], dialect: str
) -> str:
    """Put the workspace's rows in the table's place. Returns its name, "" for a part."""
    name = table.name.lower()
    if table.meta.get(PART):
        return ""
    if name not in tables:
        raise Refused(_("There is no table “%(name)s”.") % {"name": table.name})
    columns = [exp.column(exp.to_identifier(one, quoted=True)) for one in tables[name]]
    held = exp.to_identifier(name, quoted=True)
    where = {"db": "main", "catalog": "warehouse"} if dialect == "duckdb" else {}
    source = exp.Table(this=held, **{key: exp.to_identifier(it) for key, it in where.items()})
    mine = exp.EQ(
        this=exp.column(exp.to_identifier("workspace_id", quoted=True)),
        expression=exp.Literal.number(int(workspace_id)),
    )
    alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(name, quoted=True))
    inner = exp.select(*columns).from_(source).where(mine)
    table.replace(exp.Subquery(this=inner, alias=alias, joins=table.args.get("joins")))
    return name


def _literal(name: str, values: Mapping[str, Value]) -> exp.Expression:
    """A value as it would be bound: it can be nothing but a value."""
    if name not in values:
        raise Refused(_("Give a value for “:%(name)s”.") % {"name": name or "?"})
    value = values[name]
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, int | float):
        return exp.Paren(this=exp.convert(value))
    if isinstance(value, datetime | date):
        value = value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return exp.Literal.string(value)


def _bound_texts(tree: exp.Query) -> None:
    """Texts that are put together could double at each step, so each step is cut."""
    joined = _inner_first(tree, exp.DPipe, exp.Concat)
    if len(joined) > MOST_JOINED:
        raise Refused(_("The query puts too many texts together."))
    for node in joined:
        cut = exp.Substring(
            this=node.copy(),
            start=exp.Literal.number(1),
            length=exp.Literal.number(LONGEST_TEXT),
        )
        node.replace(cut)


def _safe_cast(cast: exp.Cast | exp.TryCast, dialect: str) -> exp.Expression:
    """A cast that gives NULL where it fails: an error would tell of a value."""
    kind = cast.to.this.value if isinstance(cast.to.this, exp.DataType.Type) else ""
    if kind not in TYPES or cast.to.args.get("nested"):
        raise Refused(_("Cast to text, bigint, double, boolean, date or timestamp only."))
    duckdb, clickhouse = TYPES[kind]
    inner = cast.this.copy()
    if dialect == "duckdb":
        return exp.TryCast(this=inner, to=exp.DataType.build(duckdb, dialect="duckdb"))
    return exp.Anonymous(
        this="accurateCastOrNull", expressions=[inner, exp.Literal.string(clickhouse)]
    )


def _json(found: exp.JSONExtractScalar, dialect: str) -> exp.Expression:
    """The value at a path as text, numbers as written; `functions.from_json` says the same."""
    path = found.args.get("expression")
    keys = path.expressions[1:] if isinstance(path, exp.JSONPath) else []
    if not keys or not all(JSON_KEY.fullmatch(str(part.this)) for part in keys):
        raise Refused(_("A path of JSON is made of plain names, such as ->> 'city'."))
    if dialect == "duckdb":
        return found
    names = [exp.Literal.string(str(part.this)) for part in keys]
    kind = exp.Literal.string("Nullable(String)")
    return exp.Anonymous(this="JSONExtract", expressions=[found.this.copy(), *names, kind])

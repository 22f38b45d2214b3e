"""A typed query on ClickHouse: its limits stand in the query itself, and none can be changed.

A session's settings would outlive the query in chDB, so they are said in the query's own clause.
"""

import re
from typing import Any

from raabta.warehouse.engine.limits import Answer, Limits, QueryTooLarge, QueryWrong, size_of
from raabta.warehouse.engine.protocol import QueryStopped, QueryTooSlow

STOPPED: dict[str, type[QueryStopped]] = {
    "TIMEOUT_EXCEEDED": QueryTooSlow,
    "TOO_SLOW": QueryTooSlow,
    "QUERY_WAS_CANCELLED": QueryStopped,
    "MEMORY_LIMIT_EXCEEDED": QueryTooLarge,
    "TOO_MANY_ROWS_OR_BYTES": QueryTooLarge,
    "TOO_LARGE_STRING_SIZE": QueryTooLarge,
    "TOO_LARGE_ARRAY_SIZE": QueryTooLarge,
}
# errors of planning name what was typed; those of running may name a value of a row
OF_PLANNING = (
    "UNKNOWN_IDENTIFIER", "UNKNOWN_TABLE", "UNKNOWN_FUNCTION", "NOT_AN_AGGREGATE",
    "ILLEGAL_AGGREGATION", "ILLEGAL_TYPE_OF_ARGUMENT", "NUMBER_OF_ARGUMENTS_DOESNT_MATCH",
    "NO_COMMON_TYPE", "AMBIGUOUS_IDENTIFIER", "AMBIGUOUS_COLUMN_NAME", "SYNTAX_ERROR",
    "UNION_ALL_RESULT_STRUCTURES_MISMATCH", "INVALID_JOIN_ON_EXPRESSION", "TYPE_MISMATCH",
)  # fmt: skip
WITHOUT_TYPED = re.compile(r"( in scope |: While |: \(|\. In scope |: In scope ).*", re.DOTALL)


def clause(limits: Limits) -> str:
    """The SETTINGS of one query; filters stay above the one that picks the workspace's rows."""
    settings = {
        "max_execution_time": limits.seconds,
        "timeout_overflow_mode": "'throw'",
        "max_memory_usage": limits.memory,
        "max_result_rows": limits.rows + 1,
        "max_result_bytes": limits.answer,
        "result_overflow_mode": "'throw'",
        "enable_optimize_predicate_expression": 0,
        "query_plan_filter_push_down": 0,
        "allow_introspection_functions": 0,
        "readonly": 1,  # the last: nothing can be set after it
    }
    return " SETTINGS " + ", ".join(f"{name} = {value}" for name, value in settings.items())


def answer_of(client: Any, sql: str, limits: Limits, known: dict[str, Any]) -> Answer:
    try:
        found = client.query(sql, settings=known)
    except Exception as error:
        raise _plain(str(error)) from error
    rows = [tuple(row) for row in found.result_rows]
    if size_of(rows) > limits.answer:
        raise QueryTooLarge
    return Answer(list(found.column_names), rows[: limits.rows], is_cut=len(rows) > limits.rows)


def _plain(text: str) -> Exception:
    for code, stopped in STOPPED.items():
        if f"({code})" in text:
            return stopped()
    if any(f"({code})" in text for code in OF_PLANNING):
        told = text.rpartition("DB::Exception: ")[2]
        return QueryWrong(WITHOUT_TYPED.sub("", told)[:300])
    return QueryWrong("")

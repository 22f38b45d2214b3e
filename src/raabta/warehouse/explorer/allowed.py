"""The words of SQL that may be used. Whatever sqlglot can read and is not here is refused.

Both engines know each of them and mean the same (a test runs every one), and none fails by the
value of a row, writes a text much longer than it read, or looks outside of the query.
"""

from sqlglot import exp

CLAUSES: frozenset[type[exp.Expression]] = frozenset(
    {
        exp.Select, exp.Subquery, exp.Union, exp.Except, exp.Intersect, exp.With, exp.CTE,
        exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit,
        exp.Offset, exp.Distinct, exp.Table, exp.TableAlias, exp.Alias, exp.Column, exp.Identifier,
        exp.Star, exp.Literal, exp.Boolean, exp.Null, exp.Placeholder, exp.Paren, exp.Tuple,
        exp.Window, exp.WindowSpec, exp.Filter, exp.Var, exp.Interval, exp.DataType, exp.Cast,
        exp.TryCast,
    }
)  # fmt: skip
OPERATORS: frozenset[type[exp.Expression]] = frozenset(
    {
        exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is,
        exp.In, exp.Between, exp.Like, exp.ILike, exp.Exists, exp.Add, exp.Sub, exp.Mul, exp.Div,
        exp.Mod, exp.Neg, exp.DPipe, exp.Case, exp.If, exp.JSONExtractScalar, exp.JSONPath,
        exp.JSONPathRoot, exp.JSONPathKey,
    }
)  # fmt: skip
# as they are written, with an example that a test runs on both engines
FUNCTIONS: dict[type[exp.Expression], str] = {
    exp.Count: "count(*)",
    exp.CountIf: "count_if(total_minor > 1)",
    exp.Sum: "sum(total_minor)",
    exp.Avg: "avg(total_minor)",
    exp.Min: "min(total_minor)",
    exp.Max: "max(total_minor)",
    exp.Median: "median(total_minor)",
    exp.Stddev: "stddev(total_minor)",
    exp.ApproxDistinct: "approx_count_distinct(number)",
    exp.ArgMax: "arg_max(number, total_minor)",
    exp.ArgMin: "arg_min(number, total_minor)",
    exp.Coalesce: "coalesce(customer_id, 0)",
    exp.Nullif: "nullif(total_minor, 0)",
    exp.Greatest: "greatest(total_minor, 1)",
    exp.Least: "least(total_minor, 1)",
    exp.Abs: "abs(total_minor)",
    exp.Round: "round(total_minor / 7, 2)",
    exp.Floor: "floor(total_minor / 7)",
    exp.Ceil: "ceil(total_minor / 7)",
    exp.Lower: "lower(number)",
    exp.Upper: "upper(number)",
    exp.Trim: "trim(number)",
    exp.Length: "length(number)",
    exp.Substring: "substring(number, 1, 2)",
    exp.StartsWith: "starts_with(number, 'A')",
    exp.StrPosition: "strpos(number, '1')",
    exp.Concat: "concat(number, 'x')",
    exp.RegexpLike: "regexp_matches(number, '^A')",
    exp.ArrayContains: "list_contains(tags, 'vip')",
    exp.ArraySize: "array_length(tags)",
    exp.TimestampTrunc: "date_trunc('month', placed_at)",
    exp.DateTrunc: "date_trunc('month', CAST(placed_at AS DATE))",
    exp.DateDiff: "date_diff('day', placed_at, placed_at)",
    exp.Extract: "extract(year FROM placed_at)",
    exp.Year: "year(placed_at)",
    exp.Month: "month(placed_at)",
    exp.Day: "day(placed_at)",
    exp.Hour: "hour(placed_at)",
    exp.Quarter: "quarter(placed_at)",
    exp.CurrentDate: "current_date",
    exp.CurrentTimestamp: "current_timestamp",
    exp.RowNumber: "row_number() OVER (ORDER BY order_id)",
    exp.Rank: "rank() OVER (ORDER BY total_minor)",
    exp.DenseRank: "dense_rank() OVER (ORDER BY total_minor)",
}
NODES = CLAUSES | OPERATORS | FUNCTIONS.keys()
# what a value may be cast to: the name in DuckDB and in ClickHouse
TYPES = {
    **dict.fromkeys(("TINYINT", "SMALLINT", "INT", "BIGINT"), ("BIGINT", "Int64")),
    **dict.fromkeys(("FLOAT", "DOUBLE", "DECIMAL"), ("DOUBLE", "Float64")),
    **dict.fromkeys(("TEXT", "VARCHAR"), ("VARCHAR", "String")),
    **dict.fromkeys(("TIMESTAMP", "DATETIME"), ("TIMESTAMP", "DateTime64(6)")),
    "BOOLEAN": ("BOOLEAN", "Bool"),
    "DATE": ("DATE", "Date32"),
}
